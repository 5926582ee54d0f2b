"""Security headers of every response (ASVS 3.4), cookies, CSRF protection and Cache-Control."""

from collections.abc import Mapping

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect

from forum.accounts.login import Guest
from forum.site_settings import Tiles
from forum.web.door import check_body_size

csrf = CSRFProtect()

PICTURES = "img-src 'self' data:"
POLICY = "; ".join(
    (
        "default-src 'none'",
        PICTURES,
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "X-Frame-Options": "DENY",
}

LARGEST_BODY = 1024 * 1024  # bytes


class ImpersonalSessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, which neither static files nor an impersonal view (forum.web.door.door) ever set."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not g.get("impersonal") and request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask, https: bool, tiles: Tiles | None = None) -> None:
    """Configure cookies, CSRF protection, the body limit and headers; pages may show pictures of the map from `tiles`."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-wenqu" if https else "wenqu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_METHODS=("POST", "PUT", "PATCH"),  # DELETE only has views that explain a 405
        WTF_CSRF_SSL_STRICT=https,
    )
    app.session_interface = ImpersonalSessions()
    app.before_request(check_body_size)
    csrf.init_app(app)
    headers = HEADERS | {"Content-Security-Policy": _policy(tiles)}
    app.after_request(lambda response: _set_headers(response, https, headers))


def _policy(tiles: Tiles | None) -> str:
    return POLICY.replace(PICTURES, f"{PICTURES} {tiles.origin}") if tiles else POLICY


def _set_headers(response: Response, https: bool, headers: Mapping[str, str]) -> Response:
    present = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # iterating gives pairs
    for name, value in headers.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    if https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    static = request.endpoint == "static" and response.status_code < 400  # the page of a 404 names the viewer
    if not static and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache" if _shareable(response) else "private, no-store"
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def _shareable(response: Response) -> bool:
    """Whether a response is the same for every guest; a session's cookie is set later, its token stands in the page."""
    user = g.get("_login_user", Guest)
    one_s_own = user.is_authenticated or session.modified or "csrf_token" in g
    return request.method in ("GET", "HEAD") and not one_s_own and "Set-Cookie" not in response.headers
