"""Every answer of the API is held against the OpenAPI document: its status, its kind and its fields."""

import json
import re
from functools import cache

import brotli
from jsonschema import Draft202012Validator
from werkzeug.exceptions import HTTPException

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def check_answer(app, answer):
    """Fails for an answer that the document does not list; an address or a method that the API does not have is left out."""
    operation = _operation(app, answer.request.path, answer.request.method)
    if operation is None or answer.status_code == 500:  # only a test that breaks something on purpose expects that
        return
    asked = f"{answer.request.method} {answer.request.path}"
    listed = operation["responses"]
    assert str(answer.status_code) in listed, f"{asked}: {answer.status_code} is not in the document"
    content = _resolved(listed[str(answer.status_code)]).get("content")
    if content is None:
        assert answer.data == b"", f"{asked}: a body that is not in the document"
        return
    assert answer.mimetype in content, f"{asked}: {answer.mimetype} is not in the document"
    wrong = [
        error.message for error in _validator(content[answer.mimetype]["schema"]["$ref"]).iter_errors(_json(answer))
    ]
    assert not wrong, f"{asked}: {wrong}"


def _json(answer):
    compressed = answer.headers.get("Content-Encoding") == "br"
    return json.loads(brotli.decompress(answer.data) if compressed else answer.data)


_documents = []


def _operation(app, path, method):
    try:
        rule, _ = app.url_map.bind("").match(path, method, return_rule=True)
    except HTTPException:
        return None
    if not hasattr(app.view_functions[rule.endpoint], "call"):
        return None
    return _document(app)["paths"][ARGUMENT.sub(r"{\1}", rule.rule)].get(method.lower())


def _document(app):
    """The document, the same for every application of this process, since the routes are."""
    if not _documents:
        from boards.channels.api.openapi import document

        _documents.append(document(app))
    return _documents[0]


def _resolved(response):
    name = response.get("$ref", "").rpartition("/")[2]
    return _documents[0]["components"]["responses"][name] if name else response


@cache
def _validator(reference):
    return Draft202012Validator({"$ref": reference, "components": _documents[0]["components"]})
