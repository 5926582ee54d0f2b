"""The screening queue: reading it, comparing a question with similar ones, and giving questions their disposition."""

from flask import Blueprint, render_template, request

from boards.queries.parts.department_options import department_options
from boards.rules.pasted import pasted_number
from boards.rules.text.department_names import choose_department
from forum.fields import Field, Form
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid
from forum.roles import Role
from forum.web.door import allow_roles, city, door, own_hosts
from forum.web.forms import asked_choice, form_again_on, read_form
from forum.wenqu import wenqu
from moderation.screening.actions import DispositionChoice, dispose
from moderation.screening.choice import QueueChoice
from moderation.screening.queries import compare_page, queue_page

views = Blueprint("screening", __name__, url_prefix="/moderation")
MODERATORS = allow_roles(Role.MODERATOR)
# Laid out in templates/macros/screening.html; `one` is the button of a single question.
DISPOSITION = (
    Field("one", "hidden"),
    Field("thread", "boxes"),
    Field("disposition", "radios"),
    Field("to", "department"),
    Field("of"),
    Field("code", "select"),
    Field("why", "area"),
    Field("board", "select"),
    Field("text", "area"),
)


@door(views, "", allow=MODERATORS)
def queue(actor, now):
    return render_template("moderation/queue.html", page=queue_page(actor, now, _choice()), form=Form(DISPOSITION))


@door(views, "/screening/<id:thread_id>", allow=MODERATORS)
def compare(actor, now, thread_id):
    """The question beside similar ones; `part` asks for these alone, for the queue's script."""
    page = compare_page(thread_id, actor, now, wenqu().similar)
    return render_template(
        "moderation/alike.html" if request.args.get("part") else "moderation/compare.html",
        page=page,
        form=Form(DISPOSITION),
    )


@door(views, "/dispositions", methods=["POST"], allow=MODERATORS)
def dispositions(actor, now):
    """Dispose of the ticked questions, or of one by its own button (`one`)."""
    form = read_form(DISPOSITION)
    with form_again_on(Invalid, "moderation/queue.html", form, page=lambda: queue_page(actor, now, _choice())):
        numbers, how = _asked(form)
        outcomes = dispose(numbers, how, actor=actor, now=now, city=city())
    done = all(outcome.done for outcome in outcomes)
    page = queue_page(actor, now, _choice(), outcomes)
    return render_template("moderation/queue.html", page=page, form=Form(DISPOSITION) if done else form)


def _asked(form):
    """(numbers, DispositionChoice) of the form, or of one question's own button: `publish 12`, `route 12 zhujian`, `duplicate 12 7`."""
    name, *rest = form["one"].split(" ")
    if not rest:
        numbers = [whole_number(raw, ID_DIGITS) for raw in form["thread"]]
        return [number for number in numbers if number], _how(form)
    number, what = whole_number(rest[0], ID_DIGITS), rest[1] if len(rest) > 1 else ""
    return [number] if number else [], DispositionChoice(name, to=what, of=what)


def _how(form):
    text = form["why"] if form["disposition"] == "decline" else form["text"]
    of = str(pasted_number(form["of"], "threads", own_hosts()) or "")
    to = choose_department(form["to"], department_options(), "to") if form["disposition"] == "route" else None
    return DispositionChoice(form["disposition"], to.slug if to else "", form["code"], text, of, form["board"])


def _choice():
    """The QueueChoice of the address."""
    return asked_choice(QueueChoice)
