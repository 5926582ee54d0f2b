"""The word list at every door for text: masked, held until a moderator has looked, or refused with an explanation."""

import re

import pytest
from stage_asking import ON_BOARD, look_and_send

from boards.actions.cases import handling, ratings
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.actions.steps.recording import plain_draft
from boards.channels.hotline.actions import Caller, enter
from boards.models.notifications import Notification
from boards.models.threads import Post, Revision, Thread
from boards.models.words import HeldPost
from boards.notifications.reader import reader as notifications
from forum.private import Encryptor
from forum.problems import Invalid
from forum.store.log import Deed, Entry, entry_data
from moderation.words.actions import add, retire


@pytest.fixture(autouse=True)
def words(cast, now):
    """One word of each tier, in force."""
    by = {"actor": cast.moderator, "now": now}
    return [
        *add(["傻瓜"], tier="mask", reason="辱骂", **by),
        *add(["赌博"], tier="hold", reason="可能违法", **by),
        *add(["办假证"], tier="refuse", reason="违法广告", **by),
    ]


@pytest.fixture
def asks(places, cast, rules, now):
    def put(title="路灯不亮", text="请看一看。", **given):
        given = {"actor": cast.asker, "city": rules, "board": places.housing_board, "kind": "complaint", **given}
        return ask(given.pop("board"), now=now, title=title, text=text, **given)

    return put


@pytest.fixture
def replies(question, cast, rules, now):
    return lambda text, actor=None: posts.reply(question, actor=actor or cast.neighbour, now=now, city=rules, text=text)


def text_of(post):
    return Revision.get(Revision.post == post.id, Revision.number == Post.get_by_id(post.id).revision).text


def is_held(post):
    return (
        Post.get_by_id(post.id).hidden_reason == "held"
        and HeldPost.select().where(HeldPost.post == post.id).count() == 1
    )


def test_a_masked_word_is_stored_and_committed_to_as_it_is_shown(replies):
    post = replies("你这个傻 瓜，说什么呢")
    assert text_of(post) == "你这个＊ ＊，说什么呢"
    entry, revision = Entry.get(Entry.post_id == post.id), Revision.get(Revision.post == post.id)
    assert "傻" not in revision.html + (entry.data or "") + entry.leaf
    assert entry.commitment == revision.commitment


def test_a_title_is_masked_like_a_text(asks):
    assert Thread.get_by_id(asks(title="傻瓜规划").id).title == "＊＊规划"


@pytest.mark.parametrize("field", ["title", "text"])
def test_a_refused_word_stops_a_question_and_says_which_and_why(asks, field):
    with pytest.raises(Invalid) as refusal:
        asks(**{field: "这里能办 假 证吗"})
    assert "“办假证”不能在这里发表（违法广告）" in str(refusal.value.errors[field])
    assert Thread.select().count() == 0


def test_a_refused_word_stops_replies_follow_ups_edits_and_ratings(replies, question, cast, rules, now):
    by = {"now": now, "city": rules}
    handling.accept(question, actor=cast.spokesperson, **by)
    handling.give_result(question, actor=cast.spokesperson, text="修好了。", **by)
    own = Post.get(Post.thread == question.id)
    for attempt in (
        lambda: replies("办假证找我"),
        lambda: handling.follow_up(question, actor=cast.asker, text="办假证找我", **by),
        lambda: posts.revise(own, actor=cast.asker, now=now, text="办假证找我"),
        lambda: ratings.rate(question, actor=cast.asker, grade=1, text="办假证找我", **by),
        lambda: ratings.rate(question, actor=cast.asker, grade=1, text="去赌博", **by),
    ):
        with pytest.raises(Invalid, match="不能在这里发表"):
            attempt()
    assert Post.select().count() == 2


def test_a_held_question_waits_even_where_nothing_is_screened(asks):
    thread = asks(text="楼下有人赌博。")
    assert (thread.status, thread.public, thread.disposition) == ("pending", False, None)
    asked = Entry.get(Entry.deed == Deed.ASK.value)
    assert entry_data(asked.data)["words"] == ["赌博"]
    assert HeldPost.select().count() == 0


def test_a_held_title_holds_its_question(asks):
    assert not asks(title="楼下赌博").public


def test_a_held_thread_of_open_talk_is_hidden_with_its_title(asks, places):
    thread = asks(board=places.talk_board, title="说说赌博", kind=None)
    row = Thread.get_by_id(thread.id)
    assert row.hidden and row.status is None and row.public
    assert is_held(Post.get(Post.thread == thread.id))


def test_a_held_reply_is_hidden_by_the_system_until_a_moderator_has_looked(replies, client_of, cast, question):
    post = replies("三楼天天赌博，吵死了")
    assert is_held(post)
    hidden = Entry.get(Entry.deed == Deed.POST_HIDE.value)
    assert (hidden.actor_id, hidden.reason, hidden.post_id) == (None, "held", post.id)
    address = f"/threads/{question.id}"
    for actor, sees in (
        (cast.guest, False),
        (cast.asker, False),
        (cast.spokesperson, False),
        (cast.neighbour, True),
        (cast.moderator, True),
    ):
        page = client_of(actor).get(address).text
        assert ("吵死了" in page) is sees
        assert "等待管理员审核" in page


