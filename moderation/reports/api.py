"""Reporting a post, the moderators' answers, and one's own reports through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.queries.thread.posts import get_post
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor, Role
from forum.web.door import SIGNED_IN, allow_roles, city
from moderation import schemas as given
from moderation.reports import actions, schemas
from moderation.reports.queries import own_reports_page, waiting_reports

api = api_blueprint("api_reports")
MODERATORS = allow_roles(Role.MODERATOR)


@endpoint(
    api,
    "/posts/<id:post_id>/report",
    method="POST",
    allow=SIGNED_IN,
    body=given.ReasonFromList,
    answer=schemas.Report,
    status=201,
)
def report(actor: Actor, now: datetime, post_id: int, body: given.ReasonFromList) -> schemas.Report:
    """Tell the moderators of a post that breaks the rules; once for each account."""
    post, _ = get_post(post_id, actor)
    reason = actions.report(post, actor=actor, now=now, city=city(), reason=body.reason, code=body.code)
    return schemas.Report(post=post_id, reason=reason, reported_at=moment(now))


@endpoint(api, "/moderation/reports", allow=MODERATORS, query=schemas.QueueAsked, answer=schemas.ReportQueue)
def list_reports(actor: Actor, now: datetime, asked: schemas.QueueAsked) -> schemas.ReportQueue:
    """Posts whose reports wait for an answer, the longest waiting first."""
    rows, after = waiting_reports(actor, asked.after)
    return schemas.ReportQueue(
        items=[_reported(row) for row in rows], next=next_page(asked, after=after) if after else None
    )


@endpoint(
    api, "/moderation/reports/<id:post_id>/decision", method="POST", allow=MODERATORS, body=schemas.Decision, status=204
)
def decide(actor: Actor, now: datetime, post_id: int, body: schemas.Decision) -> None:
    """Uphold the reports of a post (it is hidden) or dismiss them; everybody who reported it gets the answer."""
    post, _ = get_post(post_id, actor)
    if body.outcome == actions.UPHELD:
        actions.uphold(post, actor=actor, now=now, code=body.code, text=body.reason, answer=body.answer)
    elif body.outcome == actions.DISMISSED:
        actions.dismiss(post, actor=actor, now=now, answer=body.answer)
    else:
        raise Invalid(outcome=M("只能是下列之一：%(expected)s。", expected="upheld, dismissed"))


@endpoint(api, "/reports", allow=SIGNED_IN, query=given.PageAsked, answer=schemas.OwnReports)
def list_own_reports(actor: Actor, now: datetime, asked: given.PageAsked) -> schemas.OwnReports:
    """What one has reported, and the answers."""
    page = own_reports_page(actor, asked.before, asked.limit)
    items = [
        schemas.OwnReport(
            url=row.post.url,
            at=moment(row.at),
            reason=translate(row.why),
            outcome=translate(row.outcome),
            answer=row.answer,
            decided_at=moment(row.decided_at),
        )
        for row in page.rows
    ]
    return schemas.OwnReports(items=items, next=page.older and next_page(asked, before=page.rows[-1].number))


def _reported(row):
    return schemas.Reported(
        post=row.post.id,
        url=row.thread.url,
        reports=row.number,
        since=moment(row.since),
        reasons=[translate(line.why) for line in row.lines],
    )
