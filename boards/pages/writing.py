"""Pages for writing, editing and comparing texts; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.files.pages import FileField
from boards.pages.answering import AnswerAids
from boards.pages.parts import Link
from boards.pages.posts import Hidden, PostView
from boards.pages.thread import ClockView, WriteChoice
from boards.rules.sealing import Sealed
from boards.rules.text.difference import Line
from boards.rules.text.letter import Letter
from boards.rules.text.text_review import TextReview
from forum.messages import Message


@dataclass(frozen=True)
class CaseBeside:
    """What a spokesperson reads while answering: the question, with `letter` its text folded, the latest posts between asker
    and office, oldest first, whether there are `more`, and the clocks that run, the most urgent first.

    `question` is None where its post was moved to another thread.
    """

    question: PostView | None
    letter: Letter | None
    exchange: tuple[PostView, ...] = ()
    more: bool = False
    clocks: tuple[ClockView, ...] = ()


@dataclass(frozen=True)
class ReplyPage:
    """`/threads/ID/reply?parent=N`: the reply form on a page of its own; `aid` is for spokespersons, `beside` in a case.

    `back` is the address of the desk from which a spokesperson came, with its filters; "" otherwise. `preview` is HTML of the
    text as it will look, where its writer asked for that.
    """

    thread: Link
    breadcrumb: tuple[Link, ...]
    writing: tuple[WriteChoice, ...]
    parent: PostView | None
    post_url: str
    may_write_anonymously: bool = False
    anonymous_by_default: bool = False
    aid: AnswerAids | None = None
    review: TextReview = TextReview()
    beside: CaseBeside | None = None
    back: str = ""
    files: FileField = FileField()
    preview: str = ""


@dataclass(frozen=True)
class EditPage:
    """`/posts/ID/edit`: the form holds the source text of the latest revision."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    post: int
    floor_label: Message
    text: str
    review: TextReview = TextReview()
    preview: str = ""


@dataclass(frozen=True)
class RevisionView:
    """One revision and what it changed: lines of (kind, text) segments, kind same, added or removed."""

    number: int
    at: datetime
    name: str
    html: str
    changes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class RevisionsPage:
    """`/posts/ID/revisions`: newest first; `hidden` and `sealed` say why a reader may not see the text."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    floor: int
    floor_label: Message
    revisions: tuple[RevisionView, ...]
    hidden: Hidden | None = None
    sealed: Sealed | None = None
