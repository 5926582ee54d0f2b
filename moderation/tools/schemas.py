"""What goes in and out of the calls for the moderators' tools, as it stands in the OpenAPI document."""

from typing import Annotated

from pydantic import Field

from boards.channels.api.base_schemas import Id
from boards.clocks.policy import Kind
from moderation.schemas import Why
from moderation.tools.splitting import MOST as FLOORS


class Relocation(Why):
    board: str = Field(description="slug")
    kind: Annotated[Kind, Field(strict=False)] | None = Field(None, description="needed when a case begins by it")


class Merger(Why):
    into: Id = Field(description="id of the thread that stays")


class Split(Why):
    floors: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(max_length=FLOORS)
    title: str
    board: str | None = Field(None, description="slug; the thread's own board without one")
    kind: Annotated[Kind, Field(strict=False)] | None = None


class Pin(Why):
    position: Annotated[int, Field(ge=1, le=100)] | None = None


class Duplication(Why):
    of: Id
