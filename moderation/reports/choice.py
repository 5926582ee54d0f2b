"""What a moderator asks of the queue of reports: the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import Any

from boards.pages.tables import SortOrder, address_of, parameters_of, sort_order
from forum.messages import M
from forum.problems import Malformed
from forum.text.reasons import HIDING

PATH = "/moderation/reports"
VISIBLE, HIDDEN = STATES = ("visible", "hidden")  # whether the reported post is still shown
SORTS = ("since", "reports")
DEFAULT_SORT = SORTS[0]


@dataclass(frozen=True)
class ReportsChoice:
    """The parameters of the address: `code` is that of a reason, `after` the cursor of the previous page.

    Raises Malformed for a reason, state or order that there is none of.
    """

    code: str = ""
    state: str = ""
    sort: str = DEFAULT_SORT
    after: str = ""

    def __post_init__(self) -> None:
        if (self.code and self.code not in tuple(HIDING)) or (self.state and self.state not in STATES):
            raise Malformed(M("没有这种筛选。"))
        sort_order(self.sort, SORTS)

    @property
    def order(self) -> SortOrder:
        """The column by which the queue is sorted."""
        return sort_order(self.sort, SORTS)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that differ from those of the plain queue."""
        return parameters_of(self, DEFAULT_SORT)

    def url(self, **changed: Any) -> str:
        """The address of the first page with some parameters changed, or with `after` of that page."""
        return address_of(PATH, self, DEFAULT_SORT, **changed)
