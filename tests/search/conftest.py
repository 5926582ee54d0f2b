"""Posts in an index, and the site's own engine kept up to date."""

import pytest

from search.reader import SearchReader


@pytest.fixture
def indexed(app, clock):
    """indexed(): the site's index brought up to the end of the log."""
    return lambda: SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())


@pytest.fixture
def found(api_of, cast, indexed):
    """found(q, viewer): what the API answers, with the index up to date."""

    def search(q, viewer=None, **asked):
        indexed()
        answer = api_of(viewer or cast.guest).get("/search", query_string={"q": q, **asked})
        assert answer.status_code == 200, answer.json
        return answer.json

    return search
