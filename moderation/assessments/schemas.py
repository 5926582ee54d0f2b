"""Schemas of assessments in the API."""

from datetime import date

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit, Percent


class AssessmentsAsked(Asked):
    limit: Limit = 30
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class AssessmentItem(BaseModel):
    id: int
    first: date = Field(description="first day, local")
    last: date = Field(description="last day, local")
    cases: int = Field(description="questions in the document")
    frozen_at: Instant
    url: str
    document: str = Field(description="the address of the frozen document, of which `sha256` is the hash")


class Assessments(BaseModel):
    items: list[AssessmentItem]
    next: str | None


class FrozenHours(BaseModel):
    accept: float | None
    answer: float | None


class FrozenCity(BaseModel):
    figures: dict[str, int]
    rates: dict[str, Percent]
    median_hours: FrozenHours


class FrozenDepartment(FrozenCity):
    slug: str
    name: str
    level: str


class FrozenFigure(BaseModel):
    label: str
    definition: str


class FrozenRate(BaseModel):
    label: str
    part: str
    whole: str


class FrozenDefinitions(BaseModel):
    figures: dict[str, FrozenFigure]
    rates: dict[str, FrozenRate]


class Assessment(AssessmentItem):
    """The figures of a period as they were frozen; the list of cases and the calendar stand in the document."""

    sha256: str = Field(description="hex, of the document; the leaf of the freeze commits to it")
    last_entry: int = Field(description="the last entry of the log that counts")
    entry: int | None = Field(description="the entry of the freeze")
    city: FrozenCity
    departments: list[FrozenDepartment]
    definitions: FrozenDefinitions
