"""What a supervisor asks of `/supervision`: one of its tables or all of them, the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import Any

from boards.clocks.policy import Kind
from boards.pages.tables import SortOrder, address_of, sort_order
from forum.messages import M
from forum.problems import Malformed

PATH, EXPORT_PATH = "/supervision", "/supervision.csv"
VIEWS = ("extensions", "alarms", "due", "overdue", "unsatisfied")
EXTENSIONS, ALARMS, DUE, OVERDUE, UNSATISFIED = VIEWS
OPEN_CASES = ("due", "asked", "supports")
SORTS = {
    EXTENSIONS: ("asked", "due", "until"),
    ALARMS: ("-at", "at"),
    DUE: OPEN_CASES,
    OVERDUE: OPEN_CASES,
    UNSATISFIED: ("-at", "grade"),
}


@dataclass(frozen=True)
class SupervisionChoice:
    """The parameters of the address; without a `view` all tables are shown by their beginnings.

    `office` is a department's slug, `after` the cursor of the previous page. Raises Malformed for a view, kind or order
    that there is none of.
    """

    view: str = ""
    office: str = ""
    kind: str = ""
    sort: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if self.view and self.view not in VIEWS:
            raise Malformed(M("没有这种筛选。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
        self.order_of(self.view or OVERDUE)

    def order_of(self, view: str) -> SortOrder:
        """The column by which the table `view` is sorted."""
        first = SORTS[view][0]
        names = {name.removeprefix("-") for name in SORTS[view]}
        return sort_order(self.sort if self.view == view and self.sort else first, names)

    def url(self, **changed: Any) -> str:
        """The address with some parameters changed, of the first page."""
        return address_of(PATH, self, "", **changed)

    def export_url(self) -> str:
        """The address of the table as a file, with its filters and order."""
        return address_of(EXPORT_PATH, self, "")
