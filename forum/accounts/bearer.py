"""Authentication of the API: the bearer token of a request (RFC 6750), never a cookie."""

from flask import g, request

from forum.accounts.queries import actor_of_token
from forum.messages import M
from forum.problems import Unauthorized
from forum.roles import GUEST, Actor
from forum.wenqu import wenqu


def actor() -> Actor:
    """The Actor of the request's token, GUEST without one; raises Unauthorized for an invalid or expired token."""
    if "Authorization" not in request.headers:
        return GUEST
    required = wenqu().settings.second_factor_required
    found = actor_of_token(token(), g.now, required)
    if found is None:
        raise Unauthorized(M("访问令牌不对，或者已经失效，请重新获取。"))
    return found


def token() -> str:
    """The request's token; raises Unauthorized for another kind of credential."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise Unauthorized(M("请用访问令牌登录：Authorization: Bearer 令牌。"))
    return value.strip()
