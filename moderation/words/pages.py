"""Page objects of the word list; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.rules.text.word_list import TIER_LABELS
from forum.messages import Message

TIERS = tuple((tier.value, label) for tier, label in TIER_LABELS.items())


@dataclass(frozen=True)
class WordRow:
    """A word of the list; `retired_at` when it is out of force."""

    id: int
    text: str
    tier_label: Message
    reason: str
    added_at: datetime
    added_by: str | None
    retired_at: datetime | None


@dataclass(frozen=True)
class TrialHit:
    """A post that a trial found: its address, and the match with its context."""

    url: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Trial:
    """The result of a trial: of `examined` posts `hit` matched; `counts` are the posts by word, `rows` the newest."""

    examined: int
    hit: int
    counts: tuple
    rows: tuple[TrialHit, ...]


@dataclass(frozen=True)
class WordsPage:
    """`/moderation/words`: newest first."""

    rows: tuple[WordRow, ...]
    counts: tuple
    wanted: str = ""
    older: str | None = None
    newest: str | None = None
    trial: Trial | None = None
