"""What a moderator asks of the queue of held posts: the filters and the order in its address. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from boards.pages.tables import TableChoice, sort_order
from forum.messages import M
from forum.problems import Malformed

PATH = "/moderation/held"
THREAD, REPLY = PARTS = ("thread", "reply")  # whether the post starts a thread


@dataclass(frozen=True)
class HeldChoice(TableChoice):
    """The parameters of the address: `word` is one of those that hold, `after` the cursor of the previous page.

    Raises Malformed for a part or order that there is none of.
    """

    path: ClassVar[str] = PATH
    sorts: ClassVar[tuple[str, ...]] = ("held", "posted")

    word: str = ""
    part: str = ""
    sort: str = sorts[0]
    after: str = ""

    def __post_init__(self) -> None:
        if self.part and self.part not in PARTS:
            raise Malformed(M("没有这种筛选。"))
        sort_order(self.sort, self.sorts)
