"""What the schemas of the API are made of: times, numbers, what is sent and what is asked for."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MOST = 100  # of a list in one answer


LARGEST = 2**63 - 1


Instant = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, description="RFC 3339 with the city's offset")
]


Id = Annotated[int, Field(ge=1, le=LARGEST)]


Limit = Annotated[int, Field(ge=1, le=MOST)]


Percent = Annotated[
    float | None, Field(description="percent with two decimals; null where there is nothing to measure")
]


# A date far outside would have no neighbour to count to.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]


class Given(BaseModel):
    """What a caller sends: strict, and nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """Parameters of an address: text that is read as what it should be."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Given):
    """No fields: the address says it all."""
