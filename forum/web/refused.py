"""What was typed into a form that was refused: it comes back in its form, or in the error page, or after signing in.

The view of the form is called once more with `g.shown_again` set: `form_again_on` (forum/web/forms.py) then shows the
form as it was typed and runs nothing of its block. No write is possible meanwhile.
"""

import logging
import secrets
from urllib.parse import parse_qsl, quote, urlsplit

from flask import Flask, current_app, g, make_response, redirect, request, session, url_for
from markupsafe import escape
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from forum.accounts import limits
from forum.accounts.queries import account_of_session
from forum.fields import SECRET_NAMES
from forum.kept import actions as kept
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Malformed, Problem, Unauthorized
from forum.store import db
from forum.web.door import answers_json, current_actor, settings

log = logging.getLogger(__name__)

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# What pages put into their forms, and what belongs to the session: nobody typed it.
NOT_TYPED = SECRET_NAMES | {
    "csrf_token", "kept", "next", "quiet", "parent", "up_to", "seen", "listed", "accepting", "confirmed", "considered", "looked", "shown",
    "based_on", "cover", "instead", "once", "draft", "place", "one", "thread", "parts", "release", "step", "template", "picture", "drop",
}  # fmt: skip
NOT_KEPT = SECRET_NAMES | {"csrf_token", "kept"}
LARGEST_TEXT = 4 * 1024**2  # bytes of a form that is too large and is still read, to be shown again
LARGEST_BODY = 64 * 1024**2  # bytes of such a form with its files


class NotSent(Malformed):
    """Nothing is wrong with the form, but it was not accepted: its writer must look at it and send it again."""

    title = M("还没有提交")
    detail = M("页面打开以后登录有了变化，所以刚才没有提交。您写的都在，请看一眼，再按一次提交。")


class Returned(NotSent):
    """A kept form that is shown after signing in."""

    status = 200
    detail = M("您写的内容都在，还没有提交。请看一眼，再按一次提交。")


def install(app: Flask) -> None:
    """Note each form that was accepted: the kept one is deleted, and the page's script drops its draft."""
    app.after_request(_note_accepted)


def returned_form(problem: Problem) -> Response | Problem:
    """The response to a refused form that was typed into: its page as typed, for a guest a redirect by way of the login.

    Where neither is possible, the problem for the error page, which lists what was typed (`typed_fields`).
    """
    if request.method != "POST" or not request.endpoint or not typed_fields():
        return problem
    try:
        return form_page(problem, request.endpoint, request.view_args or {}) or problem
    except Unauthorized:
        return _kept_until_sign_in() or problem
    except Problem as other:
        return other if isinstance(problem, NotSent) else problem
    except Exception:
        log.exception("the refused form of %s cannot be shown again", request.path)
        return problem


def form_page(problem: Problem, endpoint: str, values: dict[str, object]) -> Response | None:
    """The page of a form as it was typed, with `problem`; None when its view shows none. Raises what the view raises."""
    response: Response | None
    g.shown_again = problem
    g.not_sent = problem.detail if isinstance(problem, NotSent) else None  # for templates/base.html
    try:
        with db.refusing_writes():
            response = make_response(current_app.view_functions[endpoint](**values))
    except db.WriteRefused:
        response = None
    except HTTPException as ended:
        response = ended.get_response()
    finally:
        g.shown_again = None
    if response and response.status_code in (200, problem.status) and not unshown(response.get_data(as_text=True)):
        response.status_code = problem.status
        return response
    g.not_sent = g.unshown = None
    return None


def unshown(html: str) -> list[tuple[str, str]]:
    """What was typed and is not on a page; what templates/base.html lists below the page (`g.unshown`) counts."""
    return [(name, value) for name, value in typed_fields() if str(escape(value)) not in html]


def typed_fields() -> list[tuple[str, str]]:
    """(name, value) of what a person typed into the form of this request; empty for a program's or another site's."""
    if "typed" not in g:
        g.typed = [(name, value) for name, value in _submitted() if name not in NOT_TYPED and value.strip()]
    typed: list[tuple[str, str]] = g.typed
    return typed


def open_kept(key: str) -> kept.Kept:
    """The kept form under `key`, put in the place of this request's own form and query; raises NotFound."""
    form = kept.open_kept(
        key, browser=_browser(), account=current_actor().account, now=g.now, encryptor=Encryptor(settings().secret_key)
    )
    request.form = ImmutableMultiDict(form.fields)
    request.files = ImmutableMultiDict()
    request.args = MultiDict(parse_qsl(urlsplit(form.address).query))
    g.kept = key
    g.typed = [(name, value) for name, value in form.fields if name not in NOT_TYPED and value.strip()]
    return form


def claim_kept(account: int) -> None:
    """After signing in: the forms that this browser keeps are this account's."""
    if browser := _browser():
        kept.claim(browser, account)


def _kept_until_sign_in() -> Response | None:
    """A redirect to the kept form, whose view asks a guest to sign in; None when it cannot be kept."""
    fields = tuple((name, value) for name, value in _submitted() if name not in NOT_KEPT)
    browser = _browser() or secrets.token_urlsafe(32)
    try:
        limits.enforce_limit("kept-address", request.remote_addr, g.now, settings().rate_limits)
        key = kept.keep(
            kept.Kept(request.endpoint or "", request.full_path.rstrip("?"), fields),
            browser=browser,
            account=account_of_session(session.get("_user_id")),
            now=g.now,
            encryptor=Encryptor(settings().secret_key),
        )
    except Problem:
        return None
    response = redirect(url_for("kept.show", key=key), 303)
    lifetime = int(kept.LIFETIME.total_seconds())
    response.set_cookie(_cookie(), browser, max_age=lifetime, httponly=True, secure=_https(), samesite="Lax")
    return response


def _submitted() -> list[tuple[str, str]]:
    """Every text field of a form that a person sent from a page of this site."""
    if request.method != "POST" or answers_json() or request.mimetype not in FORMS or not _from_here():
        return []
    return [] if _form().get("quiet") else list(_form().items(multi=True))


def _form() -> MultiDict[str, str]:
    try:
        return request.form
    except HTTPException:
        if not current_actor().signed_in or (request.content_length or 0) > LARGEST_BODY:
            return MultiDict()
    request.max_content_length, request.max_form_memory_size = LARGEST_BODY, LARGEST_TEXT
    try:
        return request.form
    except HTTPException:
        return MultiDict()


def _from_here() -> bool:
    """Whether the browser says that a page of this site sent the form; old browsers say nothing."""
    headers, origin = request.headers, request.headers.get("Origin")
    return (
        headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and (origin is None or urlsplit(origin).netloc == headers.get("Host"))
    )


def _note_accepted(response: Response) -> Response:
    if request.method != "POST" or response.status_code != 303 or "kept" not in g or not current_actor().signed_in:
        return response
    if g.kept:
        kept.forget(g.kept, _browser())
    # Readable by templates/static/wenqu.js, which deletes it.
    response.set_cookie("wenqu-accepted", quote(request.path, safe=""), max_age=60, secure=_https(), samesite="Lax")
    return response


def _browser() -> str:
    return request.cookies.get(_cookie(), "")


def _cookie() -> str:
    return "__Host-wenqu-kept" if _https() else "wenqu-kept"


def _https() -> bool:
    return settings().url.startswith("https:")
