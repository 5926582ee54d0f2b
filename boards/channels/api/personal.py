"""Personal data in texts posted through the API: covered on request, else listed in the response."""

from typing import Literal

from pydantic import BaseModel, Field

from boards.channels.api import schemas
from boards.channels.api.base_schemas import GivenLocation
from boards.rules.text.text_review import Typed, read
from forum.text.personal import Personal, cover

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


class NewThread(schemas.NewThread, GivenLocation):
    personal_data: Choice = CHOICE


class NewPost(schemas.NewPost):
    personal_data: Choice = CHOICE


class RevisedText(schemas.NewText):
    personal_data: Choice = CHOICE


class ThreadMade(schemas.Thread):
    personal_data: list[Stretch] = POINTED_OUT


class PostMade(schemas.Post):
    personal_data: list[Stretch] = POINTED_OUT


def as_chosen(body: NewThread | NewPost | RevisedText, *fields: str) -> dict[str, Typed]:
    """The `fields` of a body, covered when its sender asked for that, each with the personal data that is left in it."""
    sent = {field: getattr(body, field) for field in fields}
    texts = {field: read(text) if text else Typed("") for field, text in sent.items()}
    if body.personal_data == MASK:
        return {
            field: read(cover(sent.text, sent.personal)) if sent.personal else sent for field, sent in texts.items()
        }
    return texts


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
