"""The addresses of the app: manifest, service worker, the page about this device, and what its outbox asks for."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from boards.channels.app import answers, copies
from boards.channels.app.manifest import manifest
from boards.channels.app.queries import withdrawn_since
from boards.channels.app.worker import worker_script
from forum.i18n.languages import LANGUAGES, current_language
from forum.numbers import ID_DIGITS, whole_number
from forum.text.checks import BODY_LIMIT, TITLE_LIMIT
from forum.web.door import EVERYONE, door

views = Blueprint("app", __name__)
views.after_app_request(answers.as_json)
views.after_app_request(copies.mark)


@door(views, "/manifest.webmanifest", allow=EVERYONE)
def web_manifest(actor, now):
    """The manifest, in the language that the page names in `lang`, since browsers ask for it without cookies."""
    asked = request.args.get("lang", "")
    return _for_all(manifest(asked if asked in LANGUAGES else current_language()), "application/manifest+json")


@door(views, "/sw.js", allow=EVERYONE)
def service_worker(actor, now):
    return _public(Response(worker_script(), mimetype="text/javascript"))


@door(views, "/outbox", allow=EVERYONE)
def outbox(actor, now):
    """What waits on this device and what can be read on it; the script of the page reads both, the server knows neither."""
    return render_template("app/outbox.html", account=copies.account_of(actor))


@door(views, "/outbox/session", allow=EVERYONE)
def session(actor, now):
    """Who is signed in, and a fresh token for his forms: those in a copy of a page may be older than the session."""
    token = generate_csrf() if actor.signed_in else ""
    return jsonify(account=copies.account_of(actor), token=token)


@door(views, "/outbox/withdrawn", allow=EVERYONE)
def withdrawn(actor, now):
    """The ids of threads of which something was withdrawn `after` that entry of the log; `all` when they are too many."""
    last, threads = withdrawn_since(whole_number(request.args.get("after", ""), ID_DIGITS))
    return jsonify(last=last, threads=threads or [], all=threads is None)


@door(views, "/share", methods=["POST"], allow=EVERYONE)
def share(actor, now):
    """What another app shared, in the form for asking. With a service worker this is done on the device, with the pictures."""
    title, text, url = (request.form.get(name, "").strip() for name in ("title", "text", "url"))
    words = "\n\n".join(each for each in (text, url) if each and each not in title)
    return redirect(url_for("asking.form", title=title[:TITLE_LIMIT], text=words[:BODY_LIMIT]), 303)


def _for_all(content: Any, mimetype: str) -> Response:
    response = jsonify(content)
    response.mimetype = mimetype
    return _public(response)


def _public(response: Response) -> Response:
    """Kept by browsers, but asked for anew each time."""
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    return response
