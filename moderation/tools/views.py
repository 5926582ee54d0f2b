"""The moderators' tools on a thread: each has a form at an address of its own, which is shown again with its values when it is refused."""

from flask import Blueprint, render_template

from boards.models.threads import Board, Thread
from boards.queries.thread.thread import get_thread
from boards.rules.moderator_tools import Tool
from boards.rules.pasted import pasted_number
from forum.fields import Form
from forum.messages import M
from forum.numbers import whole_number
from forum.problems import Forbidden, Invalid, Problem
from forum.roles import Role
from forum.web.door import allow_roles, city, door, own_hosts
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.hiding import actions as hiding
from moderation.tools import duplicates, marking, merging, moving, splitting
from moderation.tools.forms import floors_of, tool_page

views = Blueprint("tools", __name__, url_prefix="/threads")
MODERATORS = allow_roles(Role.MODERATOR)


def _move(thread, form, **by):
    moving.move(thread, city=city(), board=_board(form["board"]), kind=form["kind"] or None, **by)


def _merge(thread, form, **by):
    return merging.merge(thread, city=city(), into=_thread(form["into"]), **by)


def _split(thread, form, **by):
    floors = floors_of(form["floors"])
    if floors is None:
        raise Invalid(floors=M("请写楼层的数字，如 5、7-9。"))
    chosen = {"floors": floors, "title": form["title"], "board": _board(form["board"]), "kind": form["kind"] or None}
    return splitting.split(thread, city=city(), **chosen, **by)


def _pin(thread, form, **by):
    position = whole_number(form["position"]) if form["position"] else None
    if form["position"] and position is None:
        raise Invalid(position=M("应当是一个数字。"))
    marking.pin(thread, position=position, **by)


def _duplicate(thread, form, **by):
    duplicates.mark_as_duplicate(thread, of=_thread(form["of"]), **by)


def _plainly(action):
    return lambda thread, form, **by: action(thread, **by) and None


DO = {
    Tool.MOVE: _move,
    Tool.MERGE: _merge,
    Tool.SPLIT: _split,
    Tool.PIN: _pin,
    Tool.UNPIN: _plainly(marking.unpin),
    Tool.HIGHLIGHT: _plainly(marking.highlight),
    Tool.UNHIGHLIGHT: _plainly(marking.unhighlight),
    Tool.LOCK: _plainly(marking.lock),
    Tool.UNLOCK: _plainly(marking.unlock),
    Tool.END: _plainly(marking.end),
    Tool.REOPEN: _plainly(marking.reopen),
    Tool.DUPLICATE: _duplicate,
    Tool.NO_DUPLICATE: _plainly(duplicates.clear_duplicate),
    Tool.HIDE: _plainly(hiding.hide_thread),
    Tool.RESTORE: _plainly(hiding.restore_thread),
}


def _offer(tool):
    """Register the form of a tool and its POST."""

    def show(actor, now, thread_id):
        page = tool_page(thread_id, tool, actor)
        return render_template("boards/verb.html", page=page, form=Form(page.fields))

    def submit(actor, now, thread_id):
        page = tool_page(thread_id, tool, actor)
        form = read_form(page.fields)
        with form_again_on(Problem, "boards/verb.html", form, except_for=Forbidden, page=page):
            thread, reason = get_thread(thread_id, actor), {"code": form["code"], "text": form["reason"]}
            led_to = DO[tool](thread, form, actor=actor, now=now, **reason)
        done = M("已完成：%(what)s", what=page.heading)
        return flash_and_redirect(done, f"/threads/{led_to.id if led_to else thread_id}")

    rule, name = f"/<id:thread_id>/{tool.value}", tool.name.lower()
    door(views, rule, allow=MODERATORS, endpoint=name)(show)
    door(views, rule, methods=["POST"], allow=MODERATORS, endpoint=f"{name}_submit")(submit)


for _tool in Tool:
    _offer(_tool)


def _board(slug):
    return Board.get_or_none(Board.slug == slug) if slug else None


def _thread(raw):
    number = pasted_number(raw, "threads", own_hosts())
    return Thread.get_or_none(Thread.id == number) if number else None
