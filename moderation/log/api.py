"""The public log through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.door import city
from moderation.log import schemas
from moderation.log.queries import LogFilter, log_page

api = api_blueprint("api_log")


@endpoint(api, "/moderation/log", query=schemas.LogAsked, answer=schemas.Log)
def get_log(actor: Actor, now: datetime, asked: schemas.LogAsked) -> schemas.Log:
    """Everything that moderators do, newest first: by office, never by name."""
    page = log_page(LogFilter(**asked.model_dump(exclude={"limit"})), city(), asked.limit)
    following = next_page(asked, before=str(page.rows[-1].number)) if page.older else None
    return schemas.Log(items=[_entry(row) for row in page.rows], next=following)


def _entry(row):
    return schemas.LogEntry(
        id=row.number,
        at=moment(row.at),
        deed=row.deed,
        label=translate(row.label),
        role=translate(row.role),
        what=translate(row.what) if row.what else "",
        reason=translate(row.why) if row.why else "",
        subject=row.subject and translate(row.subject.label),
        url=row.subject and row.subject.url,
    )
