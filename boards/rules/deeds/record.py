"""The type of the records in boards/rules/deeds/table.py: everything that depends on the deed alone. Pure."""

from dataclasses import dataclass
from enum import Enum

from boards.rules.deeds import words
from boards.rules.deeds.events import Audience, Event
from boards.rules.status import Disposition
from forum.messages import Message


class Group(Enum):
    """What a deed belongs to."""

    POST = "something done to a post"
    TOOL = "something moderators do to a thread; pages name their office and never the person"
    CASE = "a step of a case"
    REPORT = "a report of a post, or its answer"
    SANCTION = "something done to a person; the public log says neither to whom nor on account of which post"
    WORD = "a change of the word list"
    TOPIC = "something done to a topic; pages name the office and never the person"
    INSIDE = "of no concern to the public"


class Effect(Enum):
    """How a deed changes what everybody may see."""

    CREATES = "a new post, with the first version of its text"
    REVISES = "a new version of a post's text"
    HIDES = "a post is hidden"
    RESTORES = "a hidden post is shown again"
    COVERS = "parts of a post's text are withheld"
    UNCOVERS = "parts of a post's text are shown again"
    BLURS = "regions of a picture of a post are withheld"
    SEALS = "all of a post's text is withheld for good"
    PLACES = "a post gets another place"
    BEGINS = "a new thread; a question may have to wait for screening"
    UNVEILS = "a thread that waited for screening becomes public"
    RELISTS = "a thread is listed elsewhere, or no longer"
    MERGES = "a thread's posts move to another one, and it ends"
    HIDES_THREAD = "a thread is hidden as a whole"
    RESTORES_THREAD = "a thread hidden as a whole is shown again"


OF_TEXTS = (Effect.CREATES, Effect.REVISES)
OF_SHOWN_POSTS = (
    Effect.HIDES,
    Effect.RESTORES,
    Effect.COVERS,
    Effect.UNCOVERS,
    Effect.BLURS,
    Effect.SEALS,
    Effect.PLACES,
)
OF_POSTS = (*OF_TEXTS, *OF_SHOWN_POSTS)


class Timeline(Enum):
    """How much of a deed the timeline of its thread shows."""

    NOTHING = "it is not shown there"
    WHAT = "what was done"
    WHOLE = "what was done and why"


class Logged(Enum):
    """Whether a deed stands in the moderators' public log."""

    NEVER = "never"
    ALWAYS = "always"
    BY_MODERATORS = "when a moderator did it; others may do it too"


Concern = tuple[Audience, Event]

# To who is mentioned in a text that everybody can read now (boards/mentions/told.py).
MENTIONING: tuple[Concern, ...] = (
    (Audience.MENTIONED, Event.MENTIONED),
    (Audience.MENTIONED_OFFICES, Event.DEPARTMENT_MENTIONED),
)


@dataclass(frozen=True)
class Record:
    """The facts of one deed. `label` is its name on pages, `label_on_post` its name in the list of what was done to a post, where that
    differs.

    `disposition` is the one it gives a question (docs/moderation.md); `arrives` says that the entry's details name in `to` the department
    that has the case from now on; `official` that its post is written by an office and listed at the top of the thread.
    `concerns` are the audiences with the event that each is notified of; an account in several of them is notified once, of
    the event of the first. `what` and `why` render the details as text (boards/rules/deeds/words.py).
    """

    label: Message
    group: Group = Group.INSIDE
    effect: Effect | None = None
    disposition: Disposition | None = None
    arrives: bool = False
    official: bool = False
    concerns: tuple[Concern, ...] = ()
    timeline: Timeline = Timeline.NOTHING
    logged: Logged = Logged.NEVER
    what: words.What = words.nothing
    why: words.Why = words.reason
    label_on_post: Message | None = None
