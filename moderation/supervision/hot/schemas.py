"""Schemas of the hot topics in the API."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit


class HotAsked(Asked):
    department: str = Field("", max_length=40, description="slug; only what it has of it")


class HotTermAsked(HotAsked):
    term: str = Field(max_length=40)
    limit: Limit = 50
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class HotTermItem(BaseModel):
    term: str
    threads: int = Field(description="questions that have the word, each once; the list at `url` has so many")
    usual: float = Field(description="how many there would be at the share of the eight weeks before")
    times: float
    departments: list[str] = Field(description="slugs of those that have most of them")
    url: str


class HotThreadItem(BaseModel):
    id: int
    title: str
    people: int = Field(description="netizens who replied or supported, without the asker")
    usual: float = Field(description="in as many days before")
    url: str


class HotOffice(BaseModel):
    department: str
    received: int
    usual: float = Field(description="in an average week of the eight before")
    url: str


class Hot(BaseModel):
    """What rose in the days from `first` to `last`."""

    first: str = Field(json_schema_extra={"format": "date"})
    last: str = Field(json_schema_extra={"format": "date"})
    counted_at: Instant | None
    threads: int = Field(description="public questions of netizens in these days")
    threads_before: int = Field(description="in the eight weeks before")
    terms: list[HotTermItem]
    risen: list[HotThreadItem]
    departments: list[HotOffice]
    places: list[HotOffice]


class HotQuestion(BaseModel):
    id: int
    title: str
    url: str


class HotQuestions(BaseModel):
    items: list[HotQuestion]
    next: str | None
