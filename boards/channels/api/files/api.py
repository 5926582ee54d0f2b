"""Uploads through the API."""

from collections.abc import Callable
from datetime import datetime

from flask import request

from boards.actions.steps.attaching import check_description
from boards.channels.api import personal
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.files import schemas
from boards.files.actions import keep, prepare
from boards.files.models import Upload
from boards.files.rules import LARGEST
from boards.files.storage import Store
from forum.problems import Invalid
from forum.roles import Actor
from forum.web.door import SIGNED_IN, BodyLimit, settings
from forum.wenqu import wenqu

api = api_blueprint("api_files")
FIELDS = 1024**2  # bytes of the form beside the file
ONE_FILE = BodyLimit(LARGEST + FIELDS, SIGNED_IN, lambda actor, now: None)  # the answer says all; nothing is on record


@endpoint(
    api,
    "/files",
    method="POST",
    allow=SIGNED_IN,
    body=schemas.NewFile,
    answer=schemas.FileMade,
    status=201,
    drafts=True,
    largest_body=ONE_FILE,
)
def create_file(actor: Actor, now: datetime, body: schemas.NewFile) -> Callable[[], schemas.FileMade]:
    """Send a picture, or as an official a PDF, for a question or reply that is posted later."""
    texts, name = personal.as_chosen(body, "alt"), request.files["file"].filename or ""
    alt, quota = texts["alt"].text, settings().file_quota
    store: Store = wenqu().files  # type: ignore[assignment]
    try:
        check_description(alt, actor)
    except Invalid as refused:
        raise Invalid(alt=refused.errors["pictures"]) from None
    accepted = _as_file(lambda: prepare(body.file, name, actor=actor, store=store, quota=quota))

    def put():
        given = {"actor": actor, "now": now, "pacing": settings().rate_limits, "alt": alt, "quota": quota}
        made = _as_file(lambda: keep(accepted, name, **given))
        return _answer(made, personal.pointed_out(texts))

    return put


def _as_file(act):
    """What `act()` returns; the field of the pages, `pictures`, is called `file` here."""
    try:
        return act()
    except Invalid as refused:
        raise Invalid(file=refused.errors["pictures"]) from None


def _answer(made: Upload, personal_data: list[personal.Stretch]) -> schemas.FileMade:
    return schemas.FileMade(
        id=made.key,
        kind=made.kind,
        media=made.media,
        width=made.width,
        height=made.height,
        size=made.size,
        name=made.name,
        alt=made.alt,
        url=f"/uploads/{made.key}",
        sha256=made.sha256,
        personal_data=personal_data,
    )
