"""What a spokesperson asks of the desk: the filters, the words and the order in its address."""

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from boards.clocks.deadlines import COHANDLING
from boards.clocks.policy import Kind
from boards.pages.tables import SortOrder, address_of, parameters_of, sort_order
from boards.rules.status import OPEN, Status
from forum.messages import M
from forum.problems import Malformed

PATH = "/desk"
OVERDUE = "overdue"
FILTERS = (*sorted(OPEN, key=list(Status).index), COHANDLING, OVERDUE)
TAKERS = MINE, COLLEAGUES, NOBODYS = "mine", "colleagues", "nobody"  # who accepted the case
SORTS = ("due", "asked", "status", "replies", "supports")
DEFAULT_SORT = SORTS[0]


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
class DeskFilter:
    """The filters of the desk in the order of its address; `office` is a department's slug, `after` the previous page's cursor.

    Raises Malformed for a status, kind, taker or sort order that there is none of.
    """

    status: str | None = None
    kind: str | None = None
    taker: str | None = None
    office: str | None = None
    q: str = ""
    sort: str = DEFAULT_SORT
    after: str | None = None

    def __post_init__(self) -> None:
        if self.status and self.status not in FILTERS:
            raise Malformed(M("没有这种状态。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
        if self.taker and self.taker not in TAKERS:
            raise Malformed(M("没有这种筛选。"))
        sort_order(self.sort, SORTS)

    @classmethod
    def of_address(cls, address: str) -> "DeskFilter":
        """The filters and the order of a desk's address, from the first page on; raises Malformed."""
        given = dict(parse_qsl(urlsplit(address).query))
        names = {each.name for each in fields(cls)} - {"after"}
        return cls(**{name: value for name, value in given.items() if name in names})

    @property
    def order(self) -> SortOrder:
        """The column by which the desk is sorted."""
        return sort_order(self.sort, SORTS)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the address that differ from those of the plain desk."""
        return parameters_of(self, DEFAULT_SORT)

    def url(self, **changed: Any) -> str:
        """The address of the first page with some filters changed, or with `after` of that page."""
        return address_of(PATH, self, DEFAULT_SORT, **changed)

    @property
    def narrowed(self) -> bool:
        """Whether a filter or words leave rows out."""
        return bool(self.status or self.kind or self.taker or self.office or self.q)
