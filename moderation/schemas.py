"""What goes in and out of several of the moderators' calls, as it stands in the OpenAPI document."""

from boards.channels.api.base_schemas import Asked, Given, Id, Limit

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
