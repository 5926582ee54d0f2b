"""The statuses of a case, its verbs, and who may use which verb in which status, as one table (docs/glossary.md). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boards.rules.channel import Channel
from boards.rules.on_behalf import acts_for_caller
from forum.roles import Actor


class Status(StrEnum):
    """The status of a case. Overdue is not one: it is computed from a clock when read."""

    PENDING = "pending"
    UNACCEPTED = "unaccepted"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    FOLLOWING_UP = "following-up"
    CLOSED = "closed"
    DECLINED = "declined"


class PostKind(StrEnum):
    """The kind of a post. The kinds in OFFICIAL are written by a department or by the platform."""

    QUESTION = "question"
    REPLY = "reply"
    FIRST_REPLY = "first_reply"
    RESULT = "result"
    FOLLOW_UP = "follow_up"
    TRANSFER = "transfer"
    RETURN = "return"
    DECLINE = "decline"
    REQUEST = "request"
    INPUT = "input"
    PLATFORM = "platform"


class Section(StrEnum):
    """The sections of the site; only the boards of DEPARTMENT carry cases with clocks."""

    DEPARTMENT = "department"
    DISCUSSION = "discussion"
    PRESS = "press"
    ANNOUNCEMENT = "announcement"


class Verb(StrEnum):
    """The verbs of a case: what can be done to it."""

    PUBLISH = "publish"
    ACCEPT = "accept"
    FIRST_REPLY = "first_reply"
    RESULT = "result"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    TRANSFER = "transfer"
    RETURN = "return"
    ROUTE = "route"
    DECLINE = "decline"
    EXTEND = "extend"
    COHANDLE = "cohandle"
    INPUT = "input"
    RATE = "rate"
    ANSWER_BY_PLATFORM = "answer_by_platform"
    MARK_DUPLICATE = "mark_duplicate"
    OPEN_DISCUSSION = "open_discussion"
    MERGE = "merge"


class Who(StrEnum):
    """The relation to a case that a verb requires of the person who uses it."""

    ASKER = "asker"
    SPOKESPERSON = "spokesperson"
    MODERATOR = "moderator"
    COHANDLER = "cohandler"


class Disposition(StrEnum):
    """What became of a question (去向): each question that was received has one as soon as it no longer waits for a moderator."""

    FORWARDED = "forwarded"
    PLATFORM = "platform"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    DISCUSSION = "discussion"


class DeclineReason(StrEnum):
    """The legal grounds on which a question is not taken up (不予受理)."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    RECONSIDERATION = "reconsideration"
    DISCIPLINE = "discipline"
    PETITION = "petition"
    SECRETS = "secrets"
    PRIVACY = "privacy"


@dataclass(frozen=True)
class Move:
    """A transition: the status that follows (None: the thread is no case any more), and who may make it."""

    to: Status | None
    who: frozenset[Who]


def _move(to: Status | None, *who: Who) -> Move:
    return Move(to, frozenset(who))


def _from(statuses: Iterable[Status], verb: Verb, to: Status | None, *who: Who) -> dict[tuple[Status, Verb], Move]:
    return {(status, verb): _move(to or status, *who) for status in statuses}


# Statuses in which the answer of a department is still due.
OPEN = frozenset({Status.UNACCEPTED, Status.ACCEPTED, Status.FOLLOWING_UP})

