"""The moderators' page for covering, and what everybody sees afterwards."""

import re

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Thread
from boards.rules.withheld import BLOCKS
from moderation.covering import actions, queries
from moderation.covering.queries import MOST_PARTS, covering_page
from search.reader import SearchReader

PHONE, PLATE = "13812345678", "浙H12345"


@pytest.fixture
def post(places, cast, rules, now):
    """A reply with two numbers, and a reply to it that quotes it."""
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="路口没有灯",
        kind="complaint",
        text="三个路口都没有灯。",
    )
    reply = posts.reply(thread, actor=cast.neighbour, now=now, city=rules, text=f"打我电话{PHONE}，车是{PLATE}，谢谢。")
    posts.reply(thread, actor=cast.asker, now=now, city=rules, text="收到", parent=reply.id)
    return reply


@pytest.fixture
def page(client_of, cast, post):
    return client_of(cast.moderator).get(f"/posts/{post.id}/covering")


def ticked(page):
    return re.findall(r'value="([\d.]+)" checked><span>([^<]*?)\s*<', page.text)


def send(browser, post, **values):
    return browser.post(f"/posts/{post.id}/covering", data={"code": "phone", "reason": "本人的电话", **values})


def test_what_the_rule_finds_is_ticked_already(page):
    assert [words for _, words in ticked(page)] == [PHONE, PLATE]


def test_the_number_is_gone_for_everybody_and_the_rest_stays(client_of, api_of, cast, post):
    assert send(client_of(cast.moderator), post, parts="1.1").status_code == 303
    for who in ("guest", "neighbour", "asker", "moderator", "administrator"):
        actor = getattr(cast, who)
        for address in (
            f"/threads/{post.thread_id}",
            f"/threads/{post.thread_id}?view=tree",
            f"/posts/{post.id}/revisions",
            "/notifications",
        ):
            assert PHONE not in client_of(actor).get(address).text
        shown = api_of(actor).get(f"/posts/{post.id}").json
        assert shown["text"] == f"打我电话{BLOCKS}，车是{PLATE}，谢谢。"
        assert PHONE not in str(shown) + api_of(actor).get(f"/posts/{post.id}/revisions").text
    assert "已遮盖：个人信息" in client_of(cast.guest).get(f"/threads/{post.thread_id}").text
    assert PHONE not in client_of(cast.neighbour).get(f"/posts/{post.id}/edit").text
    assert PHONE not in client_of(cast.moderator).get(f"/posts/{post.id}/covering").text


def test_the_blocks_are_read_out_in_english_too(client_of, cast, post):
    send(client_of(cast.moderator), post, parts="1.1")
    page = client_of(cast.guest).get(f"/threads/{post.thread_id}", headers={"Accept-Language": "en"}).text
    assert f'<span class="covered" role="img" aria-label="Covered: personal data">{BLOCKS}</span>' in page


def test_it_is_found_before_and_not_after(app, client_of, api_of, cast, post, now):
    reader = SearchReader(app.extensions["wenqu"].engine)
    reader.catch_up(now)
    assert api_of(cast.guest).get(f"/search?q={PHONE}").json["total"] == 1
    send(client_of(cast.moderator), post, parts="1.1")
    assert PHONE not in str(api_of(cast.guest).get("/search?q=谢谢").json["items"])
    reader.catch_up(now)
    assert api_of(cast.guest).get(f"/search?q={PHONE}").json["total"] == 0
    assert api_of(cast.guest).get("/search?q=谢谢").json["total"] == 1


def test_the_author_is_told(client_of, cast, post, now):
    from boards.notifications.reader import reader

    send(client_of(cast.moderator), post, parts="1.1")
    reader().catch_up(now)
    assert "您帖子里的个人信息被遮盖" in client_of(cast.neighbour).get("/notifications").text


