"""Types and base classes of the API's schemas: times, numbers, request bodies and query parameters."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from boards.files.rules import MOST_FILES, FileKind

MOST = 100  # rows of a list in one response


LARGEST = 2**63 - 1
LARGEST_ADDRESS = 10**18 - 1  # an id in an address has 18 digits at most (forum/app.py)


Instant = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, description="RFC 3339 with the city's offset")
]


Id = Annotated[int, Field(ge=1, le=LARGEST)]


Limit = Annotated[int, Field(ge=1, le=MOST)]


Percent = Annotated[
    float | None, Field(description="percent with two decimals; null where there is nothing to measure")
]


# Next to date.min and date.max there is no day before or after to calculate with.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]


class Given(BaseModel):
    """What a caller sends: strict, and nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)


class GivenForm(BaseModel):
    """What a caller sends as multipart/form-data, with a file; nothing unknown."""

    model_config = ConfigDict(extra="forbid", ser_json_bytes="base64")


class Asked(BaseModel):
    """Parameters of an address: text that is read as what it should be."""

    model_config = ConfigDict(extra="forbid")


class WithFiles(Given):
    """What is posted with pictures or documents."""

    files: Annotated[list[str], Field(max_length=MOST_FILES)] = Field(
        [], description="ids of uploads of the same account, as POST /files gives them, in their order"
    )


class ShownFile(BaseModel):
    """A picture or document of a post. `sha256` is that of the bytes at `url`; `blurred`: a moderator covered regions of it."""

    id: int
    kind: FileKind
    media: str
    width: int | None = Field(description="pixels; null for a document")
    height: int | None
    size: int = Field(description="bytes of the file as it was posted")
    name: str
    alt: str
    url: str
    thumbnail: str | None = Field(description="at most 480 pixels long; null for a document")
    sha256: str
    blurred: bool


class GivenLocation(Given):
    """Where a matter is, with an address, a position or both."""

    address: str = Field("", description="one line, in words; public")
    lat: float | None = Field(None, description="WGS-84, degrees; public")
    long: float | None = None
    rough: bool = Field(False, description="keep no more of the position than the neighbourhood, about a kilometre")


class ShownLocation(BaseModel):
    address: str | None = Field(description="where the matter is, in words")
    lat: float | None = Field(description="WGS-84, degrees")
    long: float | None
    rough: bool = Field(description="the position is that of the neighbourhood, about a kilometre")
    location: int = Field(description="number of the version of address and position, 0 for none")


class Nothing(Given):
    """No fields: the address says it all."""
