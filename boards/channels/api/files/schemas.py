"""Schemas of uploads in the API."""

from typing import Annotated

from pydantic import BaseModel, Field, Strict

from boards.channels.api.base_schemas import GivenForm
from boards.channels.api.personal import CHOICE, POINTED_OUT, Choice, Stretch
from boards.files.rules import ALT_LENGTH, FileKind


class NewFile(GivenForm):
    """A form, multipart/form-data. `file` is a JPEG, PNG, WebP or HEIC picture; an official's may be a PDF."""

    file: Annotated[
        bytes, Strict(), Field(json_schema_extra={"contentMediaType": "application/octet-stream", "format": "binary"})
    ]
    alt: str = Field("", description=f"what it shows, for those who cannot see it; up to {ALT_LENGTH} characters")
    personal_data: Choice = CHOICE


class FileMade(BaseModel):
    """An upload, for two days; its `id` goes into `files` of a question or reply. Nobody else sees it until then."""

    id: str
    kind: FileKind
    media: str
    width: int | None = Field(description="pixels; null for a document")
    height: int | None
    size: int = Field(description="bytes of the file that is published, which is made anew")
    name: str
    alt: str
    url: str = Field(description="its thumbnail, for its owner")
    sha256: str = Field(description="of the file that is published; it stands in the log's leaf of the post")
    personal_data: list[Stretch] = POINTED_OUT
