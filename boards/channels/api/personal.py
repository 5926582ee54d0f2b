"""Personal data in what is posted through the API: covered when that is asked for, and pointed out when it is not."""

from typing import Literal

from pydantic import BaseModel, Field

from boards.channels.api import schemas
from forum.personal import Personal, cover, find

MASK = "mask"
Choice = Literal["mask", "keep"] | None
CHOICE = Field(None, description="mask: what is found is posted as ＊＊＊＊; keep, or absent: as it was sent, and the answer points it out")
POINTED_OUT = Field(description="what was found and posted as it was sent, in characters of what was sent")


class Stretch(BaseModel):
    field: str
    start: int
    end: int
    kind: Personal


class NewThread(schemas.NewThread):
    personal_data: Choice = CHOICE


class NewPost(schemas.NewPost):
    personal_data: Choice = CHOICE


class NewText(schemas.NewText):
    personal_data: Choice = CHOICE


class ThreadMade(schemas.Thread):
    personal_data: list[Stretch] = POINTED_OUT


class PostMade(schemas.Post):
    personal_data: list[Stretch] = POINTED_OUT


def as_chosen(body, *fields):
    """The `fields` of a body as its sender wants them posted."""
    said = {field: getattr(body, field) for field in fields}
    if body.personal_data == MASK:
        return {field: cover(text, find(text)) for field, text in said.items()}
    return said


def pointed_out(**said):
    """The Stretches that are left in what is posted."""
    return [Stretch(field=field, start=start, end=end, kind=kind) for field, text in said.items() for start, end, kind in find(text)]
