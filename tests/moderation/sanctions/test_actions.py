"""Warnings and suspensions: always with a reason, always with an end, and never in the way of one's own questions."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings
from boards.actions.posts import posts
from boards.actions.posts.threads import ask, support
from boards.models.threads import Post
from forum.accounts.models import Account, Sanction
from forum.accounts.queries import actor_of_account
from forum.problems import Conflict, Forbidden, Invalid
from forum.store.log import Deed, Entry
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning

WEEK = timedelta(days=7)


@pytest.fixture
def rude(question, cast, rules, now):
    return posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="你就是个骗子")


@pytest.fixture
def suspended(question, cast, rules, now):
    """The asker, suspended for a week for the question itself."""
    post = posts.reply(question, actor=cast.asker, now=now, city=rules, text="都是骗子")
    sanctioning.suspend(post, actor=cast.moderator, now=now, until=now + WEEK, code="insult", text="屡次骂人")
    return actor(cast.asker, now)


def actor(one, now):
    return actor_of_account(Account.get_by_id(one.account), now)


def test_a_suspended_netizen_does_not_ask_reply_support_or_edit(suspended, question, rude, places, rules, now):
    own = Post.get(Post.author == suspended.account)
    for attempt in (
        lambda: ask(places.talk_board, actor=suspended, now=now, city=rules, title="又来了", text="内容"),
        lambda: posts.reply(question, actor=suspended, now=now, city=rules, text="又来了"),
        lambda: support(question, actor=suspended, now=now),
        lambda: posts.revise(own, actor=suspended, now=now, text="改一改"),
    ):
        with pytest.raises(Forbidden) as refusal:
            attempt()
        assert (
            "屡次骂人" in str(refusal.value.detail.values["reason"])
            and "2014-09-29" in refusal.value.detail.values["until"]
        )


def test_own_questions_go_on(suspended, question, rude, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    handling.follow_up(question, actor=suspended, now=now, city=rules, text="几号？")
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="周三。")
    ratings.rate(question, actor=suspended, now=now, city=rules, grade=4)
    handling.close(question, actor=suspended, now=now)
    reporting.report(rude, actor=suspended, now=now, city=rules, reason="", code="insult")


def test_it_ends_by_itself(suspended, question, cast, rules, now):
    later = now + WEEK
    assert actor(suspended, later - timedelta(seconds=1)).suspension is not None
    assert posts.reply(question, actor=actor(suspended, later), now=later, city=rules, text="我回来了").floor


def test_it_is_lifted_once_with_a_reason(suspended, cast, now):
    sanction = Sanction.get()
    with pytest.raises(Invalid):
        sanctioning.lift(sanction, actor=cast.moderator, now=now, code="")
    sanctioning.lift(sanction, actor=cast.moderator, now=now, code="mistake", text="认错人了")
    assert actor(suspended, now).suspension is None
    with pytest.raises(Conflict):
        sanctioning.lift(sanction, actor=cast.moderator, now=now, code="mistake")


def test_a_warning_stops_nobody(rude, question, cast, rules, now):
    sanctioning.warn(rude, actor=cast.moderator, now=now, code="insult", text="请就事论事")
    assert posts.reply(question, actor=actor(cast.neighbour, now), now=now, city=rules, text="好的").floor


def test_the_ledger_does_not_say_whom_it_concerns(suspended, cast):
    entry = Entry.get(Entry.deed == Deed.SUSPEND.value)
    account = Account.get_by_id(suspended.account)
    assert entry.object == "sanction/1"
    assert (
        account.public_id not in entry.leaf
        and "post/" not in entry.leaf
        and str(suspended.name) not in (entry.data or "")
    )


@pytest.mark.parametrize("until", [None, timedelta(0), timedelta(seconds=-1), timedelta(days=366)])
def test_without_an_end_in_the_future_and_within_a_year_it_is_refused(rude, cast, now, until):
    with pytest.raises(Invalid):
        sanctioning.suspend(
            rude,
            actor=cast.moderator,
            now=now,
            until=None if until is None else now + until,
            code="insult",
            text="骂人",
        )


@pytest.mark.parametrize(("code", "text"), [("insult", ""), ("", "骂人"), ("same_matter", "骂人"), ("other", " ")])
def test_without_a_reason_nobody_is_warned_or_suspended(rude, cast, now, code, text):
    with pytest.raises(Invalid):
        sanctioning.warn(rude, actor=cast.moderator, now=now, code=code, text=text)
    with pytest.raises(Invalid):
        sanctioning.suspend(rude, actor=cast.moderator, now=now, until=now + WEEK, code=code, text=text)
    assert not Sanction.select().exists()


def test_nobody_is_suspended_twice_at_once(rude, cast, now):
    given = {"actor": cast.moderator, "now": now, "until": now + WEEK, "code": "insult", "text": "骂人"}
    sanctioning.suspend(rude, **given)
    with pytest.raises(Conflict):
        sanctioning.suspend(rude, **given)


@pytest.mark.parametrize("who", ["spokesperson", "moderator", "supervisor", "administrator"])
def test_who_holds_an_office_is_not_suspended_by_moderators(question, cast, rules, now, who):
    post = posts.reply(question, actor=getattr(cast, who), now=now, city=rules, text="说明")
    for do, more in ((sanctioning.warn, {}), (sanctioning.suspend, {"until": now + WEEK})):
        with pytest.raises(Forbidden):
            do(post, actor=cast.moderator, now=now, code="insult", text="骂人", **more)


@pytest.mark.parametrize("who", ["asker", "spokesperson", "supervisor", "administrator"])
def test_only_moderators_warn_and_suspend(rude, cast, now, who):
    with pytest.raises(Forbidden):
        sanctioning.suspend(rude, actor=getattr(cast, who), now=now, until=now + WEEK, code="insult", text="骂人")
