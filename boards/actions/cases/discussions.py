"""Making an open discussion of a question for which no department is responsible (转为讨论)."""

from datetime import datetime

from boards.actions.steps import clocks, recording
from boards.actions.steps.transitions import advance, record_deed
from boards.models.threads import Board, Thread
from boards.rules.status import Disposition, Section, Verb
from forum.messages import M
from forum.problems import Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed


def open_discussion(thread: Thread, *, actor: Actor, now: datetime, board: Board | None) -> Thread:
    """Move a waiting question for which no department is responsible to an open board, without clocks."""
    if board is None or board.section != Section.DISCUSSION:
        raise Invalid(board=M("请选择一个互动交流版块。"))
    with db.write():
        columns = {"board": board.id, "public": True, "disposition": Disposition.DISCUSSION.value}
        before = Thread.get_by_id(thread.id)
        thread = advance(thread, Verb.OPEN_DISCUSSION, actor, department=None, next_due_at=None, **columns)
        ended = clocks.stop_all_clocks(thread, now, Deed.DISCUSS) or None
        moved = (
            recording.move_thread_counts(before, thread) if before.public else recording.count_as_public(thread, now)
        )
        record_deed(
            Deed.DISCUSS, thread, actor, now, ActingRole(Role.MODERATOR), board=board.slug, ended=ended, **moved
        )
    return thread
