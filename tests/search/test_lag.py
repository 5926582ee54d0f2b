"""A search whose index has not read the newest entries says so: on the page, in the API and in /healthz of that node."""

from datetime import timedelta

import pytest

from boards.actions.posts import posts
from search.queries import LATE, STILL_COMING

WORD = "翡翠鱼丸"


@pytest.fixture
def searched(client_of, api_of, cast):
    """searched(): (whether the results page says it, whether the API does)."""

    def look():
        notes = api_of(cast.guest).get("/search", query_string={"q": WORD}).json["notes"]
        return str(STILL_COMING) in client_of(cast.guest).get(f"/search?q={WORD}").text, str(STILL_COMING) in notes

    return look


def test_an_index_that_lags_says_so_after_ten_seconds_and_no_longer_when_it_has_caught_up(
    question, cast, rules, clock, indexed, searched, app
):
    indexed()
    assert searched() == (False, False)
    posts.reply(question, actor=cast.neighbour, now=clock.now(), city=rules, text=f"我家门口的{WORD}店也有。")
    assert searched() == (False, False)  # it is usually there after half a second
    clock.advance(LATE + timedelta(seconds=1))
    assert searched() == (True, True)
    indexed()
    assert searched() == (False, False)


def test_each_node_tells_how_far_its_own_index_is(question, cast, rules, clock, indexed, client_of):
    def told():
        return client_of(cast.guest).get("/healthz").json["search"]

    indexed()
    there = told()
    assert (there["behind"], there["seconds"]) == (0, 0.0) and there["position"] > 0
    posts.reply(question, actor=cast.neighbour, now=clock.now(), city=rules, text="也有这个问题。")
    clock.advance(timedelta(seconds=30))
    assert (told()["behind"] > 0, told()["seconds"]) == (True, 30.0)
    assert told()["position"] == there["position"]
