"""Lists, pages, posts and their history, as each reader may see them."""

from datetime import timedelta

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask


@pytest.fixture
def talk(places, cast, rules, clock):
    """Five complaints on the housing board, a minute apart; the third is anonymous."""
    return [
        ask(
            places.housing_board,
            actor=cast.asker,
            now=clock.advance(timedelta(minutes=1)),
            city=rules,
            title=f"问题{n}",
            text=f"内容{n}",
            kind="complaint",
            anonymous=n == 3,
        )
        for n in range(1, 6)
    ]


def walk(caller, path):
    """The items of each page, by following `next`."""
    pages = []
    while path:
        answer = caller.get(path).json
        pages.append([item.get("id") or item.get("number") for item in answer["items"]])
        path = answer["next"] and answer["next"].removeprefix("http://127.0.0.1:8000/api/v1")
    return pages


def test_boards_come_with_their_figures_and_their_last_post(api_of, cast, question):
    boards = api_of(cast.guest).get("/boards").json
    assert [board["slug"] for board in boards["items"]] == ["zhujian", "jiaotong", "chengshi"]
    assert (
        boards["items"][0]
        == api_of(cast.guest).get("/boards/zhujian").json
        == {
            "slug": "zhujian",
            "name": "住建局",
            "description": "",
            "section": "department",
            "category": "部门在线",
            "department": "zhujian",
            "department_name": "住建局",
            "threads": 1,
            "posts": 1,
            "last_post": {
                "thread": 1,
                "title": "三衢路口没有红绿灯",
                "at": "2014-09-22T10:00:00+08:00",
                "author": "三衢路的小陈",
            },
        }
    )
    assert (boards["items"][1]["last_post"], boards["next"]) == (None, None)


@pytest.mark.parametrize("sort", ["latest", "newest", "supports"])
def test_threads_are_paged_without_gaps_or_doubles(api_of, cast, talk, sort):
    pages = walk(api_of(cast.guest), f"/boards/zhujian/threads?sort={sort}&limit=2")
    assert pages == [[5, 4], [3, 2], [1]]


def test_threads_are_filtered(api_of, cast, talk):
    api_of(cast.spokesperson).post("/threads/2/acceptance")
    caller = api_of(cast.guest)
    assert walk(caller, "/boards/zhujian/threads?status=accepted&kind=complaint") == [[2]]
    assert walk(caller, "/boards/zhujian/threads?status=unaccepted&kind=suggestion") == [[]]
    assert walk(caller, "/boards/zhujian/threads?status=&limit=") == [[5, 4, 3, 2, 1]]


def test_a_row_of_the_list_says_the_same_as_the_thread(api_of, cast, talk):
    row = api_of(cast.guest).get("/boards/zhujian/threads?limit=1").json["items"][0]
    thread = api_of(cast.guest).get(f"/threads/{row['id']}").json
    assert row == {name: thread[name] for name in row}


def test_posts_are_paged_by_floor(api_of, cast, rules, question, now):
    for n in range(2, 7):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{n}层")
    caller = api_of(cast.guest)
    assert walk(caller, "/threads/1/posts?limit=4") == [[1, 2, 3, 4], [5, 6]]
    assert walk(caller, "/threads/1/posts?from_floor=5&limit=2") == [[5, 6]]
    assert walk(caller, "/threads/1/posts?from_floor=7") == [[]]


@pytest.mark.parametrize(
    ("who", "revealed"),
    [("guest", None), ("neighbour", None), ("moderator", "三衢路的小陈"), ("asker", "三衢路的小陈")],
)
def test_an_anonymous_author_is_known_to_moderators_alone(api_of, cast, talk, who, revealed):
    caller = api_of(getattr(cast, who))
    thread, post = caller.get("/threads/3").json, caller.get("/threads/3/posts").json["items"][0]
    assert thread["author"] == post["author"]
    assert (post["author"]["name"], post["author"]["anonymous"], post["author"]["revealed"]) == (
        "匿名网友",
        True,
        revealed,
    )
    assert thread["timeline"][0]["actor"] == "匿名网友"
    if not revealed:
        everything = [
            caller.get(f"/{path}").text for path in ("threads/3", "threads/3/posts", "posts/3", "posts/3/revisions")
        ]
        assert not any("三衢路的小陈" in text or "asker" in text for text in everything)


def test_an_edit_adds_a_revision_that_everybody_can_read(api_of, cast, question):
    asker, guest = api_of(cast.asker), api_of(cast.guest)
    edited = asker.put("/posts/1", json={"text": "两个路口都没有灯。"})
    assert (edited.status_code, edited.json["revision"], edited.json["text"]) == (200, 2, "两个路口都没有灯。")
    revisions = guest.get("/posts/1/revisions").json["items"]
    assert [revision["number"] for revision in revisions] == [1, 2]
    assert revisions[0]["text"].startswith("三个路口")
    assert revisions[1]["commitment"] == edited.json["commitment"]
    assert walk(guest, "/posts/1/revisions?limit=1") == [[1], [2]]


@pytest.mark.parametrize(
    ("who", "status"), [("guest", 401), ("neighbour", 403), ("moderator", 403), ("administrator", 403)]
)
def test_nobody_edits_anothers_words(api_of, cast, question, who, status):
    assert api_of(getattr(cast, who)).put("/posts/1", json={"text": "别的话"}).status_code == status


def test_html_is_clean(api_of, cast, places):
    sent = {"title": "试试", "text": "<script>alert(1)</script> **好** [x](javascript:alert(1))"}
    thread = api_of(cast.asker).post("/boards/chengshi/threads", json=sent).json
    assert (thread["status"], thread["clocks"], thread["timeline"]) == (None, [], [])
    html = api_of(cast.guest).get(f"/threads/{thread['id']}/posts").json["items"][0]["html"]
    assert "<strong>好</strong>" in html and "<script" not in html and 'href="javascript' not in html


def test_what_has_not_changed_is_not_sent_again(api_of, cast, question):
    caller = api_of(cast.guest)
    tag = caller.get("/threads/1").headers["ETag"]
    again = caller.get("/threads/1", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    api_of(cast.neighbour).post("/threads/1/support")
    assert caller.get("/threads/1", headers={"If-None-Match": tag}).status_code == 200


def test_answers_to_a_token_stay_with_its_reader(api_of, cast, question):
    assert api_of(cast.guest).get("/threads/1").headers["Cache-Control"] == "no-cache"
    mine = api_of(cast.asker).get("/threads/1")
    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= mine.vary
