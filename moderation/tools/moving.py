"""Moving a thread to another board; a case is routed or closed by its own rules."""

from datetime import datetime

from boards.actions.cases import transfers
from boards.actions.cases.discussions import open_discussion
from boards.actions.steps import recording
from boards.clocks.city import City
from boards.clocks.policy import Kind
from boards.models.threads import Board, Post, Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Section, Status
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed
from moderation.guards import as_moderator, record_moderation, update_thread


def move(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    board: Board | None,
    code: str,
    text: str = "",
    kind: str | None = None,
) -> Thread:
    """Move a thread to `board`; returns the Thread. Raises Invalid for a board that does not fit, Conflict while a department has the case.

    A case goes to a department's board by routing, and to open discussion by that disposition: only while it waits
    with the moderators. Between boards of the same department only the board changes.
    """
    as_moderator(actor)
    code, text = check_tool_reason(Tool.MOVE, code, text)
    with db.write():
        before = Thread.get_by_id(thread.id)
        board = _checked(before, board)
        left = Board.get_by_id(before.board_id)
        _carry_case(before, board, kind, actor, now, city)
        _change_board(board, before)
        boards = {"left": left.name, "board": board.name, "from_board": left.slug, "to_board": board.slug}
        record_moderation(Deed.THREAD_MOVE, before, actor, now, code, text, **boards)
    return Thread.get_by_id(thread.id)


def _checked(thread, board):
    if board is None or board.id == thread.board_id:
        raise Invalid(board=M("请选择另一个版块。"))
    if thread.merged_into_id or not thread.public:
        raise Conflict(M("没有公开或已经并入别处的主题不能移动。"))
    if board.section == Section.DEPARTMENT and board.department_id is None:
        raise Invalid(board=M("请选择一个部门的版块。"))
    if thread.status and board.section not in (Section.DEPARTMENT, Section.DISCUSSION):
        raise Invalid(board=M("有部门办理的问题只能移到部门版块，或转为讨论。"))
    return board


def _carry_case(thread, board, kind, actor, now, city):
    if board.section == Section.DEPARTMENT:
        if not thread.status:
            _begin_case(thread, kind)
        if thread.department_id != board.department_id:
            transfers.route(thread, actor=actor, now=now, city=city, to=board.department)
    elif thread.status:
        open_discussion(thread, actor=actor, now=now, board=board)


def _begin_case(thread, kind):
    """Turn a thread of an open board into a question that waits to be routed."""
    if kind not in tuple(Kind):
        raise Invalid(kind=M("请选择咨询、投诉或建议。"))
    columns = {"status": Status.PENDING.value, "kind": str(kind), "disposition": None, "ended": False}
    update_thread(thread, [Thread.status.is_null()], M("这个主题刚刚有了变化，请刷新后再看。"), **columns)
    Post.update(unsettled=True).where(Post.place_thread == thread.id, Post.place_floor == 1).execute()


def _change_board(board, before):
    """Move the thread to `board`, unless a rule of its case has moved it already."""
    moved = {"board": board.id, "pinned": None}
    after = update_thread(before, [Thread.board.in_([before.board_id, board.id])], M("这个主题刚刚被移走了。"), **moved)
    if not (before.status and board.section == Section.DISCUSSION):
        recording.move_thread_counts(before, after)
