"""The pages of move-car: what everybody sees, one's own requests, and the police desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boards.models.threads import Department
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.rules import REASON_LABELS, STATUS_LABELS, TABLE, Reason, Status, Verb
from boards.services.movecar.steps import opened
from forum.config import Settings
from forum.messages import Message
from forum.store.sql.conditions import is_true
from forum.text.masking import mask_phone

MOST = 50
COUNTED = is_true(MoveCarRequest.counted)


@dataclass(frozen=True)
class Figures:
    """What everybody sees: how many cars were moved, and the median of the minutes from asking to confirming."""

    moved: int
    median: int | None


@dataclass(frozen=True)
class RequestView:
    """One request as its asker and the police see it. `owner` is the owner's masked number, for the police alone."""

    key: str
    url: str
    plate: str
    place: str
    phone: str
    status: Status
    status_label: Message
    reason: Message | None
    photo: bool
    photo_checked: bool
    appeal: str
    not_mine: bool
    times: tuple[tuple[Message, datetime], ...]
    may: frozenset[str]
    known: bool | None


def police_of(settings: Settings) -> int | None:
    """The id of the police department that offers move-car; None where it is not offered."""
    slug = settings.channels.move_car
    found = Department.get_or_none(Department.slug == slug) if slug else None
    return found.id if found else None


def figures() -> Figures:
    """The public Figures."""
    moved = MoveCarRequest.select().where(COUNTED).count()
    ordered = MoveCarRequest.select(MoveCarRequest.minutes).where(COUNTED).order_by(MoveCarRequest.minutes)
    middle = ordered.offset((moved - 1) // 2).limit(1).tuples().first() if moved else None
    return Figures(moved, middle[0] if middle else None)


def own_requests(account: int, settings: Settings) -> tuple[RequestView, ...]:
    """The newest requests of an account."""
    rows = MoveCarRequest.select().where(MoveCarRequest.account == account).order_by(MoveCarRequest.id.desc()).limit(10)
    return tuple(view_of(row, settings) for row in rows)


def desk(settings: Settings) -> tuple[tuple[RequestView, ...], tuple[RequestView, ...]]:
    """(what waits for the police, the oldest first; what is under way)."""
    return _with((Status.ESCALATED_POLICE, Status.APPEALED), settings, True), _with(
        (Status.CHECKED, Status.SMS_SENT, Status.VOICE_CALLED, Status.OWNER_REPLIED), settings, False
    )


def view_of(row: MoveCarRequest, settings: Settings, police: bool = False) -> RequestView:
    """The RequestView of a row."""
    status, phone = Status(row.status), opened(row, "phone", settings)
    times = (
        (STATUS_LABELS[Status.SUBMITTED], row.created_at),
        (STATUS_LABELS[Status.SMS_SENT], row.notified_at),
        (STATUS_LABELS[Status.VOICE_CALLED], row.called_at),
        (STATUS_LABELS[Status.OWNER_REPLIED], None if row.not_mine else row.answered_at),
        (STATUS_LABELS[Status.ESCALATED_POLICE], row.escalated_at),
        (STATUS_LABELS[status], row.ended_at),
    )
    return RequestView(
        key=row.key,
        url=f"/move-car/{row.key}",
        plate=opened(row, "plate", settings),
        place=opened(row, "place", settings),
        phone=mask_phone(phone) if phone else "",
        status=status,
        status_label=STATUS_LABELS[status],
        reason=REASON_LABELS[Reason(row.reason)] if row.reason else None,
        photo=bool(row.photo),
        photo_checked=row.photo_checked,
        appeal=opened(row, "appeal", settings),
        not_mine=row.not_mine and police,
        times=tuple((label, at) for label, at in times if at),
        may=frozenset(
            verb.value for verb in Verb if (status, verb) in TABLE and not (verb is Verb.APPEAL and row.appeal)
        ),
        known=row.owner_hash is not None if police else None,
    )


def _with(statuses: Sequence[Status], settings: Settings, police: bool) -> tuple[RequestView, ...]:
    rows = MoveCarRequest.select().where(MoveCarRequest.status << [status.value for status in statuses])
    return tuple(view_of(row, settings, True) for row in rows.order_by(MoveCarRequest.id).limit(MOST))
