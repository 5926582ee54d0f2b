"""What a moderator asks of the screening queue: the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import Any

from boards.clocks.policy import Kind
from boards.pages.tables import SortOrder, address_of, parameters_of, sort_order
from forum.messages import M
from forum.problems import Malformed

PATH = "/moderation"
NEW, HELD, BACK = CAUSES = (
    "new",
    "held",
    "back",
)  # why a question waits: it is new, the word list held it, it came back
SORTS = ("asked", "supports")
DEFAULT_SORT = SORTS[0]


@dataclass(frozen=True)
class QueueChoice:
    """The parameters of the address; `after` is the cursor of the previous page.

    Raises Malformed for a cause, kind or order that there is none of.
    """

    cause: str = ""
    kind: str = ""
    sort: str = DEFAULT_SORT
    after: str = ""

    def __post_init__(self) -> None:
        if self.cause and self.cause not in CAUSES:
            raise Malformed(M("没有这种筛选。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
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
