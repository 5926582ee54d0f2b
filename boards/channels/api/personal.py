"""Personal data in texts posted through the API: covered on request, else listed in the response."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from boards.actions.steps.attaching import with_uploads
from boards.actions.steps.recording import Draft
from boards.channels.api import schemas
from boards.channels.api.base_schemas import GivenLocation, WithFiles
from boards.files.queries import uploads_of
from boards.rules.text.text_review import Typed, read
from boards.uploads.forms import most_files
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor
from forum.text.checks import excerpt
from forum.text.personal import Personal, cover
from forum.web.door import settings

MASK = "mask"
Choice = Literal["mask", "keep"] | None
CHOICE = Field(
    None,
    description="mask: what is found is posted as ＊＊＊＊; keep, or absent: as it was sent, and the answer points it out",
)
POINTED_OUT = Field(description="what was found and posted as it was sent, in characters of what was sent")


class Stretch(BaseModel):
    field: str
    start: int
    end: int
    kind: Personal


class NewThread(schemas.NewThread, GivenLocation, WithFiles):
    personal_data: Choice = CHOICE


class NewPost(schemas.NewPost, WithFiles):
    personal_data: Choice = CHOICE


class RevisedText(schemas.NewText):
    personal_data: Choice = CHOICE


class ThreadMade(schemas.Thread):
    personal_data: list[Stretch] = POINTED_OUT


class PostMade(schemas.Post):
    personal_data: list[Stretch] = POINTED_OUT


def as_chosen(body: Any, *fields: str) -> dict[str, Typed]:
    """The `fields` of a body with `personal_data`, covered on request, with what is left in each."""
    sent = {field: getattr(body, field) for field in fields}
    texts = {field: read(text) if text else Typed("") for field, text in sent.items()}
    if body.personal_data == MASK:
        return {
            field: read(cover(sent.text, sent.personal)) if sent.personal else sent for field, sent in texts.items()
        }
    return texts


def with_files(draft: Draft, body: WithFiles, actor: Actor) -> Draft:
    """The Draft with the uploads that a body names; raises Invalid for `files`."""
    found = {upload.key: upload for upload in uploads_of(body.files, actor)}
    if unknown := [key for key in body.files if key not in found]:
        raise Invalid(files=M("没有 %(key)s 这个文件：不是您传的，或者已经过期。", key=excerpt(unknown[0], 40)))
    if len(found) > settings().file_quota.post:
        raise Invalid(files=most_files())
    try:
        return with_uploads(draft, [(upload, upload.alt) for upload in found.values()], actor)
    except Invalid as refused:
        raise Invalid(files=refused.errors["pictures"]) from None


def place(body: GivenLocation, texts: dict[str, Typed]) -> dict[str, str]:
    """Where a matter is, as boards.actions.posts.locations.check_location takes it; `texts` contains its address."""
    degrees = [f"{axis} {at:.9f}" for axis, at in (("lat", body.lat), ("lon", body.long)) if at is not None]
    return {"address": texts["address"].text, "position": ", ".join(degrees), "rough": "1" if body.rough else ""}


def pointed_out(texts: dict[str, Typed]) -> list[Stretch]:
    """The Stretches of personal data that are left in the posted texts."""
    return [
        Stretch(field=field, start=start, end=end, kind=kind)
        for field, sent in texts.items()
        for start, end, kind in sent.personal
    ]
