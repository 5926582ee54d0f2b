"""What is left of a hidden post on the pages and answers of boards, and who is told of it."""

import pytest
from stage_pages import everywhere

from boards.actions.posts import posts
from boards.models.threads import Post
from moderation.hiding import actions as hiding


@pytest.fixture
def by(cast, now):
    return {"actor": cast.moderator, "now": now}


def test_a_hidden_title_is_not_the_last_one_shown(see, cast, asked, now):
    asked("写着别人电话的标题")
    hiding.hide(Post.get(), actor=cast.moderator, now=now, reason="写了电话")
    page = see(cast.guest, "/")
    assert "写着别人电话的标题" not in page and "标题已屏蔽" in page


def test_a_hidden_title_stands_nowhere_in_the_list(see, cast, asked, now):
    asked("写着别人电话的标题")
    hiding.hide(Post.get(), actor=cast.moderator, now=now, reason="写了电话")
    assert "写着别人电话的标题" not in see(cast.guest, "/boards/zhujian")


def test_a_hidden_post_leaves_a_placeholder_and_its_text_nowhere(client_of, cast, asked, say, now):
    thread = asked("带电话的标题", text="电话是 13800001111")
    reply = say(thread, "我的电话 13900002222")
    say(thread, "不要写电话", parent=reply.id)
    say(thread, "首楼也写了", parent=Post.get(Post.thread == thread.id, Post.floor == 1).id)
    posts.revise(reply, actor=cast.neighbour, now=now, text="我的电话 13900002222，请回")
    for post in (Post.get(Post.thread == thread.id, Post.floor == 1), reply):
        hiding.hide(Post.get_by_id(post.id), actor=cast.moderator, now=now, reason="写了电话")
    for who in ("guest", "spokesperson", "administrator"):
        for address in [*everywhere(thread, reply), f"/posts/{thread.id}/revisions"]:
            text = client_of(getattr(cast, who)).get(address, follow_redirects=True).text
            for secret in ("13800001111", "13900002222", "带电话的标题"):
                assert secret not in text, (who, address)
    assert "13900002222" in client_of(cast.moderator).get(f"/threads/{thread.id}").text


def test_the_placeholder_says_who_when_and_why_and_goes_when_restored(see, cast, question, say, clock, words):
    reply = say(question, "骂人的话")
    hiding.hide(reply, actor=cast.moderator, now=clock.now(), reason="辱骂他人")
    page = words(see(cast.guest, f"/threads/{question.id}"))
    assert "本楼已被管理员屏蔽" in page and "2014-09-22 10:01" in page and "理由：辱骂他人" in page
    hiding.restore(Post.get_by_id(reply.id), actor=cast.moderator, now=clock.now())
    page = words(see(cast.guest, f"/threads/{question.id}"))
    assert "骂人的话" in page and "本楼已被" not in page


@pytest.mark.parametrize(
    ("who", "seen"), [("guest", False), ("neighbour", False), ("asker", True), ("moderator", True)]
)
def test_a_hidden_post_keeps_its_place_and_says_who_when_and_why(api_of, cast, question, now, who, seen):
    hiding.hide(Post.get(), actor=cast.moderator, now=now, reason="写了别人的电话")
    caller = api_of(getattr(cast, who))
    post, revision = caller.get("/posts/1").json, caller.get("/posts/1/revisions").json["items"][0]
    assert post["hidden"] == {"at": "2014-09-22T10:00:00+08:00", "by": "管理员", "reason": "写了别人的电话"}
    assert [bool(part) for part in (post["text"], post["html"], revision["text"], revision["html"])] == [seen] * 4
    title = caller.get("/threads/1").json["title"]
    assert (title == "三衢路口没有红绿灯") is seen


def test_a_reply_hidden_before_it_is_told_is_told_to_its_author_only(question, cast, told, say, by):
    reply = say(question, "电话 13800000000")
    hiding.hide(reply, **by, reason="写了电话")
    assert told(cast.asker) == []
    assert told(cast.neighbour) == ["post_hidden"]
    hiding.restore(reply, **by)
    assert told(cast.neighbour) == ["post_hidden", "post_restored"]


def test_a_title_hidden_since_is_hidden_among_the_notifications_too(question, client_of, see, cast, say, told, by):
    client_of(cast.reporter).post(f"/threads/{question.id}/watch")
    told(cast.reporter)
    say(question, "同问。")
    hiding.hide(Post.get(Post.thread == question.id, Post.floor == 1), **by, reason="写了电话")
    told(cast.reporter)
    assert "三衢路口" not in see(cast.reporter, "/notifications")
    assert "三衢路口" in see(cast.asker, "/notifications")
