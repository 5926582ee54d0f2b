"""Pages of desks and moderators; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.lists import ThreadRow
from boards.pages.parts import Button, Filter, Link
from boards.pages.tables import Column
from boards.pages.thread import ClockView
from boards.rules.text.text_review import TextReview
from forum.fields import Field
from forum.messages import Message


@dataclass(frozen=True)
class QueueRow:
    """A thread in a queue: a spokesperson's, with its nearest clock, or a moderator's, to be screened."""

    thread: ThreadRow
    board: Link
    clock: ClockView | None = None
    verbs: tuple[Button, ...] = ()
    excerpt: str = ""
    due_at: datetime | None = None
    left: Message | None = None


@dataclass(frozen=True)
class VerbPage:
    """The form of one verb of a case, on a page of its own."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    heading: Message
    url: str
    fields: tuple[Field, ...]
    submit: Message
    lead: Message | None = None
    review: TextReview = TextReview()


@dataclass(frozen=True)
class DeskRow:
    """A case on a desk: the own department's nearest clock, the next verb, and who works on it.

    `cohandlers`: another department leads and asks for input; `notes` say who accepted it, who is writing, and
    what waits for a decision; `draft` is the kind of the viewer's own draft.
    """

    thread: ThreadRow
    board: Link
    department: str
    clock: ClockView | None = None
    accept: Button | None = None
    answer: Button | None = None
    hand_on: Button | None = None
    cohandlers: bool = False
    notes: tuple[Message, ...] = ()
    draft: Message | None = None


@dataclass(frozen=True)
class DeskPage:
    """`/desk`: a spokesperson's open work; `here` is its address, `kept` what a search keeps of it as (name, value).

    `number` counts all rows under the filters, `everything` is the address without them, None where there are none;
    `narrowed` says that a filter besides the status is
    chosen, `most` is how many may be handed on at once. `promises` are the lists of those whose day has come, with their numbers.
    """

    departments: tuple[str, ...]
    filters: tuple[Filter, ...]
    rows: tuple[DeskRow, ...]
    kinds: tuple[Filter, ...] = ()
    takers: tuple[Filter, ...] = ()
    offices: tuple[Filter, ...] = ()
    columns: tuple[Column, ...] = ()
    number: int = 0
    words: str = ""
    most: int = 0
    kept: tuple[tuple[str, str], ...] = ()
    everything: str | None = None
    narrowed: bool = False
    here: str = "/desk"
    first: str | None = None
    following: str | None = None
    promises: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of one of several threads on which a form acted."""

    title: Message | str
    url: str
    done: bool
    message: Message


@dataclass(frozen=True)
class HandOnPage:
    """`/desk/transfers`: the cases that are to be handed on, the results of the last POST, and the address of the desk."""

    rows: tuple[ThreadRow, ...]
    back: str
    results: tuple[Result, ...] = ()
    review: TextReview = TextReview()
