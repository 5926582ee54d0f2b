"""The screening queue: reading it, comparing a question with similar ones, and giving questions their disposition."""

from flask import Blueprint, render_template, request

from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid
from forum.roles import Role
from forum.typed import EMPTY, again, typed
from forum.web import city, door, holders
from forum.wenqu import wenqu
from moderation.screening.disposing import How, dispose
from moderation.screening.queries import compare_page, queue_page

views = Blueprint("screening", __name__, url_prefix="/moderation")
MODERATORS = holders(Role.MODERATOR)
FIELDS = ("disposition", "to", "code", "why", "text", "of", "board")


@door(views, "", allow=MODERATORS)
def queue(actor, now):
    return render_template("moderation/queue.html", page=queue_page(actor, now, _after()), form=EMPTY)


@door(views, "/screening/<id:thread_id>", allow=MODERATORS)
def compare(actor, now, thread_id):
    """The question beside similar ones; `part` asks for these alone, for the queue's script."""
    page = compare_page(thread_id, actor, now, wenqu().similar)
    return render_template("moderation/alike.html" if request.args.get("part") else "moderation/compare.html", page=page, form=EMPTY)


@door(views, "/dispositions", methods=["POST"], allow=MODERATORS)
def dispositions(actor, now):
    """What was ticked gets what was chosen; a button of one question (`one`) stands for both."""
    values = typed(*FIELDS, "one") | {"thread": request.form.getlist("thread")}
    numbers, how = _asked(values)
    try:
        outcomes = dispose(numbers, how, actor=actor, now=now, city=city())
    except Invalid as problem:
        return again("moderation/queue.html", problem, values, page=queue_page(actor, now, _after()))
    return render_template("moderation/queue.html", page=queue_page(actor, now, _after(), outcomes), form=EMPTY)


def _asked(values):
    """(numbers, How) of the form, or of one question's own button: `publish 12`, `route 12 zhujian`, `duplicate 12 7`."""
    name, *rest = values["one"].split(" ")
    if not rest:
        numbers = [whole_number(raw, ID_DIGITS) for raw in values["thread"]]
        return [number for number in numbers if number], _how(values)
    number, what = whole_number(rest[0], ID_DIGITS), rest[1] if len(rest) > 1 else ""
    return [number] if number else [], How(name, to=what, of=what)


def _how(values):
    text = values["why"] if values["disposition"] == "decline" else values["text"]
    return How(values["disposition"], values["to"], values["code"], text, values["of"], values["board"])


def _after():
    return request.values.get("after") or None
