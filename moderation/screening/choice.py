"""What a moderator asks of the screening queue: the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from boards.clocks.policy import Kind
from boards.pages.tables import TableChoice, sort_order
from forum.messages import M
from forum.problems import Malformed

PATH = "/moderation"
NEW, HELD, BACK = CAUSES = (
    "new",
    "held",
    "back",
)  # why a question waits: it is new, the word list held it, it came back


@dataclass(frozen=True)
class QueueChoice(TableChoice):
    """The parameters of the address; `after` is the cursor of the previous page.

    Raises Malformed for a cause, kind or order that there is none of.
    """

    path: ClassVar[str] = PATH
    sorts: ClassVar[tuple[str, ...]] = ("asked", "supports")

    cause: str = ""
    kind: str = ""
    sort: str = sorts[0]
    after: str = ""

    def __post_init__(self) -> None:
        if self.cause and self.cause not in CAUSES:
            raise Malformed(M("没有这种筛选。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
        sort_order(self.sort, self.sorts)
