"""The moderators' tools on the pages: the menu, the forms, and addresses that lead to where a floor stands now."""

import re

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Thread
from boards.rules.moderator_tools import Tool
from forum.store.log import Entry
from moderation.hiding import actions as hiding
from moderation.tools import merging, splitting
from moderation.tools.forms import floors_of


@pytest.fixture
def same(places, cast, rules, now):
    thread = ask(
        places.housing_board,
        actor=cast.neighbour,
        now=now,
        city=rules,
        title="路口没灯",
        text="过不去",
        kind="complaint",
    )
    posts.reply(thread, actor=cast.asker, now=now, city=rules, text="我也问过。")
    return thread


@pytest.fixture
def merged(question, same, cast, rules, now):
    """The second thread merged into the question: its floors 1 and 2 are floors 2 and 3 there."""
    merging.merge(same, actor=cast.moderator, now=now, city=rules, into=question, code="same_matter", text="同一个路口")
    return same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/threads/2", "/threads/1?of=2"),
        ("/threads/2?page=1", "/threads/1?of=2"),
        ("/threads/2?view=tree", "/threads/1?of=2"),
        ("/threads/2/floors/1", "/threads/1#floor-2"),
        ("/threads/2/floors/2", "/threads/1#floor-3"),
        ("/threads/2/floors?floor=2", "/threads/1#floor-3"),
        ("/posts/3", "/threads/1#floor-3"),
    ],
)
def test_every_old_address_of_a_merged_thread_leads_to_its_floor_for_good(client_of, cast, merged, old, new):
    answer = client_of(cast.guest).get(old)
    assert (answer.status_code, answer.location) == (301, new)


def test_a_fragment_of_an_old_address_finds_its_floor_by_the_old_number(client_of, cast, merged):
    """A browser keeps #floor-2 of /threads/2#floor-2 over a redirect whose target has no fragment."""
    page = client_of(cast.guest).get("/threads/1?of=2").text
    assert re.search(r'id="floor-2".*?我也问过', page, re.S) and "已经合并到这里" in page
    assert "三个路口" not in page.split('class="floors"')[1]


def test_floors_that_do_not_exist_are_still_missing(client_of, cast, merged):
    browser = client_of(cast.guest)
    for address in ("/threads/2/floors/3", "/threads/1/floors/4", "/threads/1?of=3", "/threads/1?of=2&page=2"):
        assert browser.get(address).status_code == 404


def test_the_timeline_tells_of_both_threads_and_names_no_moderator(client_of, cast, merged):
    page = client_of(cast.guest).get("/threads/1").text
    assert "主题 2 并入主题 1，从第 2 楼起。理由：说的是同一件事。同一个路口" in page and "原主题 2 的 1楼" in page
    assert cast.moderator.name not in page


def test_a_merged_thread_is_on_no_list(client_of, cast, merged):
    assert "路口没灯" not in client_of(cast.guest).get("/boards/zhujian").text


def test_where_floors_were_split_off_a_line_leads_after_them(client_of, cast, question, places, rules, now):
    for text in ("同问", "公交站没有雨棚", "雨棚确实没有"):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=text)
    new = splitting.split(
        question,
        actor=cast.moderator,
        now=now,
        city=rules,
        floors=[3],
        title="雨棚",
        code="another_matter",
        board=places.talk_board,
    )
    browser = client_of(cast.guest)
    page = browser.get(f"/threads/{question.id}").text
    assert (
        re.search(r'id="floor-3"><a href="/threads/1/floors/3">3楼已移到别的主题', page)
        and "公交站没有雨棚" not in page.split('class="floors"')[1]
    )
    assert browser.get(f"/threads/{question.id}/floors/3").location == f"/threads/{new.id}#floor-1"
    assert f"由主题 {question.id} 拆出，标题由管理员拟定" in browser.get(f"/threads/{new.id}").text
    assert [
        view.status_code
        for view in (
            browser.get(f"/threads/{question.id}{asked}") for asked in ("?order=desc", "?view=tree", "?only=2")
        )
    ] == [200] * 3


def test_the_menu_is_the_moderators_alone_and_offers_what_fits(client_of, cast, question):
    page = client_of(cast.moderator).get("/threads/1").text
    offered = set(re.findall(r'href="/threads/1/([a-z]+)">', page))
    assert {"relocation", "merger", "pin", "highlight", "lock", "duplication", "hiding"} <= offered
    assert not {"unlock", "unpin", "end", "split"} & offered
    for who in ("guest", "asker", "spokesperson", "administrator"):
        assert "/threads/1/merger" not in client_of(getattr(cast, who)).get("/threads/1").text


