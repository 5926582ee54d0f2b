"""Page objects: finished values for templates, which run no query.

Times are aware UTC datetimes, texts are plain strings, `html` is stored and already sanitised,
labels are messages that the view translates into the reader's language.
"""

from dataclasses import dataclass

from forum.messages import Message


@dataclass(frozen=True)
class Link:
    """A link to another page: `label` is a message, or a citizen's text as a string.

    A page's `breadcrumb` holds its ancestors, the front page first, without the page itself.
    """

    label: Message | str
    url: str


@dataclass(frozen=True)
class Badge:
    """The status of a case. `status` selects the colour; the label is always shown with it."""

    status: str
    label: Message
    overdue: bool = False


@dataclass(frozen=True)
class Pager:
    """Numbered pages. `links` holds (number, url), with None for a gap."""

    page: int
    pages: int
    links: tuple[tuple[int, str] | None, ...]
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True)
class Filter:
    """One choice of a filter or a sort order; `count` is None where it is not counted."""

    label: Message | str
    url: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Button:
    """Something the viewer may do to the case: a button that POSTs to `url`, or a link to its form there."""

    name: str
    label: Message
    url: str
    primary: bool = False
    form: bool = False
