"""What people write to the public account becomes questions, follow-ups and answers, once, by the actions of the site."""

from datetime import timedelta

import pytest
from stage_pictures import picture

from boards.actions.cases import handling
from boards.channels.gateways.models import ChannelFailure, Conversation, Inbound
from boards.channels.wechat.actions import Conversing, parts
from boards.files.models import PostFile
from boards.models.locations import Location
from boards.models.threads import Post, Revision, Thread
from boards.notifications.reader import reader as notifications
from boards.notifications.sending.planning import Planner
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.identities.actions import bind
from forum.identities.models import Identity
from forum.outbox.models import OutboxItem
from forum.outbox.sending import Delayed, Unsure
from forum.store import worker

ZHU = "oWx_zhu-0001"
QUESTION = "三衢路路口的路灯坏了半个月，晚上很黑，请尽快修。"


def asked(phone):
    """The Thread of a question that was asked on the phone."""
    said = phone.writes("我要问政", QUESTION, "住建局", "2", "三衢路人民路口", "跳过", "1")
    thread = Thread.get()
    assert f"编号 {thread.id}" in said and f"/threads/{thread.id}" in said
    return thread


def test_a_question_is_posted_with_its_source(phone):
    thread = asked(phone)
    assert (thread.channel, thread.kind, thread.status, thread.board.slug) == (
        "wechat",
        "complaint",
        "unaccepted",
        "zhujian",
    )
    assert thread.title == "三衢路路口的路灯坏了半个月，晚上很黑，请尽快修"
    assert Revision.get().text == QUESTION and Location.get().address == "三衢路人民路口"
    assert Account.get_by_id(thread.author_id).password_hash is None and thread.author_name.startswith("微信网友")


def test_photos_and_the_position_come_with_it(phone):
    phone.side.pictures["media-1"] = picture("JPEG")
    phone.sends(kind="image", media="media-1")
    assert "一共 1 张" in phone.heard()
    phone.sends(kind="location", lat="28.9703", lon="118.8743", label="人民路12号")
    phone.writes(QUESTION, "住建局", "2", "完成", "1")
    thread, place = Thread.get(), Location.get()
    assert PostFile.select().where(PostFile.thread == thread).count() == 1
    assert place.address == "人民路12号" and (place.lat, place.lon) != (289703, 1188743), "it is kept in WGS-84"


def test_a_picture_that_is_none_is_refused_and_the_rest_stays(phone):
    phone.side.pictures["media-1"] = b"<svg onload=alert(1)>"
    phone.writes("我要问政", QUESTION)
    phone.sends(kind="image", media="media-1")
    said = phone.heard()
    assert "SVG" in said and "归哪个部门管" in said


def test_one_message_that_comes_twice_is_worked_once(phone):
    for _ in range(2):
        phone.sends(kind="text", text="你好", key="the same")
    assert phone.heard().count("可以这样写") == 1 and Inbound.select().count() == 1


def test_what_was_worked_is_stored_no_longer(phone):
    phone.writes("我要问政", QUESTION)
    assert Inbound.select().where(Inbound.sealed.is_null(False)).count() == 0
    assert QUESTION not in Conversation.get().sealed


def test_it_is_continued_the_next_day(phone, clock):
    phone.writes("我要问政", QUESTION)
    clock.advance(timedelta(hours=20))
    assert "上次写到一半的问题还在" in phone.writes("在吗")
    phone.writes("继续", "住建局", "2", "跳过", "跳过", "1")
    assert Thread.get().title.startswith("三衢路")


def test_a_word_of_the_list_is_said_and_asked_again(phone, cast, now):
    from boards.models.words import Word

    Word.create(text="坏词", tier="refuse", reason="辱骂", added_by=cast.moderator.account, added_at=now)
    phone.writes("我要问政", QUESTION + "坏词", "住建局", "2", "跳过", "跳过")
    said = phone.writes("1")
    assert "坏词" in said and "重新写一遍" in said and not Thread.select().exists()
    phone.writes(QUESTION, "1")
    assert Thread.get().kind == "complaint"


def test_a_screened_city_says_that_it_waits(of_wechat, phone, screened):
    phone.inbox.handler.city_of = lambda now: screened
    said = phone.writes("我要问政", QUESTION, "住建局", "2", "跳过", "跳过", "1")
    assert "先由管理员审核" in said and not Thread.get().public
    assert "路灯" in phone.writes(f"查进度 {Thread.get().id}"), "its asker sees it"
    assert "没有这个编号" in phone.writes(f"查进度 {Thread.get().id}", openid="oWx_other-001")


@pytest.fixture
def answered(phone, cast, now, rules):
    thread = asked(phone)
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="路灯已于今天修好。")
    return thread


def told(phone):
    """What the notices say, after the worker has read the log and planned."""
    worker.catch_up([notifications()], phone.clock.now())
    planner = Planner(phone.settings)
    while planner.work(phone.clock.now()):
        pass
    phone.works()
    return [notice["text"] for _, notice in phone.side.notices]


def test_the_answer_goes_back_once_by_the_channel_and_by_the_bell(phone, cast, now, rules):
    told(phone)
    thread = asked(phone)
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="路灯已于今天修好。")
    for _ in range(2):
        texts = told(phone)
    assert len([text for text in texts if "路灯已于今天修好。" in text]) == 1
    assert "住建局" in texts[-1] and f"/threads/{thread.id}" in texts[-1]
    assert Account.get_by_id(thread.author_id).unread == 2


