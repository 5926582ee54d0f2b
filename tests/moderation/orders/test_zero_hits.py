"""A sealed sentence is looked for wherever it stood: not one place gives it away any more, to anybody."""

import re

import pytest

from boards.actions.cases import handling
from boards.models.threads import Post
from boards.notifications.reader import reader as notifications
from search.reader import SearchReader

EVERYONE = (
    "guest",
    "asker",
    "neighbour",
    "spokesperson",
    "outsider",
    "moderator",
    "operator",
    "supervisor",
    "reporter",
    "signatory",
    "administrator",
)
PAGES = (
    "/", "/boards/zhujian", "/boards/zhujian?sort=newest", "/threads", "/threads?sort=supports", "/threads/{thread}", "/threads/{thread}?view=tree",
    "/threads/{thread}?view=tree&root=2", "/threads/{thread}?order=desc", "/threads/{thread}?only=1", "/threads/{other}",
    "/posts/{post}/revisions", "/posts/{reply}/revisions", "/search?q={sentence}", "/search?q={title}", "/search?q=台阶", "/moderation/log",
    "/feeds/moderation.atom", "/feeds/site.atom", "/feeds/boards/zhujian.atom", "/feeds/departments/zhujian.atom", "/feeds/threads/{thread}.atom", "/feeds/search.atom?q={title}",
    "/departments/zhujian", "/statistics", "/orders", "/notifications", "/account", "/desk",
    "/threads/{thread}/reply?parent=1", "/threads/{thread}/reply?parent=2", "/posts/{post}/edit", "/posts/{reply}/edit",
    "/posts/{post}/hiding", "/posts/{post}/covering", "/moderation", "/supervision", "/hotline/callbacks", "/hotline/looks",
    "/search/similar?q={title}&board=zhujian", "/orders/new?post={post}", "/threads/{thread}/transfer",
)  # fmt: skip
CALLS = (
    "/boards",
    "/boards/zhujian",
    "/boards/zhujian/threads",
    "/threads/{thread}",
    "/threads/{thread}/posts",
    "/posts/{post}",
    "/posts/{reply}",
    "/posts/{post}/revisions",
    "/posts/{reply}/revisions",
    "/search?q={sentence}",
    "/search?q={title}",
    "/posts/{post}/proof",
    "/posts/{reply}/proof",
)


@pytest.fixture
def places_to_look(thread, post, reply, places, cast, rules, now, words):
    """What the addresses hold: the thread has a neighbour on its board that links to it."""
    from boards.actions.posts.threads import ask

    given = {"actor": cast.neighbour, "now": now, "city": rules, "kind": "complaint"}
    other = ask(places.housing_board, title="另一件事", text="没有关系。", **given)
    handling.accept(thread, actor=cast.spokesperson, now=now)
    handling.give_result(thread, actor=cast.spokesperson, now=now, text="已经修好。", city=rules)
    return {
        "thread": thread.id,
        "post": post.id,
        "reply": reply.id,
        "other": other.id,
        "sentence": words.sentence,
        "title": words.title,
    }


@pytest.fixture
def look(client_of, api_of, cast, places_to_look):
    """look(): {(who, address): text} of every page and call, the words that were asked for left out."""

    def everywhere():
        found = {}
        for who in EVERYONE:
            browser, program = client_of(getattr(cast, who)), api_of(getattr(cast, who))
            for page in PAGES:
                found[who, page] = _without_the_question(browser.get(page.format(**places_to_look)).text)
            for call in CALLS:
                found[who, f"API {call}"] = program.get(call.format(**places_to_look)).text
        return found

    return everywhere


def _without_the_question(page):
    """The page or feed without what its reader put into the search box and the address."""
    return re.sub(
        r'(value|href|content|title)="[^"]*"|<title>[^<]*搜索：[^<]*</title>',
        "",
        re.sub(r"<title>[^<]*- [^<]*</title>|<h1>[^<]*</h1>" if "search" in page[:2000] else "$^", "", page),
    )


def hits(found, *sought):
    return {place for place, text in found.items() if any(each in text for each in sought)}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_stood_in_many_places_and_stands_in_none(app, look, sealed, post, reply, words, now):
    index = SearchReader(app.extensions["wenqu"].engine)
    index.catch_up(now)
    notifications().catch_up(now)
    sought = (words.sentence, words.title)
    before = hits(look(), *sought)
    assert {
        "/threads/{thread}",
        "/boards/zhujian",
        "/search?q={sentence}",
        "API /posts/{post}",
        "API /threads/{thread}",
    } <= {place for who, place in before if who == "guest"}
    sealed(post, reply)
    assert hits(look(), *sought) == set()  # at once, though the index has not been told yet
    index.catch_up(now)
    notifications().catch_up(now)
    assert hits(look(), *sought) == set()


def test_the_index_itself_forgets_it(app, api_of, cast, sealed, post, reply, words, now):
    index = SearchReader(app.extensions["wenqu"].engine)
    index.catch_up(now)
    from search.engines.base import EngineQuery
    from search.query.language import parse

    query = parse(f'"{words.sentence}"')
    wanted = EngineQuery(groups=query.groups, limit=10)
    assert {number for number, _ in index.engine.search(wanted).hits} == {post.id, reply.id}
    sealed(post, reply)
    assert api_of(cast.guest).get(f"/search?q={words.sentence}").json["items"] == []
    index.catch_up(now)
    assert index.engine.search(wanted).hits == ()


def test_an_export_and_the_raw_rows_of_the_log_hold_no_word_of_it(sealed, post, reply, words):
    from forum.store.log import Entry

    sealed(post, reply)
    for entry in Entry.select():
        assert words.sentence not in f"{entry.data}{entry.leaf}" and words.title not in f"{entry.data}{entry.leaf}"


def test_what_a_program_was_answered_is_not_answered_again(api_of, places, cast, sealed, words, second):
    asked = {
        "json": {"title": words.title, "text": f"{words.sentence}。", "kind": "complaint"},
        "headers": {"Idempotency-Key": "k1"},
    }
    made = api_of(cast.neighbour).post("/boards/zhujian/threads", **asked)
    assert made.status_code == 201
    sealed(Post.get(Post.thread == made.json["id"]))
    again = api_of(cast.neighbour).post("/boards/zhujian/threads", **asked)
    assert again.status_code == 409
    assert words.title not in again.text and words.sentence not in again.text