def test_an_answer_remembered_for_a_key_is_not_given_again(api_of, client_of, cast, post):
    ask_again = {"json": {"text": f"我的是{PHONE}。"}, "headers": {"Idempotency-Key": "k1"}}
    made = api_of(cast.asker).post(f"/threads/{post.thread_id}/posts", **ask_again)
    actions.cover(
        Post.get_by_id(made.json["id"]), actor=cast.moderator, now=post.created_at, parts=["1.1"], code="phone"
    )
    again = api_of(cast.asker).post(f"/threads/{post.thread_id}/posts", **ask_again)
    assert again.status_code == 409
    assert PHONE not in again.text


def test_a_form_without_a_reason_code_comes_back_as_it_was(client_of, cast, post, everything):
    moderator, before = client_of(cast.moderator), everything()
    answer = send(moderator, post, parts=["1.0", "1.3"], code="", reason="号码")
    assert answer.status_code == 422
    assert [value for value, _ in ticked(answer)] == ["1.0", "1.3"]
    assert "号码</textarea>" in answer.text
    assert everything() == before


def test_uncovering_shows_it_again(client_of, cast, post):
    moderator = client_of(cast.moderator)
    send(moderator, post, parts="1.1")
    sent = {"parts": "1.1", "reason": "这是公开的热线"}
    assert moderator.post(f"/posts/{post.id}/uncovering", data=sent).status_code == 303
    assert PHONE in client_of(cast.guest).get(f"/threads/{post.thread_id}").text


def test_markup_in_what_is_covered_does_not_get_out(client_of, cast, post, now):
    text = f'[看<b>这里]("><script>alert({PHONE})</script>) `{PHONE}` <img src=x onerror=alert({PHONE})>'
    posts.revise(post, actor=cast.neighbour, now=now, text=text)
    values = re.findall(
        r'value="(2\.\d+)"[^>]*><span>([^<]*?)\s*<', client_of(cast.moderator).get(f"/posts/{post.id}/covering").text
    )
    send(client_of(cast.moderator), post, parts=[value for value, words in values if words == PHONE])
    page = client_of(cast.guest).get(f"/threads/{post.thread_id}").text
    assert PHONE not in page
    assert "<script>alert" not in page and "<img src=x" not in page


LONG = "好，" * 700 + f"打{PHONE}，" + "再说，" * 300


@pytest.fixture
def long_post(post, cast, rules, now):
    return posts.reply(Thread.get_by_id(post.thread_id), actor=cast.neighbour, now=now, city=rules, text=LONG)


def test_a_long_text_is_divided_among_pages_with_each_part_once(long_post, cast):
    page = covering_page(long_post.id, cast.moderator)
    shown, most = [], 0
    while True:
        parts = [part for _, parts in page.groups for part in parts]
        shown, most = shown + parts, max(most, len(parts))
        if not page.more:
            break
        page = covering_page(long_post.id, cast.moderator, number=page.number + 1)
    assert (page.number, most) == (3, MOST_PARTS)
    assert "".join(part.text for part in shown) == LONG.rstrip() and len({part.value for part in shown}) == len(shown)
    assert [part.text.rstrip("，") for part in shown if part.ticked] == [PHONE]


def test_who_covers_on_a_page_that_goes_on_comes_to_the_next_one(client_of, cast, long_post):
    browser = client_of(cast.moderator)
    assert 'name="following"' in browser.get(f"/posts/{long_post.id}/covering").text
    answer = send(browser, long_post, parts="1.0", following="1")
    assert answer.headers["Location"] == f"/posts/{long_post.id}/covering?page=2"
    assert browser.get(f"/posts/{long_post.id}/covering?page=9").status_code == 404


def test_a_number_at_the_edge_of_a_page_is_recognised(long_post, cast, monkeypatch):
    at = [part.text for _, parts in covering_page(long_post.id, cast.moderator, number=2).groups for part in parts]
    first = MOST_PARTS + at.index(PHONE) if PHONE in at else None
    for most in (first, first + 1):
        monkeypatch.setattr(queries, "MOST_PARTS", most)
        pages = [covering_page(long_post.id, cast.moderator, number=number) for number in (1, 2)]
        found = [part.text for page in pages for _, parts in page.groups for part in parts if part.ticked]
        assert found == [PHONE]
