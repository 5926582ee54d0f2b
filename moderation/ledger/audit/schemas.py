"""The openings of the ledger's leaves as they stand in the OpenAPI document."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked as Parameters, Id, Limit


class OpeningsAsked(Parameters):
    from_entry: Id = 1
    limit: Limit = 100


class Part(BaseModel):
    """A part of a text: its salt and content, or where it is withheld its commitment alone."""

    salt: str | None = None
    content: dict[str, str] | None = None
    commit: str | None = None


class RowPart(BaseModel):
    """What changed in a row ("row": "thread/12", and the columns), with its salt; where it is not public its commitment alone."""

    salt: str | None = None
    content: dict[str, str | int | bool | None] | None = None
    commit: str | None = None


class OpenedRows(BaseModel):
    """What opens the commitment of an entry's leaf to the rows that changed with it."""

    entry: int
    parts: list[RowPart]


class Rows(BaseModel):
    """Of the log's entries from one number on; docs/verify.md says how they are checked."""

    items: list[OpenedRows]
    next: Annotated[str | None, Field(description="address of what follows")]


class Opened(BaseModel):
    """What opens the leaf of an entry that put a text on record; `thread` and `floor` are where it was written."""

    entry: int
    post: int
    thread: int
    floor: int
    revision: int
    rendering: int = Field(description="version of the renderer that made its HTML")
    state: Literal["open", "hidden", "sealed", "waiting"]
    parts: list[Part]


class Openings(BaseModel):
    """Of the log's entries from one number on; docs/verify.md says how they are checked."""

    items: list[Opened]
    next: Annotated[str | None, Field(description="address of what follows")]
