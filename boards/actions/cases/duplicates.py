"""Duplicates (重复): questions that another thread answers, marked by a moderator or merged into that thread."""

from datetime import datetime

from boards.actions.cases import callbacks, handling
from boards.actions.steps import clocks
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.models.threads import Thread
from boards.rules.status import SETTLED, Disposition, Verb
from forum.messages import M
from forum.problems import Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed


def mark_duplicate(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    of: Thread | None,
    reason: str | None = None,
    text: str | None = None,
) -> Thread:
    """Dispose of a waiting question as a duplicate of another thread, to which its page links."""
    if of is None or of.id == thread.id or not of.public:
        raise Invalid(of=M("请填写另一个公开主题的编号。"))
    with db.write():
        disposition = {"disposition": Disposition.DUPLICATE.value, "duplicate_of": of.id}
        thread = advance(thread, Verb.MARK_DUPLICATE, actor, **disposition)
        said = {"of": of.id, "text": text, "ended": clocks.stop_all_clocks(thread, now, Deed.DUPLICATE) or None}
        record_deed(Deed.DUPLICATE, thread, actor, now, ActingRole(Role.MODERATOR), reason=reason, **said)
    return thread


def settle_merged(thread: Thread, *, actor: Actor, now: datetime, city: City, into: Thread) -> list[clocks.Ended]:
    """End the case of a thread that is merged into another; call inside the transaction of the merge.

    A question that was never answered becomes a duplicate; one that was answered keeps its disposition. In both cases
    it is closed, its clocks stop, and a question asked through the hotline gets a callback. Returns the clocks that ended,
    for the log entry of the merge.
    """
    if not thread.status or thread.status in SETTLED:
        return []
    columns = {"duplicate_of": into.id}
    if not thread.answers:
        columns["disposition"] = Disposition.DUPLICATE.value
    advance(thread, Verb.MERGE, actor, **columns)
    handling.mark_settled(thread)
    ended = clocks.stop_all_clocks(thread, now, Deed.THREAD_MERGE)
    callbacks.open_callback_after_answer(thread, now, city)
    return ended