TABLE = {
    (Status.PENDING, Verb.PUBLISH): _move(Status.UNACCEPTED, Who.MODERATOR),
    (Status.PENDING, Verb.ROUTE): _move(Status.UNACCEPTED, Who.MODERATOR),
    (Status.PENDING, Verb.ANSWER_BY_PLATFORM): _move(Status.ANSWERED, Who.MODERATOR),
    (Status.PENDING, Verb.MARK_DUPLICATE): _move(Status.CLOSED, Who.MODERATOR),
    (Status.PENDING, Verb.DECLINE): _move(Status.DECLINED, Who.MODERATOR),
    (Status.PENDING, Verb.OPEN_DISCUSSION): _move(None, Who.MODERATOR),
    (Status.UNACCEPTED, Verb.ACCEPT): _move(Status.ACCEPTED, Who.SPOKESPERSON),
    (Status.ACCEPTED, Verb.FIRST_REPLY): _move(Status.ACCEPTED, Who.SPOKESPERSON),
    (Status.ACCEPTED, Verb.RESULT): _move(Status.ANSWERED, Who.SPOKESPERSON),
    (Status.ACCEPTED, Verb.FOLLOW_UP): _move(Status.FOLLOWING_UP, Who.ASKER),
    (Status.ANSWERED, Verb.RESULT): _move(Status.ANSWERED, Who.SPOKESPERSON),
    (Status.ANSWERED, Verb.FOLLOW_UP): _move(Status.FOLLOWING_UP, Who.ASKER),
    (Status.ANSWERED, Verb.CLOSE): _move(Status.CLOSED, Who.ASKER, Who.SPOKESPERSON),
    (Status.FOLLOWING_UP, Verb.ACCEPT): _move(Status.ACCEPTED, Who.SPOKESPERSON),
    (Status.FOLLOWING_UP, Verb.FOLLOW_UP): _move(Status.FOLLOWING_UP, Who.ASKER),
    (Status.FOLLOWING_UP, Verb.RESULT): _move(Status.ANSWERED, Who.SPOKESPERSON),
    (Status.CLOSED, Verb.FOLLOW_UP): _move(Status.FOLLOWING_UP, Who.ASKER),
    **_from(OPEN, Verb.TRANSFER, Status.UNACCEPTED, Who.SPOKESPERSON),
    **_from(OPEN, Verb.RETURN, Status.PENDING, Who.SPOKESPERSON),
    **_from(OPEN, Verb.DECLINE, Status.DECLINED, Who.SPOKESPERSON, Who.MODERATOR),
    **_from(OPEN, Verb.EXTEND, None, Who.SPOKESPERSON),
    **_from({Status.ACCEPTED, Status.FOLLOWING_UP}, Verb.COHANDLE, None, Who.SPOKESPERSON),
    **_from(OPEN | {Status.ANSWERED, Status.CLOSED}, Verb.INPUT, None, Who.COHANDLER),
    **_from({Status.ANSWERED, Status.CLOSED}, Verb.RATE, None, Who.ASKER),
    **_from(OPEN | {Status.PENDING, Status.ANSWERED}, Verb.MERGE, Status.CLOSED, Who.MODERATOR),
}

OFFICIAL = frozenset(
    {
        PostKind.FIRST_REPLY,
        PostKind.RESULT,
        PostKind.TRANSFER,
        PostKind.RETURN,
        PostKind.DECLINE,
        PostKind.REQUEST,
        PostKind.INPUT,
        PostKind.PLATFORM,
    }
)

# Kinds of posts with which a department's people answer; their authors do not rate the case.
ANSWERS = (PostKind.FIRST_REPLY, PostKind.RESULT, PostKind.INPUT)

# These grades open a callback (回访) within the policy's limit.
BAD_GRADES = frozenset({1, 2})

# Statuses in which nothing is due; a follow-up of the asker reopens a closed case.
SETTLED = frozenset({Status.CLOSED, Status.DECLINED})


def relations(
    actor: Actor,
    asker: int,
    department: int | None,
    cohandlers: frozenset[int] = frozenset(),
    channel: str = Channel.WEB,
) -> frozenset[Who]:
    """The relations of `actor` to a case: its asker's account, its department, and the `cohandlers` (ids of departments asked for input).

    Every operator counts as the asker of a case that came through the hotline.
    """
    holds = {
        Who.ASKER: actor.account is not None and actor.account == asker or acts_for_caller(actor, channel),
        Who.SPOKESPERSON: actor.speaks_for(department),
        Who.MODERATOR: "moderator" in actor.roles,
        Who.COHANDLER: bool(actor.departments & cohandlers),
    }
    return frozenset(who for who, is_related in holds.items() if is_related)


def move(status: str | None, verb: Verb) -> Move | None:
    """The Move of `verb` from `status`; None where the table has none, or the thread has no case."""
    return TABLE.get((Status(status), verb)) if status else None


def allows(status: str | None, verb: Verb, who: frozenset[Who], answered: bool) -> bool:
    """Whether people in the relations `who` may do `verb` now. A follow-up and a rating need an answer."""
    found = move(status, verb)
    if found is None or not found.who & who:
        return False
    return answered or verb not in (Verb.FOLLOW_UP, Verb.RATE)


def verbs(status: str | None, who: frozenset[Who], answered: bool) -> list[Verb]:
    """The verbs that people in the relations `who` may use now, in the order of the table."""
    return [verb for verb in Verb if allows(status, verb, who, answered)]
