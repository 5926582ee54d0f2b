"""What one request that writes costs: an ask at most 17 statements, a reply at most 11, with the rate limits on.

Counted is everything that the request sends to the database but what only holds its transaction together: savepoints,
and the lock by which PostgreSQL's writers take turns (no one sees BEGIN and COMMIT, which the drivers send).
"""

from dataclasses import replace

import pytest
from stage_asking import ON_BOARD, digest
from stage_databases import counted

from boards.queries.office import words

ASK, REPLY = 17, 11
OF_THE_TRANSACTION = ("SAVEPOINT", "RELEASE", "SELECT pg_advisory_xact_lock")
QUESTION = {"title": "水亭街的路灯不亮", "text": "**三盏**路灯坏了一周，请修一修。", "kind": "complaint"}


@pytest.fixture
def settings(settings):
    return replace(settings, rate_limits=True)


def statements(write):
    """How many statements the request `write()` takes; it must succeed."""
    with counted() as made:
        response = write()
    assert response.status_code in (201, 303), response.text
    return len([sql for sql in made if not sql.startswith(OF_THE_TRANSACTION)])


@pytest.fixture
def browser(client_of, cast):
    """A netizen's, which has read a page before: what a process reads once is no part of a request."""
    browser = client_of(cast.neighbour)
    words.current_word_list()
    browser.get("/boards/zhujian")
    return browser


@pytest.fixture
def program(api_of, cast):
    """A netizen's program, which has read something before."""
    program = api_of(cast.neighbour)
    words.current_word_list()
    program.get("/boards/zhujian")
    return program


def test_an_ask_on_the_page_takes_at_most_17(browser, places):
    looked = {**QUESTION, "considered": digest(browser.post(ON_BOARD, data=QUESTION).text)}
    assert statements(lambda: browser.post(ON_BOARD, data=looked)) <= ASK


def test_an_ask_through_the_api_takes_at_most_17(program, places):
    assert statements(lambda: program.post("/boards/zhujian/threads", json=QUESTION)) <= ASK


@pytest.mark.parametrize("parent", [{}, {"parent": "1"}])
def test_a_reply_on_the_page_takes_at_most_11(browser, question, parent):
    assert (
        statements(lambda: browser.post(f"/threads/{question.id}/posts", data={"text": "我也看到了。", **parent}))
        <= REPLY
    )


@pytest.mark.parametrize("parent", [{}, {"parent": 1}])
def test_a_reply_through_the_api_takes_at_most_11(program, question, parent):
    reply = {"text": "我也看到了。", **parent}
    assert statements(lambda: program.post(f"/threads/{question.id}/posts", json=reply)) <= REPLY
