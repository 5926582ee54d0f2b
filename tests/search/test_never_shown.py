"""What a reader may not see is in no hit, snippet, count or choice; also while the index is behind."""

import re

import pytest

from boards.actions.cases.transfers import publish
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.words.actions import add
from search.documents import documents_of
from search.queries import progress

SECRET = "翡翠鱼丸"


@pytest.fixture
def reply(question, cast, rules, now):
    return posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"我家门口的{SECRET}店也有这个问题。")


def shown(answer):
    return [item["post"] for item in answer["items"]], answer["total"]


def test_a_post_is_found_with_its_thread_floor_and_board(found, reply, question):
    answer = found(SECRET)
    (item,) = answer["items"]
    assert (item["thread"], item["post"], item["floor"], item["board"]) == (question.id, reply.id, 2, "zhujian")
    assert (item["status"], answer["total"], answer["more"]) == ("unaccepted", 1, False)
    assert SECRET in item["snippet"]


def test_a_hidden_post_vanishes_for_everybody_and_comes_back(found, reply, cast, now):
    hiding.hide(reply, actor=cast.moderator, now=now, reason="广告")
    assert shown(found(SECRET)) == ([], 0)
    assert shown(found(SECRET, cast.moderator)) == ([], 0)
    hiding.restore(Post.get_by_id(reply.id), actor=cast.moderator, now=now)
    assert shown(found(SECRET)) == ([reply.id], 1)


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_a_post_hidden_a_moment_ago_is_not_shown_by_an_index_that_is_behind(
    found, reply, cast, now, api_of, client_of, sort
):
    found(SECRET)
    hiding.hide(reply, actor=cast.moderator, now=now, reason="广告")
    answer = api_of(cast.guest).get(f"/search?q={SECRET}&sort={sort}").json
    assert shown(answer) == ([], 0)
    page = client_of(cast.guest).get(f"/search?q={SECRET}&sort={sort}").text
    assert SECRET not in re.sub(f'value="{SECRET}"|：{SECRET}|[?]q={SECRET}', "", page), (
        "but where the page repeats the query"
    )
    assert "zhujian" not in page


def test_the_title_of_a_hidden_question_is_not_shown_beside_a_reply(found, reply, question, cast, now):
    first = Post.get(Post.thread == question.id, Post.floor == 1)
    hiding.hide(first, actor=cast.moderator, now=now, reason="写了电话")
    (item,) = found(SECRET)["items"]
    assert question.title not in str(item)
    assert shown(found("红绿灯")) == ([], 0)


def test_a_reply_held_because_of_a_word_is_no_document_of_the_index(question, cast, rules, now):
    add(["赌博"], tier="hold", actor=cast.moderator, now=now)
    held = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="三楼天天赌博，吵死了")
    assert documents_of([held.id]) == ([], [held.id])


def test_a_question_that_waits_is_found_once_it_is_let_out(found, places, cast, screened, now):
    waiting = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=screened,
        title=f"{SECRET}的店",
        text="占道经营。",
        kind="complaint",
    )
    assert [shown(found(SECRET, viewer)) for viewer in (cast.guest, cast.moderator, cast.asker)] == [([], 0)] * 3
    publish(waiting, actor=cast.moderator, now=now, city=screened)
    assert found(SECRET)["total"] == 1


def test_the_name_of_an_anonymous_author_finds_nothing(found, question, cast, rules, now):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=SECRET, anonymous=True)
    assert found(f"author:{cast.neighbour.name}")["items"] == []
    assert found(f"{SECRET} author:{cast.asker.name}")["items"] == []
    assert cast.neighbour.name not in str(found(SECRET))


def test_an_older_text_finds_nothing_once_it_is_revised(found, reply, cast, now):
    found(SECRET)
    posts.revise(reply, actor=cast.neighbour, now=now, text="没什么了。")
    assert shown(found(SECRET)) == ([], 0)


def test_hits_are_marked_and_markup_is_not(client_of, indexed, question, cast, rules, now):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"<b>{SECRET}</b><script>alert(1)</script>")
    indexed()
    page = client_of(cast.guest).get(f"/search?q={SECRET}").text
    assert f"<mark>{SECRET}</mark>" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert f'href="/threads/{question.id}/floors/2"' in page


def test_a_whole_index_says_nothing_of_rebuilding(app, indexed, question):
    indexed()
    assert progress(app.extensions["wenqu"].engine) is None
