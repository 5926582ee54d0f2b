"""The feed of a search."""

from stage_atom import read

from boards.actions.cases import handling


def test_a_search_has_a_feed_of_what_it_finds_newest_first(client_of, cast, question, say, indexed, settings, clock):
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    say(question, "我也等过这个红绿灯")
    indexed()
    feed = read(client_of(cast.guest).get("/feeds/search.atom?q=红绿灯&sort=relevance"))
    assert [entry.title for entry in feed.entries] and feed.feed.title.endswith("搜索：红绿灯")
    assert feed.feed.links[1].href.startswith(f"{settings.url}/search?q=") and "limit" not in feed.feed.links[1].href
    assert feed.feed.id.startswith(f"{settings.url}/feeds/search.atom?q=")


def test_filters_of_a_search_hold_in_its_feed(client_of, cast, question, indexed):
    indexed()
    found = {
        query: len(read(client_of(cast.guest).get(f"/feeds/search.atom?q=红绿灯&{query}")).entries)
        for query in ("board=zhujian", "board=jiaotong", "status=unaccepted", "status=overdue")
    }
    assert found == {"board=zhujian": 1, "board=jiaotong": 0, "status=unaccepted": 1, "status=overdue": 0}


def test_what_is_overdue_is_asked_again_as_time_goes_by(client_of, cast, question, indexed, clock):
    from datetime import timedelta

    indexed()
    address = "/feeds/search.atom?q=红绿灯&status=overdue"
    assert not read(client_of(cast.guest).get(address)).entries
    clock.advance(timedelta(days=9))
    assert len(read(client_of(cast.guest).get(address)).entries) == 1


def test_a_search_for_nothing_and_a_wrong_one_have_empty_feeds(client_of, cast, question, indexed):
    indexed()
    for query in ("", "q=", "q=没有这样的东西", "q=红绿灯&board=none"):
        assert read(client_of(cast.guest).get(f"/feeds/search.atom?{query}")).entries == []


def test_the_page_of_a_search_leads_to_its_feed(client_of, cast, question, indexed):
    indexed()
    page = client_of(cast.guest).get("/search?q=红绿灯&board=zhujian&sort=date").text
    feed = "/feeds/search.atom?q=%E7%BA%A2%E7%BB%BF%E7%81%AF&amp;board=zhujian"
    assert f'<a href="{feed}">' in page and f'href="{feed}">' in page.partition("</head>")[0]
    assert "atom" not in client_of(cast.guest).get("/search").text
