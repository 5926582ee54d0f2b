"""Reporters' follow-up reports: the section and one report."""

from datetime import datetime
from typing import Any

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.press import schemas
from boards.pages.press import PressRow
from boards.queries.lists.press import get_report, press_page, press_rows
from forum.roles import Actor
from forum.web.addresses import absolute_url

api = api_blueprint("api_press")


@endpoint(api, "/press-reports", query=schemas.PressReportsAsked, answer=schemas.PressReports)
def get_press_reports(actor: Actor, now: datetime, asked: schemas.PressReportsAsked) -> schemas.PressReports:
    """The reports of the press about threads, newest first."""
    rows, cursor = press_rows(asked.before, asked.limit)
    following = next_page(asked, before=cursor) if cursor else None
    return schemas.PressReports(items=[schemas.PressReportItem(**_row(row)) for row in rows], next=following)


@endpoint(api, "/press-reports/<id:report_id>", answer=schemas.PressReportAnswer)
def get_press_report(actor: Actor, now: datetime, report_id: int) -> schemas.PressReportAnswer:
    """One report with the threads that it is about."""
    page = press_page(get_report(report_id), actor)
    return schemas.PressReportAnswer(
        **_row(page.row),
        link=page.url or None,
        text=page.text,
        threads=[int(link.url.rpartition("/")[2]) for link in page.threads],
        versions=len(page.versions),
    )


def _row(row: PressRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "byline": row.byline,
        "medium": row.medium,
        "published_on": row.published_on,
        "withdrawn_at": moment(row.withdrawn.at) if row.withdrawn else None,
        "withdrawn_reason": row.withdrawn.reason if row.withdrawn else None,
        "url": absolute_url(row.url),
    }