def test_the_page_says_whether_an_edit_is_public_or_waits(replies, client_of, cast):
    post = replies("三楼很吵")
    writer, address = client_of(cast.neighbour), f"/posts/{post.id}/revisions"
    said = writer.post(address, data={"text": "三楼很吵，天天吵"}, follow_redirects=True).text
    assert "已保存，修改记录公开可查。" in said
    asked = writer.post(address, data={"text": "三楼天天赌博"}, follow_redirects=True).text
    said = writer.post(address, data={"text": "三楼天天赌博", **confirmed(asked)}, follow_redirects=True).text
    assert is_held(post)
    assert "已提交，审核通过后公开。" in said and "已保存" not in said


def confirmed(page):
    """The hidden fields by which a text is sent that the page asked about."""
    return dict(re.findall(r'<input type="hidden" name="((?!csrf|once|kept)[^"]+)" value="([^"]*)"', page))


def test_a_held_follow_up_moves_the_case_on_all_the_same(question, cast, rules, now):
    by = {"now": now, "city": rules}
    handling.accept(question, actor=cast.spokesperson, **by)
    handling.give_result(question, actor=cast.spokesperson, text="修好了。", **by)
    assert is_held(handling.follow_up(question, actor=cast.asker, text="还有人赌博", **by))
    assert Thread.get_by_id(question.id).status == "following-up"


def test_an_edit_can_hold_a_post_too(replies, cast, now):
    post = replies("没事")
    posts.revise(Post.get_by_id(post.id), actor=cast.neighbour, now=now, text="没事，就是赌博")
    assert is_held(post) and HeldPost.get().revision == 2


def test_what_waits_for_screening_needs_no_holding(asks, screened, cast, now):
    thread = asks(city=screened)
    own = Post.get(Post.thread == thread.id)
    posts.revise(own, actor=cast.asker, now=now, text="有人赌博")
    assert HeldPost.select().count() == 0 and Post.get_by_id(own.id).hidden_at is None


def test_an_office_is_masked_but_neither_held_nor_refused(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    post = handling.give_result(
        question, actor=cast.spokesperson, now=now, city=rules, text="赌博和办假证由公安局查处，不是傻瓜。"
    )
    assert text_of(post) == "赌博和办假证由公安局查处，不是＊＊。"
    reply = posts.reply(question, actor=cast.moderator, now=now, city=rules, text="请不要谈赌博")
    assert Post.get_by_id(post.id).hidden_at is None and Post.get_by_id(reply.id).hidden_at is None


def test_a_callers_question_is_a_citizens(places, cast, rules, now):
    given = {
        "actor": cast.operator,
        "now": now,
        "city": rules,
        "encryptor": Encryptor("a key for this test"),
        "kind": "complaint",
    }
    caller = Caller("朱女士", "13812341234", now)
    with pytest.raises(Invalid, match="不能在这里发表"):
        enter(places.housing_board, caller, title="办假证", text="有人贴广告", **given)
    assert not enter(places.housing_board, caller, title="有人赌博", text="每天晚上", **given).public


def test_what_is_imported_is_taken_as_it_was(asks):
    thread = asks(title="办假证的傻瓜", text=plain_draft("办假证的傻瓜赌博"))
    assert thread.public and Thread.get_by_id(thread.id).title == "办假证的傻瓜"
    assert text_of(Post.get()) == "办假证的傻瓜赌博"


def test_a_retired_word_is_a_word_like_any_other(words, replies, cast, now):
    for word in words:
        retire(word, actor=cast.moderator, now=now)
    assert text_of(replies("办假证的傻瓜赌博")) == "办假证的傻瓜赌博"


def test_the_author_is_told_before_a_word_becomes_stars_or_is_held(client_of, cast, places):
    browser, sent = client_of(cast.asker), {"title": "三楼赌博", "text": "一群傻瓜。", "kind": "complaint"}
    page = browser.post(ON_BOARD, data=sent).text
    assert "这些词发出后显示为＊：傻瓜" in page and "先由管理员审核" in page and "一群傻瓜。" in page
    assert look_and_send(browser, sent, looked="1").status_code == 303
    assert (Thread.get().status, text_of(Post.get())) == ("pending", "一群＊＊。")


def test_the_author_and_the_moderators_are_told_of_what_is_held(replies, cast, clock):
    post = replies("三楼天天赌博")
    notifications().catch_up(clock.now())
    told = set(
        Notification.select(Notification.account, Notification.event)
        .where(Notification.event.contains("post_held") | Notification.event.contains("to_screen"))
        .tuples()
    )
    assert told == {(cast.neighbour.account, "post_held"), (cast.moderator.account, "to_screen")}
    assert (
        not Notification.select()
        .where(Notification.account == cast.asker.account, Notification.event == "reply")
        .exists()
    )
    assert post
