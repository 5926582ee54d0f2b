"""/readyz and /metrics for programs, and the administrators' page of the state."""

import hmac

from flask import Blueprint, Response, jsonify, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST

from forum.operations import metrics, readiness
from forum.operations.status import status_page
from forum.problems import Forbidden
from forum.roles import Role
from forum.web.door import EVERYONE, allow_roles, door, settings
from forum.wenqu import wenqu

views = Blueprint("operations", __name__)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")  # a proxy's: who asks is not on this machine


@door(views, "/readyz", allow=EVERYONE, impersonal=True)
def ready(actor, now):
    """200 when everything is well, else 503; the body names what is not."""
    found = readiness.problems(settings(), wenqu().engine, now)
    response = jsonify(status="not ready" if any(found.values()) else "ready", checks=found)
    response.status_code = 503 if any(found.values()) else 200
    response.headers["Cache-Control"] = "no-store"
    return response


@door(views, "/metrics", allow=EVERYONE, impersonal=True)
def exposition(actor, now):
    """For Prometheus on this machine, or with the token of WENQU_METRICS_TOKEN."""
    if not (_has_token(settings().metrics_token) or _is_of_this_machine()):
        raise Forbidden()
    text = metrics.exposition(settings(), wenqu().engine, now)
    return Response(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


@door(views, "/admin/status", allow=allow_roles(Role.ADMINISTRATOR))
def status(actor, now):
    return render_template("operations/status.html", page=status_page(settings(), wenqu().engine, now))


def _has_token(token):
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_of_this_machine():
    return request.remote_addr in ("127.0.0.1", "::1") and not any(name in request.headers for name in FORWARDED)
