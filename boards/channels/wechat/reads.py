"""What the conversation looks up, as everybody sees it; one's own questions also while they wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from boards.channels.gateways.progress import progress as progress_of
from boards.channels.wechat.dialogue.state import Option
from boards.channels.wechat.dialogue.steps import Facts
from boards.clocks.city import City
from boards.models.threads import LISTED, Board, Thread
from boards.queries.lists.board import get_board
from boards.queries.lists.press import press_rows
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from boards.queries.parts.department_options import board_options
from boards.rules.text.suggest import Office, suggest
from forum.messages import M, Message
from forum.roles import Actor

LISTED_MOST = 5
EXCERPT = 260  # characters of an answer


Lines = tuple[Message | str, ...]


def facts_of(city: City) -> Facts:
    """The boards that take questions, and which of them a text suggests."""
    offered = [option for option in board_options() if option.offered]
    boards = [Option(each.slug, each.short, (each.name,)) for each in offered]
    offices = tuple(Office(each.slug, each.name, each.short, each.duty) for each in offered)

    def suggested(text: str) -> Sequence[str]:
        return [found.slug for found in suggest("", text, offices)]

    return Facts(boards, suggested, city.site.city)


def own_questions(accounts: Sequence[int], now: datetime) -> Lines:
    """The newest questions of these accounts."""
    rows = _rows(Thread.author.in_(accounts)).order_by(Thread.id.desc()).limit(LISTED_MOST)
    lines = _lines(rows, now)
    return (M("您最近提的："), *lines, M("看一个的进度：查进度 编号")) if lines else (M("您还没有在这里提过问题。"),)


def of_board(slug: str, now: datetime, url: str) -> Lines:
    """The newest public questions of a board."""
    board: Board = get_board(slug)
    rows = _rows(LISTED, Thread.board == board.id).order_by(Thread.last_at.desc(), Thread.id.desc()).limit(LISTED_MOST)
    lines = _lines(rows, now) or (M("还没有人问过。"),)
    return (M("%(board)s最近的问题：", board=board.name), *lines, M("更多：%(url)s", url=f"{url}/boards/{slug}"))


def hot(now: datetime, since: datetime, url: str) -> Lines:
    """The public questions since then that most people supported."""
    rows = _rows(LISTED, Thread.created_at > since, Thread.status.is_null(False))
    lines = _lines(rows.order_by(Thread.supports.desc(), Thread.id.desc()).limit(LISTED_MOST), now)
    return (M("最近大家关心的："), *(lines or (M("最近没有新问题。"),)), M("更多：%(url)s", url=f"{url}/hot"))


def reports(url: str) -> Lines:
    """The newest reports of the press."""
    rows, _ = press_rows(None, LISTED_MOST)
    lines = [
        M("《%(title)s》 %(url)s", title=row.title, url=f"{url}/reports/{row.id}") for row in rows if not row.withdrawn
    ]
    return (M("记者追踪："), *lines) if lines else (M("还没有记者追踪的报道。"),)


def progress(number: int, viewer: Actor, now: datetime, url: str) -> Lines:
    """How far a question is, and the beginning of the latest answer; raises NotFound for one that the viewer may not see."""
    return progress_of(number, viewer, now, url, EXCERPT)


def _rows(*conditions: Any) -> Any:
    columns = (Thread.id, shown.title_column(), Thread.status, Thread.next_due_at, Thread.hidden)
    return Thread.select(*columns).where(*conditions)


def _lines(rows: Any, now: datetime) -> Lines:
    return tuple(_line(row, now) for row in rows.dicts())


def _line(row: dict[str, Any], now: datetime) -> Message:
    title = shown.visible_title(row["title"], row["hidden"])
    badged = badge(row["status"], row["next_due_at"], now)
    if badged is None:
        return M("%(n)s 号 %(title)s", n=row["id"], title=title)
    return M("%(n)s 号［%(status)s］%(title)s", n=row["id"], status=badged.label, title=title)
