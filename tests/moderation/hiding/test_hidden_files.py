"""The files of a post are shown as its text is: hidden, sealed, held or waiting."""

import io

import pytest
from stage_pictures import picture

from boards.files.models import PostFile
from boards.models.threads import Post
from moderation.hiding.actions import hide, restore
from moderation.words.actions import add


@pytest.fixture
def send(client_of, cast, question):
    """send(alt): the reply of a netizen with a picture that is described so; its file's address."""

    def reply(alt="", text="看图"):
        browser, sent = (
            client_of(cast.asker),
            {"text": "", "kind": "reply", "pictures": (io.BytesIO(picture()), "a.jpg")},
        )
        page = browser.post(f"/threads/{question.id}/posts", data=sent).text
        key = page.split('name="picture" value="')[1].split('"')[0]
        again = {"text": text, "kind": "reply", "picture": key, f"alt-{key}": alt, "looked": "1"}
        assert browser.post(f"/threads/{question.id}/posts", data=again).status_code in (303, 422)
        file = PostFile.get_or_none()
        return file and f"/files/{file.id}/{file.sha256[:12]}.webp"

    return reply


def test_a_hidden_post_s_picture_is_for_author_and_moderator_only(send, app, client_of, cast, now):
    address = send("坑")
    post = Post.get(Post.floor == 2)
    hide(post, actor=cast.moderator, now=now, reason="广告")
    for who in (cast.guest, cast.neighbour, cast.spokesperson):
        assert client_of(who).get(address).status_code == 404
    for who in (cast.asker, cast.moderator):
        assert client_of(who).get(address).headers["Cache-Control"] == "private, no-store"
    page = client_of(cast.guest).get(f"/threads/{post.thread_id}").text
    assert "/files/" not in page and "坑" not in page
    restore(post, actor=cast.moderator, now=now)
    assert client_of(cast.guest).get(address).status_code == 200


def test_a_description_that_must_wait_lets_its_post_wait(send, cast, now, client_of):
    add(["赌博"], tier="hold", actor=cast.moderator, now=now)
    address = send("赌博广告")
    assert Post.get(Post.floor == 2).hidden_at and client_of(cast.guest).get(address).status_code == 404


def test_a_description_that_is_refused_refuses_the_form(send, cast, now):
    add(["赌博"], tier="refuse", actor=cast.moderator, now=now)
    assert send("赌博广告") is None


def test_the_api_and_feeds_tell_of_a_hidden_post_s_picture_as_its_page_does(send, api_of, client_of, cast, now):
    send("坑")
    post = Post.get(Post.floor == 2)
    feed = f"/feeds/threads/{post.thread_id}.atom"
    assert "/files/" in client_of(cast.guest).get(feed).text
    hide(post, actor=cast.moderator, now=now, reason="广告")
    told = client_of(cast.guest).get(feed).text
    assert "/files/" not in told and "坑" not in told
    for who, count in ((cast.guest, 0), (cast.neighbour, 0), (cast.asker, 1), (cast.moderator, 1)):
        assert len(api_of(who).get(f"/posts/{post.id}").json["files"]) == count


METHODS = ({}, {"method": "HEAD"}, {"headers": {"Range": "bytes=0-9"}}, {"headers": {"If-None-Match": "*"}})


@pytest.mark.parametrize("asked", METHODS, ids=str)
def test_no_way_of_asking_gives_what_may_not_be_seen(send, client_of, cast, now, asked):
    address = send("坑")
    names = (address, address.replace(".webp", "-240.webp"), address.replace(".webp", "-480.webp"))
    hide(Post.get(Post.floor == 2), actor=cast.moderator, now=now, reason="广告")
    for name in names:
        answer = client_of(cast.guest).open(name, **asked)
        assert answer.status_code == 404 and b"WEBP" not in answer.data
        assert "ETag" not in answer.headers and "immutable" not in answer.headers.get("Cache-Control", "")
        assert "no-store" in client_of(cast.asker).open(name, **asked).headers["Cache-Control"]
