"""Header, footer and other parts of pages are drawn once, and lead back to the page on which they stand."""

import pytest

from forum.web.page_cache import fragments
from forum.web.page_cache.fragments import Fragments

STRANGER = {"Cookie": "wenqu=none"}  # the page is made anew


def test_a_part_that_was_drawn_for_another_page_leads_back_to_this_one(app):
    pages = ("/about", "/departments", "/departments?from=<&1>")
    client = app.test_client(use_cookies=False)
    for page in (*pages, *pages):
        html = client.get(page, headers=STRANGER).get_data(as_text=True)
        assert (
            html.count(f'name="next" value="{page.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}"')
            > 2
        )
        assert fragments.ADDRESS not in html
    assert html.count("&lt;&amp;1&gt;") and "<&1>" not in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_marks_itself_in_the_header(app, language):
    headers = STRANGER | {"Accept-Language": language}
    for page in ("/departments", "/about", "/departments"):
        html = app.test_client(use_cookies=False).get(page, headers=headers).get_data(as_text=True)
        assert f'<a href="{page}" aria-current="page">' in html


def test_who_holds_a_role_is_shown_their_work_and_nobody_else_is(app, cast, client_of):
    visitors = {
        "netizen": client_of(cast.asker),
        "moderator": client_of(cast.moderator),
        "guest": app.test_client(use_cookies=False),
    }
    for _ in range(2):
        shown = {who: "/moderation" in _header(client) for who, client in visitors.items()}
        assert shown == {"netizen": False, "moderator": True, "guest": False}


def _header(client):
    return client.get("/boards").get_data(as_text=True).partition("</header>")[0].replace("/moderation/log", "")


def test_fragments_are_dropped_before_they_take_more_memory_than_they_may(monkeypatch):
    monkeypatch.setattr(fragments, "MOST_BYTES", 10_000)
    kept, drawn = Fragments(), []

    def draw(number):
        return lambda: drawn.append(number) or "x" * 1500

    for number in (1, 2, 1, 3, 1):
        kept.get(number, draw(number))
    assert drawn == [1, 2, 3, 1]
