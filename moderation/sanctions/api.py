"""Reports with their answers, warnings and suspensions through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.queries.thread.posts import get_post
from forum.accounts.models import Sanction
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Invalid, NotFound
from forum.roles import Role
from forum.web.door import SIGNED_IN, city, allow_roles
from moderation import api_schemas as given
from moderation.sanctions import schemas as schemas_sanctions
from moderation.reports import schemas
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning
from moderation.reports.queries import own_reports_page, reports_page
from moderation.sanctions.queries import own_sanctions_page, sanctions_page

api = api_blueprint("api_sanctions")
MODERATORS = allow_roles(Role.MODERATOR)


@endpoint(api, "/moderation/reports", allow=MODERATORS, query=schemas.QueueAsked, answer=schemas.ReportQueue)
def list_reports(actor, now, asked):
    """Posts whose reports wait for an answer, the longest waiting first."""
    page = reports_page(actor, asked.after)
    following = page.following and next_page(asked, after=page.rows[-1].first)
    return schemas.ReportQueue(items=[_reported(row) for row in page.rows], next=following)


@endpoint(api, "/moderation/reports/<id:post_id>/decision", method="POST", allow=MODERATORS, body=schemas.Decision, status=204)
def decide(actor, now, post_id, body):
    """Uphold the reports of a post (it is hidden) or dismiss them; everybody who reported it gets the answer."""
    post, _ = get_post(post_id, actor)
    if body.outcome == reporting.UPHELD:
        reporting.uphold(post, actor=actor, now=now, code=body.code, text=body.reason, answer=body.answer)
    elif body.outcome == reporting.DISMISSED:
        reporting.dismiss(post, actor=actor, now=now, answer=body.answer)
    else:
        raise Invalid(outcome=M("只能是下列之一：%(expected)s。", expected="upheld, dismissed"))


@endpoint(api, "/reports", allow=SIGNED_IN, query=given.PageAsked, answer=schemas.OwnReports)
def list_own_reports(actor, now, asked):
    """What one has reported, and the answers."""
    page = own_reports_page(actor, asked.before, asked.limit)
    items = [
        schemas.OwnReport(
            url=row.post.url, at=moment(row.at), reason=translate(row.why), outcome=translate(row.outcome), answer=row.answer,
            decided_at=moment(row.decided_at),
        )
        for row in page.rows
    ]  # fmt: skip
    return schemas.OwnReports(items=items, next=page.older and next_page(asked, before=page.rows[-1].number))


@endpoint(api, "/posts/<id:post_id>/warning", method="POST", allow=MODERATORS, body=given.Why, answer=schemas_sanctions.Sanction, status=201)
def warn(actor, now, post_id, body):
    """Warn who wrote a post."""
    post, _ = get_post(post_id, actor)
    made = sanctioning.warn(post, actor=actor, now=now, code=body.code, text=body.reason)
    return _one(made.id, now)


@endpoint(
    api, "/posts/<id:post_id>/suspension", method="POST", allow=MODERATORS, body=schemas_sanctions.Suspension, answer=schemas_sanctions.Sanction,
    status=201,
)  # fmt: skip
def suspend(actor, now, post_id, body):
    """Keep who wrote a post from writing until a moment within a year."""
    post, _ = get_post(post_id, actor)
    made = sanctioning.suspend(post, actor=actor, now=now, until=_moment(body.until), code=body.code, text=body.reason)
    return _one(made.id, now)


@endpoint(api, "/sanctions/<id:sanction_id>/lifting", method="POST", allow=MODERATORS, body=given.Why, answer=schemas_sanctions.Sanction)
def lift(actor, now, sanction_id, body):
    """End a suspension before its time."""
    sanction = Sanction.get_or_none(Sanction.id == sanction_id)
    if sanction is None:
        raise NotFound(M("没有这次处理。"))
    sanctioning.lift(sanction, actor=actor, now=now, code=body.code, text=body.reason)
    return _one(sanction_id, now)


@endpoint(api, "/sanctions", allow=SIGNED_IN, query=given.PageAsked, answer=schemas_sanctions.Sanctions)
def list_own_sanctions(actor, now, asked):
    """Warnings and suspensions of one's own account."""
    page = own_sanctions_page(actor, now, asked.before, asked.limit)
    following = page.older and next_page(asked, before=page.rows[-1].number)
    return schemas_sanctions.Sanctions(items=[_sanction(row) for row in page.rows], next=following)


def _reported(row):
    return schemas.Reported(
        post=row.post.id, url=row.thread.url, reports=row.number, since=moment(row.since),
        reasons=[translate(line.why) for line in row.lines],
    )  # fmt: skip


def _one(number, now):
    return _sanction(sanctions_page(now, number + 1, 1).rows[0])


def _sanction(row):
    return schemas_sanctions.Sanction(
        id=row.number, kind=row.kind, reason=translate(row.why), since=moment(row.since), until=moment(row.until),
        standing=translate(row.standing),
    )  # fmt: skip


def _moment(text):
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=city().timezone)
    except (ValueError, OverflowError):
        raise Invalid(until=M("时间应当写成 2026-11-21T10:00:00+08:00 的样子。")) from None
