"""The one guarded door: every view and API call says who may come in, and gets (actor, now).

A route without a door stops the start of the program; what a door lets through is still checked by the
action itself, which knows the case.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

from flask import current_app, g, redirect, request, url_for
from flask_login import current_user

from forum.accounts import bearer
from forum.messages import M
from forum.problems import Forbidden, TooLarge, Unauthorized
from forum.roles import GUEST, Role
from forum.wenqu import wenqu


@dataclass(frozen=True)
class Allow:
    """Who may pass a door: everybody, whoever is signed in, or the holders of some roles."""

    name: str
    roles: frozenset[Role] = frozenset()

    def check(self, actor):
        """Raises Unauthorized for a guest who must sign in, Forbidden for one who lacks the role."""
        if self is EVERYONE:
            return
        if not actor.signed_in:
            raise Unauthorized()
        if self.roles and not actor.has(*self.roles):
            raise Forbidden(_missing(actor))


@dataclass(frozen=True)
class BodyLimit:
    """So many bytes may be sent to an address by those whom `allow` lets pass; `refused(actor, now)` hears of more."""

    most: int
    allow: Allow
    refused: Callable


EVERYONE = Allow("everyone")
SIGNED_IN = Allow("signed-in")


def allow_roles(*roles):
    """Those who hold one of `roles`."""
    return Allow("/".join(roles), frozenset(roles))


def door(blueprint, rule, *, allow, methods=("GET",), endpoint=None, impersonal=False, largest_body=None):
    """Register a view behind a door: it is called as view(actor, now, **url values).

    An `impersonal` one answers everybody alike: nobody is asked who they are, so that shared caches may keep it.
    `largest_body` is a LargerBody where more than the usual may be sent.
    """

    def register(view):
        @wraps(view)
        def guarded(**values):
            if impersonal:
                g.impersonal, g.actor = True, GUEST
            actor = current_actor()
            allow.check(actor)
            return view(actor, g.now, **values)

        guarded.door = allow
        guarded.largest_body = largest_body
        blueprint.add_url_rule(rule, endpoint or view.__name__, guarded, methods=list(methods))
        return view

    return register


def check_body_size():
    """Before anything of a request's body is read: raises TooLarge for more than its address takes."""
    larger = getattr(current_app.view_functions.get(request.endpoint), "largest_body", None)
    if larger is None or (larger.allow.roles and not current_actor().has(*larger.allow.roles)):
        return
    request.max_content_length = larger.most
    if (request.content_length or 0) > larger.most:
        larger.refused(current_actor(), g.now)
        raise TooLarge()


def refuse_unguarded(app):
    """Raise at the start when a route has no door; only static files need none."""
    open_routes = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "door")
    ]
    if open_routes:
        raise RuntimeError(f"routes without a door: {', '.join(open_routes)}")


def current_actor():
    """The Actor of this request: from the session, or for the API from its bearer token."""
    if "actor" not in g:
        g.actor = _in_local_time(bearer.actor() if wants_json() else current_user.actor)
    return g.actor


def city():
    """The rules of the city this program serves."""
    return wenqu().city


def settings():
    """The settings of this program."""
    return wenqu().settings


def wants_json():
    """Whether this request came to the API."""
    return request.path.startswith("/api/")


def redirect_to_login():
    """Send a guest to the login page and back here afterwards."""
    here = request.full_path.rstrip("?") if request.method == "GET" else request.referrer and "/"
    return redirect(url_for("accounts.login", next=here or "/"))


def safe_redirect_target(target, default="/"):
    """`target` when it is a path of this site; open redirects are refused."""
    safe = target and target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if safe and "\\" not in target else default


def _in_local_time(actor):
    held = actor.suspension
    return replace(actor, suspension=replace(held, until=held.until.astimezone(settings().timezone))) if held else actor


def _missing(actor):
    if actor.waiting:
        return M("您的职务权限要先绑定动态口令才能使用，请到“我的账号”里绑定。")
    return Forbidden.detail