def test_progress_shows_the_status_and_the_answer(phone, answered):
    said = phone.writes(f"查进度 {answered.id}", openid="oWx_other-001")
    assert "已答复" in said and "路灯已于今天修好。" in said and "住建局" in said


def test_what_is_hidden_is_not_told(phone, answered, now):
    Post.update(hidden_at=now, hidden_role="moderator", hidden_reason="x").where(Post.kind == "result").execute()
    assert "路灯已于今天修好" not in phone.writes(f"查进度 {answered.id}")


def test_a_follow_up_reopens_it_and_only_the_asker_may(phone, answered):
    assert "不是您" in phone.writes(f"追问 {answered.id} 还是没有修好啊", openid="oWx_other-001")
    assert "追问已经发布" in phone.writes(f"追问 {answered.id} 还是没有修好啊")
    post = Post.select().order_by(Post.id.desc()).get()
    assert (post.kind, post.channel) == ("follow_up", "wechat")
    assert not Identity.select().where(Identity.account != answered.author_id).exists(), "a stranger gets no account"


def test_lists(phone, answered):
    for asked_for, there in (
        ("我的问题", "路灯"),
        ("热点", "路灯"),
        ("记者追踪", "还没有"),
        ("移车", "没有在这里开通"),
    ):
        assert there in phone.writes(asked_for)
    assert "路灯" in phone.writes("看部门", "住建局")
    assert "还没有在这里提过" in phone.writes("我的问题", openid="oWx_other-001")
    assert "没有这个编号" in phone.writes("查进度 999999999999999999")


def test_binding_brings_the_questions_along(phone, answered, cast, now):
    said = phone.writes("绑定")
    code = said.split("验证码：")[1][:9]
    bind(cast.asker, code, now=now, settings=phone.settings)
    assert "路灯" in phone.writes("我的问题")
    assert "追问已经发布" in phone.writes(f"追问 {answered.id} 还是没有修好啊")
    assert Post.select().order_by(Post.id.desc()).get().author_id == answered.author_id


def test_an_office_does_not_post_here(phone, cast, now):
    asked(phone)
    account = Account.get_by_id(Thread.get().author_id)
    accounts.grant(account, "moderator", now=now)
    said = phone.writes("我要问政", QUESTION, "住建局", "2", "跳过", "跳过", "1")
    assert "有职务的账号" in said and Thread.select().count() == 1


def test_a_disabled_account_does_not_post(phone, now):
    asked(phone)
    Account.update(disabled_at=now).execute()
    phone.writes("我要问政", QUESTION, "住建局", "2", "跳过", "跳过", "1")
    assert Thread.select().count() == 1


@pytest.mark.parametrize("event", ["unsubscribe", "view", "location", "scan"])
def test_other_events_are_answered_by_nothing(phone, event):
    phone.sends(kind="event", event=event, event_key="x")
    assert phone.heard() == "" and Conversation.select().count() == 0


def test_what_cannot_be_worked_is_tried_again_and_then_told(phone, clock, monkeypatch):
    monkeypatch.setattr(Conversing, "handle", lambda *given: 1 / 0)
    phone.sends(kind="text", text="你好")
    for _ in range(4):
        clock.advance(timedelta(minutes=20))
        phone.works()
    assert "请再发一次" in phone.heard() and ChannelFailure.get().text == "ZeroDivisionError"
    assert Inbound.get().sealed is None


class Failing:
    """WeChat's side that fails as it is told."""

    def __init__(self, reason):
        self.reason, self.tried = reason, 0

    def say(self, key, openid, text):
        self.tried += 1
        raise self.reason


def test_a_message_that_may_have_arrived_is_not_sent_again(phone, clock):
    phone.sending.transports["wechat"].side = side = Failing(Unsure("no answer"))
    phone.writes("你好")
    clock.advance(timedelta(hours=1))
    phone.works()
    assert side.tried == 1 and OutboxItem.get().failed_at


def test_a_message_that_did_not_arrive_is_sent_later(phone, clock):
    side, phone.sending.transports["wechat"].side = phone.side, Failing(Delayed("busy"))
    phone.writes("你好")
    phone.sending.transports["wechat"].side = side
    clock.advance(timedelta(minutes=2))
    phone.works()
    assert "可以这样写" in phone.heard()


def test_a_message_that_was_interrupted_is_not_sent_again(phone, clock):
    """As after a kill between the claim and the note of how it ended."""
    item = OutboxItem.select
    phone.sending.transports["wechat"].side = Killed = type("Killed", (), {"say": _killed})()
    with pytest.raises(KeyboardInterrupt):
        phone.writes("你好")
    phone.sending.transports["wechat"].side = phone.side
    clock.advance(timedelta(minutes=6))
    phone.works()
    assert phone.heard() == "" and "not known" in item().get().error and Killed


def _killed(self, key, openid, text):
    raise KeyboardInterrupt


@pytest.mark.parametrize("text", ["", "短", "长" * 5000, "行\n" * 4000, "字母a" * 900])
def test_a_text_is_cut_into_messages_that_wechat_takes(text):
    found = parts(text)
    assert len(found) <= 3 and all(0 < len(part.encode()) <= 2048 for part in found)
