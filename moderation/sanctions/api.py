"""Warnings and suspensions through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.queries.thread.posts import get_post
from forum.accounts.models import Sanction
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Invalid, NotFound
from forum.roles import Actor, Role
from forum.web.door import SIGNED_IN, allow_roles, city
from moderation import schemas as given
from moderation.sanctions import actions, schemas
from moderation.sanctions.queries import own_sanctions_page, sanctions_page

api = api_blueprint("api_sanctions")
MODERATORS = allow_roles(Role.MODERATOR)


@endpoint(
    api,
    "/posts/<id:post_id>/warning",
    method="POST",
    allow=MODERATORS,
    body=given.Why,
    answer=schemas.Sanction,
    status=201,
)
def warn(actor: Actor, now: datetime, post_id: int, body: given.Why) -> schemas.Sanction:
    """Warn who wrote a post."""
    post, _ = get_post(post_id, actor)
    made = actions.warn(post, actor=actor, now=now, code=body.code, text=body.reason)
    return _one(made.id, actor, now)


@endpoint(
    api,
    "/posts/<id:post_id>/suspension",
    method="POST",
    allow=MODERATORS,
    body=schemas.Suspension,
    answer=schemas.Sanction,
    status=201,
)
def suspend(actor: Actor, now: datetime, post_id: int, body: schemas.Suspension) -> schemas.Sanction:
    """Keep who wrote a post from writing until a moment within a year."""
    post, _ = get_post(post_id, actor)
    made = actions.suspend(post, actor=actor, now=now, until=_moment(body.until), code=body.code, text=body.reason)
    return _one(made.id, actor, now)


@endpoint(
    api, "/sanctions/<id:sanction_id>/lifting", method="POST", allow=MODERATORS, body=given.Why, answer=schemas.Sanction
)
def lift(actor: Actor, now: datetime, sanction_id: int, body: given.Why) -> schemas.Sanction:
    """End a suspension before its time."""
    sanction = Sanction.get_or_none(Sanction.id == sanction_id)
    if sanction is None:
        raise NotFound(M("没有这次处理。"))
    actions.lift(sanction, actor=actor, now=now, code=body.code, text=body.reason)
    return _one(sanction_id, actor, now)


@endpoint(api, "/sanctions", allow=SIGNED_IN, query=given.PageAsked, answer=schemas.Sanctions)
def list_own_sanctions(actor: Actor, now: datetime, asked: given.PageAsked) -> schemas.Sanctions:
    """Warnings and suspensions of one's own account."""
    page = own_sanctions_page(actor, now, asked.before, asked.limit)
    following = page.older and next_page(asked, before=page.rows[-1].number)
    return schemas.Sanctions(items=[_sanction(row) for row in page.rows], next=following)


def _one(number, actor, now):
    return _sanction(sanctions_page(actor, now, number + 1, 1).rows[0])


def _sanction(row):
    return schemas.Sanction(
        id=row.number,
        kind=row.kind,
        reason=translate(row.why),
        since=moment(row.since),
        until=moment(row.until),
        standing=translate(row.standing),
    )


def _moment(text):
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=city().timezone)
    except (ValueError, OverflowError):
        raise Invalid(until=M("时间应当写成 2026-11-21T10:00:00+08:00 的样子。")) from None
