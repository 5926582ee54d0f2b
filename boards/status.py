"""Where a question stands, and who may move it on: DOMAIN section 3 as one table."""

from dataclasses import dataclass
from enum import StrEnum

from forum.messages import M


class Status(StrEnum):
    """The status of a case. Overdue is not one: it is computed from a clock when read."""

    PENDING = "pending"
    UNACCEPTED = "unaccepted"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    FOLLOWING_UP = "following-up"
    CLOSED = "closed"
    DECLINED = "declined"


class Kind(StrEnum):
    """What a question is."""

    CONSULTATION = "consultation"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class PostKind(StrEnum):
    """What a post does. The kinds of OFFICIAL are a department's word."""

    QUESTION = "question"
    REPLY = "reply"
    FIRST_REPLY = "first_reply"
    RESULT = "result"
    FOLLOW_UP = "follow_up"


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


class Who(StrEnum):
    """In what relation to the case a person must stand."""

    ASKER = "asker"
    SPOKESPERSON = "spokesperson"
    MODERATOR = "moderator"


@dataclass(frozen=True)
class Move:
    """The status that follows, and who may bring it about."""

    to: Status
    who: frozenset[Who]


def _move(to, *who):
    return Move(to, frozenset(who))


TABLE = {
    (Status.PENDING, Verb.PUBLISH): _move(Status.UNACCEPTED, Who.MODERATOR),
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
}

STATUS_LABELS = {
    Status.PENDING: M("待审核"),
    Status.UNACCEPTED: M("未受理"),
    Status.ACCEPTED: M("已受理"),
    Status.ANSWERED: M("已答复"),
    Status.FOLLOWING_UP: M("追问中"),
    Status.CLOSED: M("已办结"),
    Status.DECLINED: M("不予受理"),
}

KIND_LABELS = {
    Kind.CONSULTATION: M("咨询"),
    Kind.COMPLAINT: M("投诉"),
    Kind.SUGGESTION: M("建议"),
}

SECTION_LABELS = {
    Section.DEPARTMENT: M("部门在线"),
    Section.DISCUSSION: M("互动交流"),
    Section.PRESS: M("记者追踪"),
    Section.ANNOUNCEMENT: M("公告"),
}

POST_LABELS = {
    PostKind.FIRST_REPLY: M("首次回复"),
    PostKind.RESULT: M("处理意见"),
    PostKind.FOLLOW_UP: M("追问"),
}

OFFICIAL = frozenset({PostKind.FIRST_REPLY, PostKind.RESULT})

VERB_LABELS = {
    Verb.PUBLISH: M("审核通过"),
    Verb.ACCEPT: M("受理"),
    Verb.FIRST_REPLY: M("首次回复"),
    Verb.RESULT: M("处理意见"),
    Verb.FOLLOW_UP: M("追问"),
    Verb.CLOSE: M("办结"),
}

# Statuses in which a department still owes something.
OPEN = frozenset({Status.UNACCEPTED, Status.ACCEPTED, Status.FOLLOWING_UP})

# Statuses that take no plain reply; a new question by the asker reopens a closed case.
SETTLED = frozenset({Status.CLOSED, Status.DECLINED})


def relations(actor, asker, department):
    """How `actor` stands to a case of account `asker` that lies with `department`."""
    stands = {
        Who.ASKER: actor.account is not None and actor.account == asker,
        Who.SPOKESPERSON: actor.speaks_for(department),
        Who.MODERATOR: "moderator" in actor.roles,
    }
    return frozenset(who for who, holds in stands.items() if holds)


def move(status, verb):
    """The Move of `verb` from `status`, or None where the table has none."""
    return TABLE.get((Status(status), verb)) if status else None


def allows(status, verb, who, answered):
    """Whether people in the relations `who` may do `verb` now. A follow-up needs an answer to follow."""
    found = move(status, verb)
    if found is None or not found.who & who:
        return False
    return answered or verb is not Verb.FOLLOW_UP


def verbs(status, who, answered):
    """The verbs that people in the relations `who` may use now, in the order of the table."""
    return [verb for verb in Verb if allows(status, verb, who, answered)]
