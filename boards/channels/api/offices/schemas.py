"""Schemas of the departments in the API: the tree, one with its people, and its working rules."""

from datetime import date

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit


class DepartmentItem(BaseModel):
    slug: str
    name: str
    board: str | None = Field(description="slug of its board")
    spokespersons: int
    url: str


class Departments(BaseModel):
    items: list[DepartmentItem]
    next: str | None


class PersonItem(BaseModel):
    kind: str = Field(description="主要负责人, 分管领导, 新闻发言人 or 联络员, in the language asked for")
    name: str
    office: str
    contact: str
    since: Instant


class RulesItem(BaseModel):
    number: int
    at: Instant
    by: str = Field(description="a spokesperson's name, else the office that wrote it")
    url: str


class DepartmentAnswer(BaseModel):
    slug: str
    name: str
    duty: str
    parent: str | None = Field(description="slug")
    board: str | None = Field(description="slug of its board")
    spokespersons: list[str]
    people: list[PersonItem]
    time_limits: list[str]
    rules: int | None = Field(description="number of the latest version of its working rules")
    closed_at: Instant | None = Field(description="when it was closed; nobody asks it any more")
    merged_into: str | None = Field(description="slug of the department that took over when it was closed")


class Rules(BaseModel):
    """All versions of a department's working rules, newest first."""

    items: list[RulesItem]
    next: str | None


class RulesText(RulesItem):
    text: str


class PromisesAsked(Asked):
    state: str = Field(
        "", max_length=20, description="open, overdue, kept, moved or none; none are those that were no promise"
    )
    limit: Limit = 30
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class PromiseItem(BaseModel):
    id: int
    due_on: date
    state: str = Field(description="in the language asked for")
    quote: str | None = Field(description="the sentence, where the text is shown to everybody")
    thread: int
    title: str
    post: str = Field(description="the answer's address")
    kept: str | None = Field(description="address of the post that shows it was kept")
    moved_to: date | None
    reason: str | None
    url: str


class Promises(BaseModel):
    items: list[PromiseItem]
    next: str | None
