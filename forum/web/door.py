"""`door` registers a view with its permission and calls it with (actor, now).

The program does not start with a route that has no door. The action checks permissions again, since only it knows
the case.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts import bearer
from forum.config import Settings
from forum.messages import M, Message
from forum.problems import Forbidden, Malformed, TooLarge, Unauthorized
from forum.roles import GUEST, Actor, Role
from forum.wenqu import wenqu

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Allow:
    """Who may use a view: everybody, everybody who is signed in, or the holders of some roles."""

    name: str
    roles: frozenset[Role] = frozenset()

    def check(self, actor: Actor) -> None:
        """Raises Unauthorized for a guest who must sign in, Forbidden for an actor without the role."""
        if self is EVERYONE:
            return
        if not actor.signed_in:
            raise Unauthorized()
        if self.roles and not actor.has(*self.roles):
            raise Forbidden(_missing(actor))


@dataclass(frozen=True)
class BodyLimit:
    """A larger body limit for one route: `most` bytes for those with the roles of `allow`.

    `refused(actor, now)` is called for a larger body.
    """

    most: int
    allow: Allow
    refused: Callable[[Actor, datetime], object]


EVERYONE = Allow("everyone")
SIGNED_IN = Allow("signed-in")


def allow_roles(*roles: Role) -> Allow:
    """Those who hold one of `roles`."""
    return Allow("/".join(roles), frozenset(roles))


def door(
    blueprint: Blueprint,
    rule: str,
    *,
    allow: Allow,
    methods: Iterable[str] = ("GET",),
    endpoint: str | None = None,
    impersonal: bool = False,
    cached: bool = False,
    largest_body: BodyLimit | None = None,
) -> Callable[[View], View]:
    """Register a view for those of `allow`; it is called as view(actor, now, **url values).

    An `impersonal` view answers everybody alike: the actor is always GUEST, so that shared caches may store the response.
    The pages of a `cached` view are sent to guests again (forum.web.page_cache) until what it has read from the database changes,
    a running clock turns or a minute is over: it depends on nothing else, and does nothing else than `for_each_reader`.
    `largest_body` replaces the usual limit of a request's body.
    """

    def register(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if impersonal:
                g.impersonal, g.actor = True, GUEST
            check_query()
            actor = current_actor()
            allow.check(actor)
            return view(actor, g.now, **values)

        vars(guarded).update(door=allow, cached=cached, largest_body=largest_body)
        blueprint.add_url_rule(rule, endpoint or view.__name__, guarded, methods=list(methods))
        return view

    return register


def check_query() -> None:
    """Raises Malformed for a NUL in the query string: PostgreSQL takes none, and nobody types one."""
    if "%00" in request.query_string.decode("latin-1") or b"\0" in request.query_string:
        raise Malformed(M("地址里有不能使用的字符。"))


def check_body_size() -> None:
    """Raises TooLarge, before the body is read, for more bytes than the route accepts; only a body with files may be larger."""
    larger = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_body", None)
    if (
        larger is None
        or request.mimetype != "multipart/form-data"
        or (larger.allow.roles and not current_actor().has(*larger.allow.roles))
    ):
        return
    request.max_content_length = larger.most
    if (request.content_length or 0) > larger.most:
        larger.refused(current_actor(), g.now)
        raise TooLarge()


def refuse_unguarded(app: Flask) -> None:
    """Raises RuntimeError at the start when a route has no door; only static files need none."""
    open_routes = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "door")
    ]
    if open_routes:
        raise RuntimeError(f"routes without a door: {', '.join(open_routes)}")


def current_actor() -> Actor:
    """The Actor of this request: from the session, or for the API from its bearer token."""
    if "actor" not in g:
        g.actor = _in_local_time(bearer.actor() if wants_json() else current_user.actor)
    actor: Actor = g.actor
    return actor


def city() -> Any:
    """The city's rules, a boards.clocks.city.City."""
    return wenqu().city


def settings() -> Settings:
    """The settings of this program."""
    return wenqu().settings


def own_hosts() -> frozenset[str]:
    """The hosts, with their ports, under which addresses of this site are pasted: that of WENQU_URL and this request's."""
    return frozenset({urlsplit(settings().url).netloc, request.headers.get("Host", "")})


def wants_json() -> bool:
    """Whether this request is one to the API."""
    return request.path.startswith("/api/")


def answers_json() -> bool:
    """Whether this request is one to the API, or a form that a device's outbox sends (boards/channels/app)."""
    return wants_json() or request.headers.get("Accept") == "application/json"


def redirect_to_login() -> Response:
    """A redirect to the login page, which leads back here afterwards."""
    here = request.full_path.rstrip("?") if request.method == "GET" else request.referrer and "/"
    return redirect(url_for("accounts.login", next=here or "/"))


def safe_redirect_target(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this site, else `default`, so that no form is an open redirect."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    return target if target.isprintable() and "\\" not in target else default


def _in_local_time(actor: Actor) -> Actor:
    suspension = actor.suspension
    if suspension is None:
        return actor
    until = suspension.until.astimezone(settings().timezone)
    return replace(actor, suspension=replace(suspension, until=until))


def _missing(actor: Actor) -> Message:
    if actor.waiting:
        return M("您的职务权限要先绑定动态口令才能使用，请到“我的账号”里绑定。")
    return Forbidden.detail
