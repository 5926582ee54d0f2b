"""What a spokesperson asks of the desk: the filters, the words and the order in its address."""

from dataclasses import dataclass, fields
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from boards.clocks.deadlines import COHANDLING
from boards.clocks.policy import Kind
from boards.pages.tables import TableChoice, sort_order
from boards.rules.status import OPEN, Status
from forum.messages import M
from forum.problems import Malformed

PATH = "/desk"
OVERDUE = "overdue"
FILTERS = (*sorted(OPEN, key=list(Status).index), COHANDLING, OVERDUE)
TAKERS = MINE, COLLEAGUES, NOBODYS = "mine", "colleagues", "nobody"  # who accepted the case


def desk_address(raw: str | None) -> str:
    """The address `raw` where it is the desk's, under filters that there are; "" otherwise."""
    if not raw or not raw.isprintable() or raw.partition("?")[0] != PATH:
        return ""
    try:
        DeskFilter.of_address(raw)
    except Malformed:
        return ""
    return raw


@dataclass(frozen=True)
class DeskFilter(TableChoice):
    """The filters of the desk in the order of its address; `office` is a department's slug, `after` the previous page's cursor.

    Raises Malformed for a status, kind, taker or sort order that there is none of.
    """

    path: ClassVar[str] = PATH
    sorts: ClassVar[tuple[str, ...]] = ("due", "asked", "status", "replies", "supports")

    status: str | None = None
    kind: str | None = None
    taker: str | None = None
    office: str | None = None
    q: str = ""
    sort: str = sorts[0]
    after: str | None = None

    def __post_init__(self) -> None:
        if self.status and self.status not in FILTERS:
            raise Malformed(M("没有这种状态。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
        if self.taker and self.taker not in TAKERS:
            raise Malformed(M("没有这种筛选。"))
        sort_order(self.sort, self.sorts)

    @classmethod
    def of_address(cls, address: str) -> "DeskFilter":
        """The filters and the order of a desk's address, from the first page on; raises Malformed."""
        given = dict(parse_qsl(urlsplit(address).query))
        names = {each.name for each in fields(cls)} - {"after"}
        return cls(**{name: value for name, value in given.items() if name in names})

    @property
    def narrowed(self) -> bool:
        """Whether a filter or words leave rows out."""
        return bool(self.status or self.kind or self.taker or self.office or self.q)
