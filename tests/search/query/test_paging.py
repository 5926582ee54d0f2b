"""Going on from page to page: every thread once, also while posts come in between."""

import pytest

from boards.actions.posts.threads import ask
from search.engines.base import EngineQuery, EngineResult
from search.query import language

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORD = "翡翠鱼丸"


@pytest.fixture
def threads(places, cast, rules, now):
    """Seven threads with the word, the first ones more often."""
    return [
        ask(
            places.housing_board,
            actor=cast.asker,
            now=now,
            city=rules,
            title=f"第{n}家店",
            text=f"{WORD}。" * (9 - n),
            kind="complaint",
        ).id
        for n in range(7)
    ]


def page(api_of, cast, address):
    answer = api_of(cast.guest).get(address)
    assert answer.status_code == 200, answer.json
    return [item["thread"] for item in answer.json["items"]], answer.json["next"] and answer.json["next"].partition(
        "/api/v1"
    )[2]


def all_pages(api_of, cast, address):
    while address:
        found, address = page(api_of, cast, address)
        yield found


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_every_thread_comes_once(threads, indexed, api_of, cast, sort):
    indexed()
    pages = list(all_pages(api_of, cast, f"/search?q={WORD}&limit=3&sort={sort}"))
    assert [len(found) for found in pages] == [3, 3, 1]
    assert sorted(sum(pages, [])) == threads


def test_a_better_one_that_comes_between_shifts_nothing(threads, indexed, api_of, cast, places, rules, now):
    indexed()
    first, following = page(api_of, cast, f"/search?q={WORD}&limit=3")
    better = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title=WORD, text=f"{WORD}。" * 9, kind="complaint"
    )
    indexed()
    rest = sum(all_pages(api_of, cast, following), [])
    assert sorted(first + rest) == threads and better.id not in rest


def test_it_goes_on_when_the_last_result_is_gone(threads, indexed, api_of, cast, now):
    from boards.models.threads import Post
    from moderation.hiding import actions as hiding

    indexed()
    first, following = page(api_of, cast, f"/search?q={WORD}&limit=3")
    hiding.hide(Post.get(Post.thread == first[-1], Post.floor == 1), actor=cast.moderator, now=now, reason="广告")
    assert sorted(first + sum(all_pages(api_of, cast, following), [])) == threads


def test_it_goes_on_past_what_is_looked_at_first(threads, indexed, api_of, cast, monkeypatch):
    monkeypatch.setattr("search.reading.WINDOW", 4)
    indexed()
    assert sorted(sum(all_pages(api_of, cast, f"/search?q={WORD}&limit=3"), [])) == threads


def test_an_engine_that_ranks_otherwise_when_more_is_wanted_loses_and_repeats_nothing(
    threads, indexed, api_of, cast, app, monkeypatch
):
    monkeypatch.setattr("search.reading.WINDOW", 4)
    indexed()
    engine = app.extensions["wenqu"].engine
    hits = engine.search(EngineQuery(language.parse(WORD).groups, limit=10)).hits

    def search(wanted):
        turned = [(post, float(number)) for number, (post, _) in enumerate(hits)] if wanted.limit > 4 else hits
        return EngineResult(tuple(sorted(turned, key=lambda hit: -hit[1])[: wanted.limit]), len(hits))

    monkeypatch.setattr(engine, "search", search)
    found = sum(all_pages(api_of, cast, f"/search?q={WORD}&limit=3"), [])
    assert sorted(found) == threads


@pytest.mark.parametrize("at", ["10", "x_1", "1_", "-1_2", "1.5_٣", "9" * 30 + "_1"])
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_a_place_that_is_none_is_refused(threads, indexed, api_of, cast, at, sort):
    indexed()
    assert api_of(cast.guest).get("/search", query_string={"q": WORD, "at": at, "sort": sort}).status_code == 400
