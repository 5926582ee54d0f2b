"""What a search asks for: the query and the filters beside it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchRequest:
    """What came in: the query, and the filters of the form beside it. `at` says where the page begins."""

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
