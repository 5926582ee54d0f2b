"""The statistics through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.queries.lists.figures import Scope, Units, counts, scope_of, units
from boards.queries.parts import shown
from boards.queries.parts.badges import overdue
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import DISPOSITIONS, FIGURES, RATES, rate_of
from forum.clock import whole_minute
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Invalid, Malformed
from forum.roles import Actor
from forum.web.addresses import absolute_url
from moderation.supervision.statistics import schemas
from moderation.supervision.statistics.listing import counted_rows
from moderation.supervision.statistics.overview import figure_row, median_hours
from moderation.supervision.statistics.state import state

api = api_blueprint("api_statistics")


@endpoint(api, "/statistics", query=schemas.StatisticsAsked, answer=schemas.Statistics)
def get_statistics(actor: Actor, now: datetime, asked: schemas.StatisticsAsked) -> schemas.Statistics:
    """Figures of a period, of all departments or one, each with the address of the threads behind it."""
    known, now = units(), whole_minute(now)
    scope = _scope(asked, known)
    found = counts(scope, now)
    one = next((each for each in known.departments if each.id == scope.department), None)
    return schemas.Statistics(
        received=found["received"],
        forwarded=found["forwarded"],
        dispositions={key: found[key] for key in DISPOSITIONS},
        answered=found["answered"],
        pending=found["pending"],
        overdue=found["overdue"],
        **{key: rate_of(key, found) for key in RATES},
        median_hours=schemas.MedianHours(**median_hours(scope)),
        figures={key: found[key] for key in FIGURES},
        links={key: absolute_url(figure_row(scope, key, 0).url) for key in FIGURES},
        definitions={key: translate(figure.definition) for key, figure in FIGURES.items()},
        closed_at=moment(one.closed_at) if one else None,
        merged_into=one.successor_slug if one else None,
        counted_until=moment(state(now).read_at),
    )


@endpoint(api, "/statistics/threads", query=schemas.CountedAsked, answer=schemas.CountedThreads)
def get_counted(actor: Actor, now: datetime, asked: schemas.CountedAsked) -> schemas.CountedThreads:
    """The threads that a figure counts, newest question first."""
    now = whole_minute(now)
    if asked.figure not in FIGURES:
        raise Malformed(M("没有这个数字。"))
    rows, cursor = counted_rows(_scope(asked, units()), asked.figure, asked.before, now, asked.limit)
    return schemas.CountedThreads(
        items=[_counted(row, now) for row in rows], next=next_page(asked, before=cursor) if cursor else None
    )


def _scope(asked: schemas.StatisticsAsked, known: Units) -> Scope:
    days = {"first": asked.first, "last": asked.last}
    typed = {name: day.isoformat() if day else "" for name, day in days.items()}
    given = asked.model_dump(include={"department", "category", "kind", "channel"})
    try:
        return scope_of(Choice(**typed, **given), known)
    except Invalid as problem:
        raise Malformed(next(iter(problem.errors.values()))) from None


def _counted(row, now):
    title = shown.visible_title(row["title"], row["hidden"]) if row["public"] else M("（等待审核的问题）")
    return schemas.Counted(
        id=row["id"],
        title=translate(title),
        url=absolute_url(f"/threads/{row['id']}") if row["public"] else None,
        status=row["status"],
        overdue=overdue(row["status"], row["next_due_at"], now),
    )
