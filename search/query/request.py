"""The search request: the query and the filters beside it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchRequest:
    """What was typed: the query, and the filters of the form beside it. `at` is the cursor of the page."""

    q: str = ""
    board: str = ""
    status: str = ""
    kind: str = ""
    author: str = ""
    first: str = ""
    last: str = ""
    sort: str = "relevance"
    at: str = ""
    limit: int = 10
