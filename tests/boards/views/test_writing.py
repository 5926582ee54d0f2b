"""Preview, quotes and the buttons of the forms, as they work without a script."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post, Revision
from boards.rules.text.quoting import LONGEST, quote
from forum.roles import GUEST
from forum.text.checks import BODY_LIMIT
from forum.text.markup import render


def test_the_preview_is_what_the_renderer_makes_and_stores_nothing(client_of, cast, question):
    browser, before = client_of(cast.neighbour), Revision.select().count()
    shown = browser.post("/preview", data={"text": "**三盏**路灯 <script>x</script>"}).text
    assert "<strong>三盏</strong>路灯 &lt;script&gt;" in shown
    page = browser.post(f"/threads/{question.id}/reply", data={"text": "**三盏**", "step": "preview"}).text
    assert "<strong>三盏</strong>" in page and ">\n**三盏**</textarea>" in page
    assert Revision.select().count() == before and Post.select().count() == 1


@pytest.mark.parametrize("text", ["", " ", "\u202e", "长" * (BODY_LIMIT + 1)])
def test_a_text_that_cannot_be_posted_is_told_in_its_place(client_of, cast, text):
    shown = client_of(cast.neighbour).post("/preview", data={"text": text})
    assert shown.status_code == 200 and 'class="error"' in shown.text


def test_a_guest_who_writes_a_question_sees_a_preview_too(client_of):
    assert "<em>" in client_of(GUEST).post("/preview", data={"text": "*灯* 坏了"}).text


def test_an_edit_is_previewed_before_it_is_saved(client_of, cast, rules, now, question):
    post = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="灯坏了")
    page = client_of(cast.neighbour).post(f"/posts/{post.id}/edit", data={"text": "**灯**坏了"}).text
    assert "<strong>灯</strong>坏了" in page and ">\n**灯**坏了</textarea>" in page
    assert Revision.select().where(Revision.post == post.id).count() == 1
    assert client_of(cast.asker).post(f"/posts/{post.id}/edit", data={"text": "x"}).status_code == 403


def test_a_floor_is_quoted_with_a_link_to_it(client_of, cast, rules, now, question):
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="> 旧的\n\n路口也暗。\n\n第二段。")
    page = client_of(cast.asker).get(f"/threads/{question.id}/reply?parent=2&quote=1").text
    quoted = f"&gt; [2楼](/threads/{question.id}/floors/2)：\n&gt; 路口也暗。\n&gt; 第二段。\n"
    assert quoted in page and "旧的" not in page.split("<textarea")[1]
    thread = client_of(cast.asker).get(f"/threads/{question.id}").text
    assert f"/threads/{question.id}/reply?parent=2&amp;quote=1" in thread


def test_what_is_hidden_is_not_quoted(client_of, cast, rules, now, question):
    post = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="路口也暗。")
    Post.update(hidden_at=now, hidden_role="moderator", hidden_reason="辱骂").where(Post.id == post.id).execute()
    for actor in (cast.asker, cast.neighbour, cast.moderator):
        page = client_of(actor).get(f"/threads/{question.id}/reply?parent=2&quote=1").text
        assert "路口也暗" not in page.split('name="text"')[1]


def test_a_quote_is_bounded_and_renders_as_one_block():
    text = quote("字" * (LONGEST + 1) + "\n\n> 不要\n尾", 7, 3)
    assert text.count("字") == LONGEST - 1 and "…" in text and "不要" not in text
    assert render(text).count("<blockquote>") == 1 and '<a href="/threads/7/floors/3"' in render(text)
    assert quote("> 都是别人的\n  \n", 7, 3) == ""


@pytest.mark.parametrize(
    ("who", "noun", "field"),
    [
        ("spokesperson", "transfer", "explanation"),
        ("spokesperson", "cohandling", "text"),
        ("spokesperson", "declination", "text"),
        ("operator", None, "text"),
    ],
)
def test_every_text_that_becomes_a_post_has_the_buttons(client_of, cast, question, who, noun, field):
    page = client_of(getattr(cast, who)).get(f"/threads/{question.id}/{noun}" if noun else "/hotline").text
    assert f'aria-controls="f-{field}"' in page and "data-preview" in page


def test_a_reason_that_is_no_post_has_none(client_of, cast, question):
    page = client_of(cast.spokesperson).get(f"/threads/{question.id}/return").text
    assert 'id="f-reason"' in page and "data-composer" not in page
