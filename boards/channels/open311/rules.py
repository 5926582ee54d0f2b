"""What GeoReport v2 and a case mean to each other (docs/open311.md). Pure.

The standard: wiki.open311.org/GeoReport_v2. An empty parameter counts as absent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from boards.rules.status import OPEN, Status
from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import excerpt

LONGEST_DESCRIPTION = 4000  # characters, by the standard
LONGEST_TITLE = 40  # characters of the description that become the thread's title
SPAN = timedelta(days=90)  # the longest period of one list, by the standard
MOST = 1000  # requests in one list, by the standard
MOST_IDS = 100  # that one call may name
LONGEST_ID = 18  # digits


class ServiceStatus(StrEnum):
    """The two statuses of a request."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Period:
    """The requests of a list were asked from `start` to `end`, both included."""

    start: datetime
    end: datetime


def service_status(status: str) -> ServiceStatus:
    """A request is open until its department has answered or declined it, and again after a follow-up."""
    return ServiceStatus.OPEN if Status(status) in STATUSES_OF[ServiceStatus.OPEN] else ServiceStatus.CLOSED


# A returned case is pending and public: it waits for a department again.
STATUSES_OF = {
    ServiceStatus.OPEN: OPEN | {Status.PENDING},
    ServiceStatus.CLOSED: frozenset(Status) - OPEN - {Status.PENDING},
}


def read_statuses(typed: str) -> frozenset[Status]:
    """The statuses of cases that `open`, `closed` or both, separated by commas, stand for; raises Invalid."""
    names = listed(typed)
    if not names:
        return frozenset(Status)
    if not set(names) <= set(ServiceStatus):
        raise Invalid(status=M("只能是 open 或 closed，或者两个用逗号隔开。"))
    return frozenset[Status]().union(*(STATUSES_OF[ServiceStatus(name)] for name in names))


def read_ids(typed: str) -> tuple[int, ...]:
    """The numbers of requests, separated by commas; raises Invalid. What is no number is no request."""
    names = listed(typed)
    if len(names) > MOST_IDS:
        raise Invalid(service_request_id=M("一次最多 %(n)s 个编号。", n=MOST_IDS))
    return tuple(int(name) for name in names if name.isascii() and name.isdigit() and len(name) <= LONGEST_ID)


def read_period(start: str, end: str, now: datetime) -> Period:
    """The Period from `start_date` and `end_date`: the last 90 days without them, 90 days from or up to the one that is given.

    Raises Invalid for a longer one, and for a time that is not as 2026-01-31T08:00:00Z.
    """
    first, last = _time("start_date", start), _time("end_date", end)
    if last is None:
        last = min(first + SPAN, now) if first else now
    if first is None:
        first = last - SPAN
    if last - first > SPAN:
        raise Invalid(end_date=M("start_date 到 end_date 不能超过 90 天。"))
    return Period(first, last)


def title_of(description: str) -> str:
    """The title of a thread, which the standard has no field for: the beginning of the first line, up to the end of a sentence."""
    first = next((line for line in description.splitlines() if line.strip()), "")
    ends = [at for mark in "。！？!?" if (at := first.find(mark)) > 0]
    return excerpt(first[: min(ends)] if ends else first, LONGEST_TITLE)


def description_of(title: str, text: str) -> str:
    """The description of a request: the title, unless the text begins with it, and the text."""
    return text if text.startswith(title.rstrip("…")) else f"{title}\n\n{text}"


def listed(typed: str) -> tuple[str, ...]:
    """The parts of a list that is separated by commas."""
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def one_line(messages: Iterable[tuple[str, Message | str]]) -> str:
    """The descriptions of errors, each with the name of its parameter."""
    return "; ".join(f"{name}: {message}" for name, message in messages)


def _time(name: str, typed: str) -> datetime | None:
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(
            typed.replace(" ", "+")
        )  # a + of the offset that was not escaped arrives as a space
        at - SPAN, at + SPAN
    except (ValueError, OverflowError):
        at = None
    if at is None or at.tzinfo is None or not 1900 < at.year < 9000:
        raise Invalid({name: M("应当是带时区的时间，如 2026-01-31T08:00:00Z。")})
    return at
