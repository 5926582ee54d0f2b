"""The moderators' tools on a thread through the API: a POST does it, a DELETE takes it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from boards.channels.api import schemas as thread_schemas
from boards.channels.api.endpoint import PREFIX, api_blueprint, endpoint
from boards.channels.api.threads import thread_answer
from boards.models.threads import Board, Thread
from boards.queries.thread.thread import get_thread
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor, Role
from forum.text.reasons import Reason
from forum.web.door import allow_roles, city
from moderation import schemas as given
from moderation.hiding import actions as hiding
from moderation.tools import duplicates, marking, merging, moving, schemas, splitting

View = Callable[..., Any]
api = api_blueprint("api_tools")
MODERATORS = allow_roles(Role.MODERATOR)


def verb(noun: str, body: type[BaseModel] | None = None, method: str = "POST", **answer: Any) -> Callable[[View], View]:
    """A moderators' call on a thread that answers with a thread."""
    rule, shape = f"/threads/<id:thread_id>/{noun}", {"answer": thread_schemas.Thread, **answer}
    return endpoint(api, rule, method=method, allow=MODERATORS, body=body, **shape)


@verb("relocation", schemas.Relocation)
def move(actor: Actor, now: datetime, thread_id: int, body: schemas.Relocation) -> thread_schemas.Thread:
    """Move a thread to another board; a case goes by routing."""
    moving.move(
        _thread(thread_id, actor), city=city(), board=_board(body.board), kind=body.kind, **_by(actor, now, body)
    )
    return thread_answer(thread_id, actor, now)


@verb("merger", schemas.Merger)
def merge(actor: Actor, now: datetime, thread_id: int, body: schemas.Merger) -> thread_schemas.Thread:
    """Merge a thread into another, which is the answer; every old address leads there."""
    into = merging.merge(_thread(thread_id, actor), city=city(), into=_other(body.into), **_by(actor, now, body))
    return thread_answer(into.id, actor, now)


@verb("split", schemas.Split, status=201, location=PREFIX + "/threads/{id}")
def split(actor: Actor, now: datetime, thread_id: int, body: schemas.Split) -> thread_schemas.Thread:
    """Make chosen floors a thread of their own, which is the answer."""
    board = _board(body.board) if body.board else None
    new = splitting.split(
        _thread(thread_id, actor),
        city=city(),
        floors=body.floors,
        title=body.title,
        board=board,
        kind=body.kind,
        **_by(actor, now, body),
    )
    return thread_answer(new.id, actor, now)


@verb("pin", schemas.Pin)
def pin(actor: Actor, now: datetime, thread_id: int, body: schemas.Pin) -> thread_schemas.Thread:
    """Put a thread above its board's list; again with another position moves it."""
    marking.pin(_thread(thread_id, actor), position=body.position, **_by(actor, now, body))
    return thread_answer(thread_id, actor, now)


@verb("duplication", schemas.Duplication)
def mark_duplicate(actor: Actor, now: datetime, thread_id: int, body: schemas.Duplication) -> thread_schemas.Thread:
    """Mark a thread as a duplicate of another."""
    duplicates.mark_as_duplicate(_thread(thread_id, actor), of=_other(body.of), **_by(actor, now, body))
    return thread_answer(thread_id, actor, now)


def _pair(noun, do, undo, doing, undoing):
    """A POST that does something to a thread for a reason, and the DELETE that takes it back."""
    if do:

        def act(actor, now, thread_id, body):
            do(_thread(thread_id, actor), **_by(actor, now, body))
            return thread_answer(thread_id, actor, now)

        act.__doc__, act.__name__ = doing, do.__name__
        verb(noun, given.Why)(act)

    def take_back(actor, now, thread_id):
        undo(_thread(thread_id, actor), actor=actor, now=now, code=Reason.NO_LONGER)
        return thread_answer(thread_id, actor, now)

    take_back.__doc__, take_back.__name__ = undoing, undo.__name__
    verb(noun, method="DELETE")(take_back)


_pair("pin", None, marking.unpin, "", "Back among the others of its board.")
_pair("duplication", None, duplicates.clear_duplicate, "", "It was no duplicate after all.")
_pair("highlight", marking.highlight, marking.unhighlight, "Mark a thread as worth reading.", "Take that mark away.")
_pair("lock", marking.lock, marking.unlock, "Take no more plain replies; the case goes on.", "Take replies again.")
_pair("end", marking.end, marking.reopen, "End an open discussion.", "Let an ended discussion go on.")
_pair("hiding", hiding.hide_thread, hiding.restore_thread, "Hide a whole thread; the text is kept.", "Show it again.")


def _by(actor, now, body):
    return {"actor": actor, "now": now, "code": body.code, "text": body.reason}


def _thread(thread_id, actor):
    return get_thread(thread_id, actor)


def _other(number):
    return Thread.get_or_none(Thread.id == number)


def _board(slug):
    found = Board.get_or_none(Board.slug == slug)
    if found is None:
        raise Invalid(board=M("没有这个版块。"))
    return found
