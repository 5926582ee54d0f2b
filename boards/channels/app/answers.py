"""The answer to a form that the outbox of a device sends: JSON in place of a redirect or a page."""

from flask import Response, jsonify, request

from forum.i18n.languages import translate
from forum.messages import M
from forum.web.door import answers_json, wants_json

LOOK = M("发出之前请再看一眼：里面有需要您确认的地方。")


def as_json(response: Response) -> Response:
    """The response, for the outbox as JSON: 201 with the address that the form leads to, 422 when its writer must look again.

    A refusal is a problem already (forum/web/errors.py).
    """
    if request.method != "POST" or wants_json() or not answers_json():
        return response
    if response.status_code == 303:
        return _json({"url": response.location}, 201)
    if response.status_code == 200 and response.mimetype == "text/html":
        problem = {"type": "about:blank", "status": 422, "detail": translate(LOOK), "look": True}
        return _json(problem, 422, "application/problem+json")
    return response


def _json(body, status, content_type="application/json"):
    response = jsonify(body)
    response.status_code, response.content_type = status, content_type
    return response
