"""Page objects of Atom feeds (RFC 4287); shaped as in boards/pages/parts.py. Addresses are paths of this site."""

from dataclasses import dataclass
from datetime import UTC, datetime

from boards.files.pages import FileView
from boards.pages.outside import not_shown
from boards.pages.posts import PostView
from forum.messages import M, Message

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedPart:
    """A part of what an entry contains: sanitised `html`, or else `text`, below a heading where there is one; then `files`."""

    html: str | None = None
    text: Message | str = ""
    heading: Message | str = ""
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True)
class FeedCategory:
    """A category of an entry: `term` is for programs and never changes, `label` is for readers."""

    term: str
    label: Message | str


@dataclass(frozen=True)
class FeedEntry:
    """One entry. `id` is the path that names it for good, `url` the page to which it leads, `author` links to an office's page.

    `updated` is when what it says was written, changed, hidden, covered, sealed or restored last.
    """

    id: str
    url: str
    title: Message | str
    published: datetime
    updated: datetime
    author: Message | str
    author_url: str | None = None
    categories: tuple[FeedCategory, ...] = ()
    parts: tuple[FeedPart, ...] = ()

    @property
    def files(self) -> tuple[FileView, ...]:
        """The files of all parts, which are the enclosures of the entry."""
        return tuple(file for part in self.parts for file in part.files)


@dataclass(frozen=True)
class Feed:
    """A feed at `path`, with its query, of what the page at `page` shows."""

    path: str
    page: str
    title: Message | str
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> datetime:
        """The time of the latest entry; for a feed without any always the same."""
        return max((entry.updated for entry in self.entries), default=LONG_AGO)


OFFICIAL = FeedCategory("official", M("官方答复"))


def part_of_post(post: PostView, heading: Message | str = "") -> FeedPart:
    """The FeedPart of a post as everybody sees it: in place of what is hidden or sealed stands the sentence of its page."""
    sentence = not_shown(post)
    if sentence is not None:
        return FeedPart(text=sentence, heading=heading)
    return FeedPart(html=post.html, heading=heading, files=post.files)


def office_url(post: PostView) -> str | None:
    """The path of the page of the department that wrote a post; None for others."""
    return f"/departments/{post.author.department_slug}" if post.official and post.author.department_slug else None
