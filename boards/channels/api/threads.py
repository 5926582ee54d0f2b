"""One thread, and the verbs of its case."""

from collections.abc import Callable
from datetime import datetime

from boards.actions.cases import handling, transfers
from boards.actions.posts import posts
from boards.actions.posts.threads import support
from boards.channels.api import schemas
from boards.channels.api.answering import moment
from boards.channels.api.endpoint import View, api_blueprint, endpoint
from boards.channels.api.people import author_answer
from boards.clocks.deadlines import ClockState
from boards.queries.parts.badges import overdue
from boards.queries.parts.people import author
from boards.queries.thread import thread as heads
from boards.queries.thread.locations import location_view
from boards.queries.thread.thread_page import author_row
from boards.queries.thread.timeline import history_of
from boards.views.viewing import support_origin
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.door import SIGNED_IN, city

api = api_blueprint("api_threads")

LATE = frozenset({ClockState.OVERDUE, ClockState.MISSED})


@endpoint(api, "/threads/<id:thread_id>", answer=schemas.Thread)
def get_thread(actor, now, thread_id):
    """A thread with its case: clocks, and every public deed."""
    return thread_answer(thread_id, actor, now)


@endpoint(api, "/threads/<id:thread_id>", method="DELETE", status=405)
def delete_thread(actor, now, thread_id):
    """Never: nobody deletes, and the answer says why."""
    posts.delete(actor)


def verb(noun: str) -> Callable[[View], View]:
    """A POST on a thread that takes no body and answers with the thread."""
    return endpoint(api, f"/threads/<id:thread_id>/{noun}", method="POST", allow=SIGNED_IN, answer=schemas.Thread)


@verb("publication")
def publish(actor, now, thread_id):
    """Let a screened question through (moderators)."""
    transfers.publish(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    return thread_answer(thread_id, actor, now)


@verb("acceptance")
def accept(actor, now, thread_id):
    """Take the case (its department's spokespersons). Of two, one succeeds."""
    handling.accept(heads.get_thread(thread_id, actor), actor=actor, now=now, city=city())
    return thread_answer(thread_id, actor, now)


@verb("closure")
def close(actor, now, thread_id):
    """Everything is settled (the asker or the department)."""
    handling.close(heads.get_thread(thread_id, actor), actor=actor, now=now)
    return thread_answer(thread_id, actor, now)


@verb("support")
def support_thread(actor, now, thread_id):
    """Support a thread; a second time changes nothing, and several from one address on one day count once (409)."""
    support(heads.get_thread(thread_id, actor), actor=actor, now=now, origin=support_origin(thread_id, now))
    return thread_answer(thread_id, actor, now)


def thread_answer(thread_id: int, viewer: Actor, now: datetime) -> schemas.Thread:
    """The schemas.Thread as `viewer` sees it; raises NotFound."""
    thread = heads.get_thread(thread_id, viewer)
    clocks = heads.clocks_of(thread) if thread.status else ()
    timeline = history_of(thread, city()).steps
    department, place = thread.department, location_view(thread, viewer)
    return schemas.Thread(
        id=thread.id,
        board=thread.board.slug,
        title=translate(heads.title_of(thread, viewer)),
        kind=thread.kind,
        status=thread.status,
        overdue=overdue(thread.status, thread.next_due_at, now),
        department=department and department.slug,
        department_name=department and department.short,
        author=author_answer(author(viewer, author_row(thread))),
        channel=thread.channel,
        created_at=moment(thread.created_at),
        floors=thread.floors,
        supports=thread.supports,
        supported=bool(thread.supported),
        last_at=moment(thread.last_at),
        hidden=thread.hidden,
        pinned=thread.pinned,
        highlighted=thread.highlighted,
        locked=thread.locked,
        ended=thread.ended,
        withheld=thread.withheld,
        merged_into=thread.merged_into_id,
        duplicate_of=thread.duplicate_of_id,
        own_department=bool(thread.own_department),
        address=(place.address or None) if place else None,
        lat=place.lat if place else None,
        long=place.lon if place else None,
        rough=bool(place and not place.exact),
        location=place.number if place else 0,
        clocks=[_clock(heads.clock_view(clock, thread, now, city())) for clock in clocks],
        timeline=[_step(step) for step in timeline],
    )


def _clock(clock):
    return schemas.Clock(
        kind=clock.kind,
        department=clock.department_slug,
        department_name=clock.department,
        opened_at=moment(clock.opened_at),
        due_at=moment(clock.due_at),
        met_at=moment(clock.met_at),
        ended_at=moment(clock.ended_at),
        outcome=clock.outcome,
        overdue=clock.state in LATE,
        provisional=clock.provisional,
        explanation=" → ".join(map(translate, clock.steps)),
    )


def _step(step):
    return schemas.TimelineStep(
        deed=step.deed,
        label=translate(step.label),
        at=moment(step.at),
        actor=translate(step.actor),
        role=step.role,
        department=step.department_slug,
        department_name=step.department,
        text=translate(step.text),
        floor=step.floor,
    )
