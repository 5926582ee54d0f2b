"""What the worker counts, and when: nothing hidden, nobody alone, no names, and no more of the log than it must."""

from datetime import timedelta

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import support
from boards.channels.hotline.actions import Caller, enter
from boards.models.threads import Post
from forum.accounts.models import Account, MailAddress
from forum.private import Encryptor
from moderation.hiding import actions as hiding
from moderation.supervision.hot import keeping, reading
from moderation.supervision.hot.keeping import EVERY, HotKeeper, keep_hot_topics
from moderation.supervision.hot.models import HotActivity, HotCount, HotTerm, HotTermThread, HotThread, HotWords
from moderation.supervision.hot.reading import reader
from search.query.topic_words import could_be_a_name, topic_words


def terms():
    return {row.term: row for row in HotTerm.select()}


def threads_of(term):
    return {row.thread for row in HotTermThread.select().where(HotTermThread.term == terms()[term].id)}


def first_post(thread):
    return Post.get(Post.thread == thread.id, Post.floor == 1)


def test_what_four_citizens_ask_about_is_hot_with_exactly_their_questions(dry, counted):
    made = counted()
    assert (made.threads, made.threads_before) == (4, 32)
    assert list(terms()) == ["停水"] and threads_of("停水") == {thread.id for thread in dry}
    assert terms()["停水"].usual == 0


def test_one_person_makes_nothing_hot_and_neither_do_two_accounts_of_one_person(quiet, citizens, asks, counted, now):
    for n in range(6):
        asks(citizens[n % 2], f"停水第{n}次", now - timedelta(hours=n))
    assert counted() and not terms()
    third = asks(citizens[2], "停水了", now)
    for who in citizens[1:3]:
        MailAddress.create(account=who.account, sealed="x", key_hash="same", confirmed_at=now)
    assert counted() and not terms() and third


def test_callers_of_the_hotline_are_told_apart_by_their_numbers(quiet, places, cast, rules, counted, now):
    given = {"actor": cast.operator, "now": now, "city": rules, "encryptor": Encryptor("a key"), "kind": "complaint"}
    for phone in ("13812341111", "13812342222", "13812342222", "13812343333"):
        enter(places.housing_board, Caller("朱女士", phone, now), title="停水了", text="请看一看。", **given)
    counted()
    assert len(threads_of("停水")) == 4
    people = HotTermThread.select(HotTermThread.person).distinct().count()
    assert people == 3


def test_what_is_usual_is_not_hot(quiet, citizens, asks, counted, now):
    for n in range(4):
        asks(citizens[n], ("路灯不亮", "垃圾清运")[n % 2], now - timedelta(days=n))
    assert counted() and not terms()


@pytest.mark.parametrize("secret", ["王建国不修水管", "找13812341234维修", "浙H12345占道"])
def test_names_and_numbers_are_never_hot(quiet, citizens, asks, counted, now, secret):
    for n in range(6):
        asks(citizens[n], f"停水，{secret}" if n < 4 else "停水", now, text=secret if n < 4 else "请看一看。")
    counted()
    assert "停水" in terms()
    assert not any(piece in term for term in terms() for piece in ("王建", "建国", "138", "H12", "h12", "1234"))


def test_the_name_of_an_official_is_not_hot(dry, cast, counted):
    Account.update(display_name="王停水").where(Account.id == cast.colleague.account).execute()
    assert counted() and not terms()


def test_a_netizen_called_like_a_topic_does_not_keep_it_out(dry, cast, counted):
    Account.update(display_name="王停水").where(Account.id == cast.neighbour.account).execute()
    assert counted() and list(terms()) == ["停水"]


