"""What goes in and out of the moderators' calls, as it stands in the OpenAPI document."""

from typing import Annotated

from pydantic import BaseModel, Field

from boards.channels.api.schemas import MOST, Asked, Given, Id, Instant, Limit
from boards.clocks.policy import Kind
from moderation.tools.splitting import MOST as FLOORS

PAGE = 50


class Why(Given):
    """Why, from the list of docs/moderation.md, and in words; the words may be left out unless the code is "other"."""

    code: str
    reason: str = ""


class ReasonFromList(Given):
    """`code` is one of the list of docs/moderation.md; without one it is "other"."""

    reason: str
    code: str = "other"


class PageAsked(Asked):
    before: Id | None = None
    limit: Limit = PAGE
