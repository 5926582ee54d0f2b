"""Assessments through the API."""

import json
from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.roles import Actor
from forum.web.addresses import absolute_url
from moderation.assessments import schemas
from moderation.assessments.actions import freeze_entry
from moderation.assessments.queries import assessment_rows, get_assessment, row_of

api = api_blueprint("api_assessments")


@endpoint(api, "/assessments", query=schemas.AssessmentsAsked, answer=schemas.Assessments)
def get_assessments(actor: Actor, now: datetime, asked: schemas.AssessmentsAsked) -> schemas.Assessments:
    """The assessments, newest first."""
    rows, cursor = assessment_rows(asked.before, asked.limit)
    items = [schemas.AssessmentItem(**_said(row)) for row in rows]
    return schemas.Assessments(items=items, next=next_page(asked, before=cursor) if cursor else None)


@endpoint(api, "/assessments/<id:assessment_id>", answer=schemas.Assessment)
def get_one_assessment(actor: Actor, now: datetime, assessment_id: int) -> schemas.Assessment:
    """The figures of a period as they were frozen, for the city and each department, with their definitions."""
    found = get_assessment(assessment_id)
    document, entry = json.loads(found.document), freeze_entry(found.id)
    return schemas.Assessment(
        **_said(row_of(found)),
        sha256=found.sha256,
        last_entry=found.last_entry,
        entry=entry.id if entry else None,
        **{name: document[name] for name in ("city", "departments", "definitions")},
    )


def _said(row):
    return {
        "id": row.id,
        "first": row.first,
        "last": row.last,
        "cases": row.cases,
        "frozen_at": moment(row.frozen_at),
        "url": absolute_url(row.url),
        "document": absolute_url(f"{row.url}.json"),
    }
