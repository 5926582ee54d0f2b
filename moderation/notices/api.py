"""Notices through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.addresses import absolute_url
from moderation.notices import schemas
from moderation.notices.queries import NoticeFilter, notice_rows

api = api_blueprint("api_notices")


@endpoint(api, "/notices", query=schemas.NoticesAsked, answer=schemas.Notices)
def get_notices(actor: Actor, now: datetime, asked: schemas.NoticesAsked) -> schemas.Notices:
    """The notices to departments about public cases, newest first."""
    chosen = NoticeFilter(asked.kind, asked.year, asked.department, asked.before)
    rows, cursor = notice_rows(chosen, now, asked.limit)
    return schemas.Notices(items=[_item(row) for row in rows], next=next_page(asked, before=cursor) if cursor else None)


def _item(row):
    return schemas.NoticeItem(
        id=row.id,
        kind=row.kind,
        number=row.number,
        department=row.department.url.rpartition("/")[2],
        thread=int(row.thread.url.rpartition("/")[2]),
        title=translate(row.thread.label),
        issued_at=moment(row.issued_at),
        feedback_due_at=moment(row.feedback_due_at),
        signed_at=moment(row.signed_at),
        feedback_at=moment(row.feedback_at),
        closed_at=moment(row.closed_at),
        closing=row.closing,
        url=absolute_url(f"/notices/{row.id}"),
        pdf=absolute_url(f"/notices/{row.id}.pdf"),
    )
