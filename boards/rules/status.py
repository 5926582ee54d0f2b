"""Where a question stands, and who may move it on: DOMAIN section 3 as one table."""

from dataclasses import dataclass
from enum import StrEnum

from boards.rules.channel import Channel
from boards.rules.on_behalf import acts_for_caller


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
    """What a post does. The kinds of OFFICIAL are a department's word."""

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
    """The parts of the site; only the boards of DEPARTMENT carry cases with clocks."""

    DEPARTMENT = "department"
    DISCUSSION = "discussion"
    PRESS = "press"
    ANNOUNCEMENT = "announcement"


class Verb(StrEnum):
    """What can be done to a case."""

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
    """In what relation to the case a person must stand."""

    ASKER = "asker"
    SPOKESPERSON = "spokesperson"
    MODERATOR = "moderator"
    COHANDLER = "cohandler"


class Disposition(StrEnum):
    """Where a question went: every one received has one as soon as it no longer waits (DOMAIN section 3)."""

    FORWARDED = "forwarded"
    PLATFORM = "platform"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    DISCUSSION = "discussion"


class DeclineReason(StrEnum):
    """Why the law keeps a question from being taken up here (DOMAIN section 3, 不予受理)."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    RECONSIDERATION = "reconsideration"
    DISCIPLINE = "discipline"
    PETITION = "petition"
    SECRETS = "secrets"
    PRIVACY = "privacy"


@dataclass(frozen=True)
class Move:
    """The status that follows (None: it is no case any more), and who may bring it about."""

    to: Status | None
    who: frozenset[Who]


def _move(to, *who):
    return Move(to, frozenset(who))


def _from(statuses, verb, to, *who):
    return {(status, verb): _move(to or status, *who) for status in statuses}


# Statuses in which a department still owes something.
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

# These grades open a callback (回访) within the policy's limit.
BAD_GRADES = frozenset({1, 2})

# Statuses that take no plain reply; a new question by the asker reopens a closed case.
SETTLED = frozenset({Status.CLOSED, Status.DECLINED})


def relations(actor, asker, department, cohandlers=frozenset(), channel=Channel.WEB):
    """How `actor` stands to a case of account `asker` that lies with `department`, `cohandlers` being asked for input.

    Every operator stands as the asker of a case that came through the hotline.
    """
    stands = {
        Who.ASKER: actor.account is not None and actor.account == asker or acts_for_caller(actor, channel),
        Who.SPOKESPERSON: actor.speaks_for(department),
        Who.MODERATOR: "moderator" in actor.roles,
        Who.COHANDLER: bool(actor.departments & cohandlers),
    }
    return frozenset(who for who, holds in stands.items() if holds)


def move(status, verb):
    """The Move of `verb` from `status`, or None where the table has none."""
    return TABLE.get((Status(status), verb)) if status else None


def allows(status, verb, who, answered):
    """Whether people in the relations `who` may do `verb` now. A follow-up and a rating need an answer."""
    found = move(status, verb)
    if found is None or not found.who & who:
        return False
    return answered or verb not in (Verb.FOLLOW_UP, Verb.RATE)


def verbs(status, who, answered):
    """The verbs that people in the relations `who` may use now, in the order of the table."""
    return [verb for verb in Verb if allows(status, verb, who, answered)]
