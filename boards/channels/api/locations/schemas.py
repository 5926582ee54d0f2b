"""Schemas of places in the API."""

from typing import Annotated

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, GivenLocation
from boards.queries.lists.nearby import MOST
from boards.rules.locations.distance import RADII, RADIUS
from boards.rules.status import Status


class NearbyAsked(Asked):
    lat: Annotated[float, Field(ge=-90, le=90, description="WGS-84, degrees")]
    long: Annotated[float, Field(ge=-180, le=180)]
    radius: Annotated[int, Field(ge=1, le=max(RADII), description="metres")] = RADIUS
    limit: Annotated[int, Field(ge=1, le=100)] = MOST


class NearbyThread(BaseModel):
    thread: int
    title: str
    board: str = Field(description="name")
    status: Status | None
    address: str | None
    lat: float
    long: float
    rough: bool = Field(description="the position is that of the neighbourhood, about a kilometre")
    metres: int


class Nearby(BaseModel):
    items: list[NearbyThread]
    next: str | None


class NewLocation(GivenLocation):
    """Another version of where a matter is; with no address and no position it has none any more."""

    reason: str = Field("", description="public; moderators must give one")
    based_on: int = Field(
        ge=0, description="number of the version that is replaced (`location` of the thread), 0 for none"
    )
