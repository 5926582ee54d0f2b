"""What a moderator asks of the queue of reports: the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from boards.pages.tables import TableChoice, sort_order
from forum.messages import M
from forum.problems import Malformed
from forum.text.reasons import HIDING

PATH = "/moderation/reports"
VISIBLE, HIDDEN = STATES = ("visible", "hidden")  # whether the reported post is still shown


@dataclass(frozen=True)
class ReportsChoice(TableChoice):
    """The parameters of the address: `code` is that of a reason, `after` the cursor of the previous page.

    Raises Malformed for a reason, state or order that there is none of.
    """

    path: ClassVar[str] = PATH
    sorts: ClassVar[tuple[str, ...]] = ("since", "reports")

    code: str = ""
    state: str = ""
    sort: str = sorts[0]
    after: str = ""

    def __post_init__(self) -> None:
        if (self.code and self.code not in tuple(HIDING)) or (self.state and self.state not in STATES):
            raise Malformed(M("没有这种筛选。"))
        sort_order(self.sort, self.sorts)
