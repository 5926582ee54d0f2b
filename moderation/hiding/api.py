"""Hiding and restoring a post through the API."""

from datetime import datetime

from boards.channels.api import schemas
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.posts import post_answer
from boards.queries.thread.posts import get_post
from forum.roles import Actor, Role
from forum.web.door import allow_roles
from moderation import schemas as given
from moderation.hiding import actions

api = api_blueprint("api_hiding")
MODERATORS = allow_roles(Role.MODERATOR)
HIDING = "/posts/<id:post_id>/hiding"


@endpoint(api, HIDING, method="POST", allow=MODERATORS, body=given.ReasonFromList, answer=schemas.Post)
def hide(actor: Actor, now: datetime, post_id: int, body: given.ReasonFromList) -> schemas.Post:
    """Put a placeholder with who, when and why in place of a post; the text is kept."""
    post, _ = get_post(post_id, actor)
    actions.hide(post, actor=actor, now=now, reason=body.reason, code=body.code)
    return post_answer(post_id, actor)


@endpoint(api, HIDING, method="DELETE", allow=MODERATORS, answer=schemas.Post)
def restore(actor: Actor, now: datetime, post_id: int) -> schemas.Post:
    """Show a hidden post again, as it was."""
    post, _ = get_post(post_id, actor)
    actions.restore(post, actor=actor, now=now)
    return post_answer(post_id, actor)