@pytest.mark.parametrize("tool", Tool)
def test_each_form_asks_for_a_reason_and_comes_back_with_what_was_typed(client_of, cast, question, tool):
    browser, address = client_of(cast.moderator), f"/threads/{question.id}/{tool.value}"
    assert 'name="code"' in browser.get(address).text
    before = Entry.select().count()
    answer = browser.post(address, data={"reason": "写了一半的说明", "title": "写了一半"})
    assert answer.status_code in (409, 422) and "写了一半的说明" in answer.text
    assert Entry.select().count() == before


def test_marks_show_on_the_board_and_pinned_threads_stand_first(client_of, cast, places, rules, now):
    for n in range(3):
        ask(places.talk_board, actor=cast.asker, now=now, city=rules, title=f"第{n}帖", text="内容")
    browser, first = client_of(cast.moderator), Thread.get()
    for noun, code in (("pin", "notice"), ("highlight", "valuable"), ("lock", "heated")):
        assert browser.post(f"/threads/{first.id}/{noun}", data={"code": code}).status_code == 303
    page = client_of(cast.guest).get("/boards/chengshi").text
    rows = page.split('<li class="thread-row')[1:]
    assert "第0帖" in rows[0] and all(mark in rows[0] for mark in ("置顶", "精华", "已锁定")) and len(rows) == 3
    assert "第1帖" not in client_of(cast.guest).get("/boards/chengshi?best=1").text


def test_a_hidden_thread_shows_placeholders_and_its_text_to_nobody_else(client_of, cast, question, now):
    hiding.hide_thread(question, actor=cast.moderator, now=now, code="personal", text="写了别人的电话")
    for address in (
        "/threads/1",
        "/boards/zhujian",
        "/posts/1/revisions",
        "/moderation/log",
        "/feeds/moderation.atom",
        "/api/v1/threads/1",
        "/api/v1/posts/1",
    ):
        page = client_of(cast.guest).get(address).text
        assert "三个路口" not in page and "三衢路口没有红绿灯" not in page, address
    assert "泄露个人信息。写了别人的电话" in client_of(cast.guest).get("/threads/1").text


@pytest.mark.parametrize(("raw", "floors"), [
    ("3", [3]), ("3、5", [3, 5]), ("3, 5-7", [3, 5, 6, 7]), ("", []), ("5-3", []), ("x", None), ("3-", None), ("-3", None), ("1-9999", None),
    ("٣", None), ("999999999", None),
])  # fmt: skip
def test_how_floors_are_typed(raw, floors):
    assert floors_of(raw) == floors


def test_through_the_api_a_moderator_merges_splits_and_takes_marks_back(api_of, cast, question, same):
    caller, why = api_of(cast.moderator), {"code": "same_matter"}
    into = caller.post("/threads/2/merger", json={**why, "into": 1})
    assert (into.status_code, into.json["id"], into.json["floors"]) == (200, 1, 3)
    assert caller.get("/threads/2").json["merged_into"] == 1
    post = caller.get("/posts/3").json
    assert (post["thread"], post["floor"], post["first_thread"], post["first_floor"]) == (1, 3, 2, 2)
    made = caller.post(
        "/threads/1/split", json={"code": "another_matter", "floors": [3], "title": "另一件事", "board": "chengshi"}
    )
    assert (made.status_code, made.json["board"], made.headers["Location"]) == (201, "chengshi", "/api/v1/threads/3")
    assert [post["floor"] for post in caller.get("/threads/1/posts").json["items"]] == [1, 2]
    for noun, code in (("lock", "heated"), ("pin", "notice"), ("highlight", "valuable")):
        assert caller.post(f"/threads/3/{noun}", json={"code": code}).status_code == 200
        assert caller.delete(f"/threads/3/{noun}").status_code == 200
        assert caller.delete(f"/threads/3/{noun}").status_code == 409
    assert caller.post("/threads/1/merger", json={**why, "into": 1}).status_code == 422
    assert Post.select().where(Post.place_thread == 3).count() == 1


@pytest.mark.parametrize("noun", ["merger", "duplication"])
@pytest.mark.parametrize(
    "pasted", ["/threads/1", "http://127.0.0.1:8000/threads/1?page=1#floor-1", "http://localhost/threads/1", " #1 "]
)
def test_a_thread_is_named_by_its_pasted_address(client_of, cast, question, same, noun, pasted):
    sent = {"into": pasted, "of": pasted, "code": "same_matter"}
    assert client_of(cast.moderator).post(f"/threads/{same.id}/{noun}", data=sent).status_code == 303
    there = Thread.get_by_id(same.id)
    assert 1 in (there.merged_into_id, there.duplicate_of_id)


def test_an_address_of_another_site_is_refused(client_of, cast, question, same):
    sent = {"into": "https://other.example/threads/1", "code": "same_matter"}
    assert client_of(cast.moderator).post(f"/threads/{same.id}/merger", data=sent).status_code == 422
