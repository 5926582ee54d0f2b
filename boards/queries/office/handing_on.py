"""The page on which a spokesperson hands on one case, or several that were ticked on the desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from boards.models.threads import Thread
from boards.pages.office import HandOnPage, Result
from boards.queries.lists.board import list_query, thread_row
from boards.queries.parts import shown
from boards.rules.bulk import Outcome
from boards.rules.status import OPEN
from forum.roles import Actor


def hand_on_page(
    numbers: Sequence[int], viewer: Actor, now: datetime, back: str, outcomes: Iterable[Outcome] = ()
) -> HandOnPage:
    """The HandOnPage of those of the threads `numbers` that the viewer's departments have, in one statement."""
    own = Thread.department.in_(sorted(viewer.departments)), Thread.status.in_(list(OPEN))
    rows = list_query().where(Thread.id.in_(list(numbers)), *own).order_by(Thread.next_due_at, Thread.id)
    return HandOnPage(
        rows=tuple(thread_row(row, viewer, now) for row in rows.dicts()),
        back=back,
        results=tuple(_result(outcome) for outcome in outcomes),
    )


def _result(outcome):
    title = shown.shown_title_of(outcome.thread, outcome.thread.hidden)
    return Result(title, f"/threads/{outcome.thread.id}", outcome.done, outcome.message)
