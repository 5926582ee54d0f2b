"""What stands on a share card, and the name of just this content. Pure."""

import hashlib
import json
from dataclasses import asdict, dataclass

DRAWING = 1  # version of the drawing: another one draws every card anew


@dataclass(frozen=True)
class Face:
    """The texts of a card, in the site's language; `tone` is the status whose colour its badge has, '' without one.

    The neutral card has no title: it says the name of the site and nothing of any thread.
    """

    site: str
    tagline: str
    title: str = ""
    badge: str = ""
    tone: str = ""
    overdue: str = ""
    office: str = ""
    facts: str = ""

    @property
    def neutral(self) -> "Face":
        """The card of the site alone."""
        return Face(self.site, self.tagline)

    @property
    def key(self) -> str:
        """A short name of this content; another content has another."""
        canonical = json.dumps([DRAWING, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:20]
