"""Schemas of the API's requests and responses. The actions check the values of request fields."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from boards.channels.api.base_schemas import Asked, Day, Given, Id, Instant, Limit, Percent, ShownFile, ShownLocation
from boards.clocks.outcomes import Outcome
from boards.clocks.policy import Kind
from boards.queries.lists.board_filters import PAGE as THREADS
from boards.rules.floors import PAGE as FLOORS
from boards.rules.status import PostKind, Section, Status
from forum.roles import Role


class Credentials(Given):
    username: str
    password: str
    otp: str | None = Field(None, description="the six digits of an official's second factor")


class NewAccount(Given):
    username: str
    password: str
    display_name: str


class NewThread(Given):
    title: str
    text: str = Field(description="Markdown")
    kind: Annotated[Kind, Field(strict=False)] | None = Field(None, description="needed on a department's board")
    anonymous: bool = False


class NewPost(Given):
    text: str = Field(description="Markdown")
    parent: Id | None = Field(None, description="id of the post it answers")
    kind: Literal["reply", "first_reply", "result", "follow_up"] = Field(
        "reply",
        description="a follow_up is the asker's new question: clocks start again, and a closed case is reopened",
    )
    anonymous: bool = False


class NewText(Given):
    text: str


class Reason(Given):
    reason: str


class ThreadsAsked(Asked):
    status: str | None = Field(None, description="a status, or overdue")
    kind: str | None = Field(None, description="consultation, complaint or suggestion")
    sort: str = Field("latest", description="latest, newest, supports or due (open cases by due time)")
    limit: Limit = THREADS
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class PostsAsked(Asked):
    from_floor: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1
    limit: Limit = FLOORS


class RevisionsAsked(Asked):
    from_revision: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1
    limit: Limit = FLOORS


class PeriodAsked(Asked):
    first: Day | None = Field(None, alias="from", description="first day, local")
    last: Day | None = Field(None, alias="to", description="last day, local")


class Problem(BaseModel):
    """RFC 9457. `errors` comes with 422 and names the fields."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = None


class RoleHeld(BaseModel):
    role: Role
    department: str | None = Field(description="slug")


class Account(BaseModel):
    id: str
    username: str
    display_name: str
    roles: list[RoleHeld]


class Token(BaseModel):
    token: str
    expires_at: Instant
    account: Account


class Author(BaseModel):
    """Who wrote, with role and department as they were then. `revealed` is shown to moderators and the author."""

    name: str
    role: Role
    department: str | None = Field(description="slug")
    department_name: str | None
    verified: bool
    anonymous: bool
    revealed: str | None
    closed: bool = Field(description="the account is closed; its name is shown to nobody")


class LastPost(BaseModel):
    thread: int
    title: str
    at: Instant
    author: str


class Board(BaseModel):
    slug: str
    name: str
    description: str
    section: Section
    category: str
    department: str | None = Field(description="slug")
    department_name: str | None
    threads: int
    posts: int
    last_post: LastPost | None


class Boards(BaseModel):
    items: list[Board]
    next: str | None


class ThreadSummary(BaseModel):
    id: int
    board: str = Field(description="slug")
    title: str
    kind: Kind | None
    status: Status | None
    overdue: bool
    department: str | None = Field(description="slug of the department that has the case")
    department_name: str | None
    author: Author
    channel: str
    created_at: Instant
    floors: int = Field(description="the last floor given out")
    supports: int
    last_at: Instant
    hidden: bool
    pinned: int | None = Field(description="its place above the board's list")
    highlighted: bool
    locked: bool
    ended: bool


class Threads(BaseModel):
    items: list[ThreadSummary]
    next: str | None


class Clock(BaseModel):
    kind: str
    department: str
    department_name: str
    opened_at: Instant
    due_at: Instant
    met_at: Instant | None = Field(description="when the department did what the clock asks for, in time or not")
    ended_at: Instant | None = Field(description="when it ended, in whatever way")
    outcome: Outcome | None = Field(
        description="how it ended: met in time; missed, its limit ran out first; stopped before, which counts in no rate"
    )
    overdue: bool
    provisional: bool
    explanation: str


class TimelineStep(BaseModel):
    deed: str
    label: str
    at: Instant
    actor: str
    role: Role
    department: str | None = Field(description="slug")
    department_name: str | None
    text: str
    floor: int | None


class Thread(ThreadSummary, ShownLocation):
    supported: bool = Field(description="by whoever asks")
    withheld: bool = Field(description="hidden as a whole")
    merged_into: int | None = Field(description="id of the thread in which its floors stand now")
    duplicate_of: int | None
    own_department: bool = Field(description="asked by the department's own people: in no rate, and its ratings too")
    clocks: list[Clock]
    timeline: list[TimelineStep]


class Sealed(BaseModel):
    """Under which signed order a post is sealed; its text is given to nobody any more."""

    at: datetime
    order: str = Field(description="the order's number")
    authority: str = Field(description="office and name of who signed")
    ground: str = Field(description="the legal ground")
    signed_on: date


class Hidden(BaseModel):
    at: Instant
    by: str
    reason: str


class Post(BaseModel):
    """`text` and `html` are null for those who may not see a hidden post, and for everybody once it is sealed.

    The HTML is sanitised. Covered personal data stands as blocks in both.
    """

    id: int
    thread: int = Field(description="where it stands now")
    floor: int
    first_thread: int = Field(description="where it was written")
    first_floor: int
    parent: int | None
    author: Author
    kind: PostKind
    text: str | None
    html: str | None
    created_at: Instant
    revision: int
    rendering: int = Field(description="version of the renderer that made the HTML; docs/verify.md says what each does")
    files: list[ShownFile] = Field(description="empty for those who may not see the text")
    hidden: Hidden | None
    sealed: Sealed | None = None
    commitment: str = Field(description="SHA-256 that binds the log to this text")
    proof: str = Field(description="address of its proof in the public ledger")


class Posts(BaseModel):
    items: list[Post]
    next: str | None


class Revision(BaseModel):
    number: int
    created_at: Instant
    text: str | None
    html: str | None
    rendering: int = Field(description="version of the renderer that made the HTML")
    commitment: str


class Revisions(BaseModel):
    items: list[Revision]
    next: str | None


class Record(BaseModel):
    """What a department did with the questions asked in a period."""

    department: str = Field(description="slug")
    department_name: str
    first: date | None = Field(serialization_alias="from")
    last: date | None = Field(serialization_alias="to")
    received: int
    forwarded: int
    accept_due: int = Field(description="threads with an acceptance clock that was met, missed or ran out")
    accepted_on_time: int
    acceptance_rate: Percent
    answered: int
    pending: int = Field(description="open, inside the limits")
    overdue: int = Field(description="open, past a limit")
    reply_rate: Percent
    answer_due: int = Field(description="threads with an answer clock that was met, missed or ran out")
    answered_on_time: int
    on_time_rate: Percent
    satisfaction: Percent
    own_department: int = Field(description="questions asked by its own people, in none of the other figures")


class Document(BaseModel):
    """The OpenAPI document."""

    model_config = ConfigDict(extra="allow")
    openapi: str
    info: dict[str, Any]
