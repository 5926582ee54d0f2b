"""The breadcrumb of a board: the links above a page's title."""

from boards.models.threads import Board
from boards.pages.parts import Link
from boards.rules.labels import SECTION_LABELS
from boards.rules.status import Section
from forum.messages import M


def breadcrumb(board: Board, *rest: Link) -> tuple[Link, ...]:
    """首页 > section > board > ..."""
    section = SECTION_LABELS[Section(board.section)]
    return (
        Link(M("首页"), "/"),
        Link(section, f"/boards#{board.section}"),
        Link(board.name, f"/boards/{board.slug}"),
        *rest,
    )
