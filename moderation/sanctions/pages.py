"""Page objects of warnings and suspensions."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import Message


@dataclass(frozen=True)
class SanctionRow:
    """A warning or a suspension as its person, or an official, sees it; `name` is '' on its person's own page."""

    number: int
    kind: str
    label: Message
    why: Message | str
    since: datetime
    until: datetime | None
    standing: Message
    post: str | None
    lifted_text: str = ""
    name: Message | str = ""
    lifting: str | None = None


@dataclass(frozen=True)
class SanctionsPage:
    """`/account/sanctions` and `/moderation/sanctions`: newest first."""

    rows: tuple[SanctionRow, ...]
    older: str | None = None
    newest: str | None = None
