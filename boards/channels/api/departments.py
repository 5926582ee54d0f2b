"""A department's record in figures."""

from boards.channels.api import schemas
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.queries.lists.departments import get_department
from boards.queries.office.records import record_of
from boards.rules.figures.rates import percent
from forum.problems import Invalid, Malformed

api = api_blueprint("api_departments")


@endpoint(api, "/departments/<slug>/record", query=schemas.PeriodAsked, answer=schemas.Record)
def get_record(actor, now, slug, asked):
    """What a department did with the questions asked from a day to a day, both included."""
    department = get_department(slug)
    try:
        record = record_of(department, asked.first, asked.last, now)
    except Invalid as problem:
        raise Malformed(next(iter(problem.errors.values()))) from None
    return schemas.Record(
        department=slug,
        department_name=department.short,
        first=asked.first,
        last=asked.last,
        received=record.received,
        forwarded=record.forwarded,
        accept_due=record.accept_due,
        accepted_on_time=record.accepted_on_time,
        acceptance_rate=percent(record.accepted_on_time, record.accept_due),
        answered=record.answered,
        pending=record.pending,
        overdue=record.overdue,
        reply_rate=percent(record.answered, record.forwarded),
        answer_due=record.answer_due,
        answered_on_time=record.answered_on_time,
        on_time_rate=percent(record.answered_on_time, record.answer_due),
        satisfaction=percent(record.satisfied, record.rated),
        own_department=record.own_department,
    )