def test_hidden_waiting_and_old_questions_have_no_words(
    dry, places, cast, screened, asked, asks, citizens, counted, now
):
    waiting = asked("停水等待审核", city=screened)
    old = asks(citizens[5], "停水的老问题", now - timedelta(days=90))
    hiding.hide(first_post(dry[0]), actor=cast.moderator, now=now, reason="写了电话")
    counted()
    assert threads_of("停水") == {thread.id for thread in dry[1:]}
    kept = {row.thread for row in HotWords.select()}
    assert not kept & {waiting.id, old.id, dry[0].id}
    hiding.restore(first_post(dry[0]), actor=cast.moderator, now=now)
    reader_done = counted()
    assert dry[0].id in {row.thread for row in HotWords.select()} and reader_done


def test_it_is_counted_again_after_ten_minutes_when_something_happened(dry, rules, counted, clock, asks, citizens):
    first = counted()
    clock.advance(timedelta(minutes=1))
    asks(citizens[4], "停水还没好", clock.now())
    assert counted().counted_at == first.counted_at
    clock.advance(EVERY)
    second = counted()
    assert second.counted_at > first.counted_at and len(threads_of("停水")) == 5
    clock.advance(EVERY)
    assert counted().counted_at == second.counted_at and HotCount.select().count() == 1
    clock.advance(timedelta(days=1))
    assert counted().last == rules.day(clock.now())


def test_nothing_is_counted_while_much_of_the_log_is_unread(dry, rules, now, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BEHIND", 3)
    assert keep_hot_topics(rules, now, could_be_a_name) == 0
    reader(rules, topic_words).catch_up(now)
    assert keep_hot_topics(rules, now, could_be_a_name) == 1


def test_what_is_too_old_for_any_count_is_forgotten(dry, counted, clock):
    counted()
    assert HotWords.select().count() == 36
    clock.advance(reading.KEPT - timedelta(days=2))
    counted()
    assert {row.thread for row in HotWords.select()} <= {thread.id for thread in dry}
    assert not terms() and HotTermThread.select().count() == 0


def test_the_reader_goes_on_where_it_stood_and_reads_the_same_again(dry, rules, counted, now):
    counted()
    kept = sorted(HotWords.select().tuples())
    again = reader(rules, topic_words)
    again.name = "the same from the start"
    again.catch_up(now)
    assert sorted(HotWords.select().tuples()) == kept


def test_threads_in_which_many_take_part_rise_without_asker_officials_and_hidden_replies(
    dry, citizens, cast, rules, counted, clock, say
):
    busy, lonely = dry[0], dry[1]
    for who in citizens[1:5]:
        say(busy, "我家也是", actor=who)
    for _ in range(5):
        say(busy, "谢谢大家", actor=citizens[0])
        say(lonely, "顶一下", actor=citizens[5])
    say(lonely, "已派人检查", actor=cast.spokesperson)
    support(lonely, actor=citizens[2], now=clock.now())
    spam = say(lonely, "广告", actor=citizens[3])
    hiding.hide(spam, actor=cast.moderator, now=clock.now(), reason="广告")
    counted()
    assert [(row.thread, row.people, row.usual) for row in HotThread.select()] == [(busy.id, 4, 0)]
    assert HotActivity.select().count() == 16


def test_a_thread_that_is_always_busy_does_not_rise(quiet, citizens, asks, rules, counted, now, cast):
    old = asks(cast.asker, "老话题", now - timedelta(days=50))
    for week in range(7):
        for who in citizens[:4]:
            posts.reply(old, actor=who, now=now - timedelta(days=7 * week, hours=1), city=rules, text="还在等")
    counted()
    assert not HotThread.select().count()


def test_the_keeper_looks_now_and_then(dry, rules, clock):
    class City:
        def refresh(self, now):
            return rules

    reader(rules, topic_words).catch_up(clock.now())
    keeper = HotKeeper(City(), could_be_a_name)
    assert keeper.advance(clock.now()) == 1
    assert keeper.advance(clock.advance(timedelta(seconds=1))) == 0
    assert keeper.advance(clock.advance(timedelta(days=2))) == 1
