"""Reports: grouped, answered, and never left without an end."""

import pytest

from boards.actions.posts import posts
from boards.models.moderation import Report
from boards.models.notifications import Notification
from boards.models.threads import Post
from boards.notifications.reader import reader
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry, entry_data
from moderation.hiding.actions import hide
from moderation.reports import actions as reporting


@pytest.fixture
def bad(question, cast, rules, now):
    """A rude reply by the neighbour, reported by the asker and by a colleague of the office."""
    post = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="你就是个骗子")
    for actor in (cast.asker, cast.colleague):
        reporting.report(post, actor=actor, now=now, city=rules, reason="", code="insult")
    return post


def told(account):
    rows = Notification.select(Notification.event).where(Notification.account == account.account)
    return [event for (event,) in rows.tuples()]


def test_upholding_hides_the_post_and_answers_everybody(bad, cast, now):
    reporting.uphold(bad, actor=cast.moderator, now=now, code="insult", text="骂人", answer="已屏蔽，谢谢。")
    assert Post.get_by_id(bad.id).hidden_reason == "骂人"
    answers = Report.select(Report.account, Report.outcome, Report.answer).order_by(Report.id).tuples()
    assert list(answers) == [(actor.account, "upheld", "已屏蔽，谢谢。") for actor in (cast.asker, cast.colleague)]
    deeds = [row.deed for row in Entry.select().where(Entry.object == f"post/{bad.id}").order_by(Entry.id)]
    assert deeds[-2:] == ["post.hide", "report.uphold"]


def test_dismissing_keeps_the_post_and_answers_everybody(bad, cast, now):
    reporting.dismiss(bad, actor=cast.moderator, now=now, answer="这是批评，不是辱骂。")
    assert Post.get_by_id(bad.id).hidden_at is None
    assert {row.outcome for row in Report.select()} == {"dismissed"}
    entry = Entry.get(Entry.deed == Deed.REPORT_DISMISS.value)
    assert entry_data(entry.data) == {"floor": bad.floor, "text": "这是批评，不是辱骂。", "reports": 2}


def test_those_who_reported_it_are_told_and_nobody_else(bad, cast, now):
    reporting.dismiss(bad, actor=cast.moderator, now=now, answer="这是批评。")
    reader().catch_up(now)
    assert "report_answered" in told(cast.asker) and "report_answered" in told(cast.colleague)
    assert "report_answered" not in told(cast.neighbour)


def test_a_post_that_is_hidden_already_is_answered_as_well(bad, cast, now):
    hide(bad, actor=cast.moderator, now=now, reason="骂人", code="insult")
    reporting.uphold(bad, actor=cast.moderator, now=now, code="insult", text="骂人", answer="已屏蔽。")
    assert not Report.select().where(Report.decided_at.is_null()).exists()
    assert Entry.select().where(Entry.deed == Deed.POST_HIDE.value).count() == 1


def test_of_two_moderators_one_decides(bad, cast, now):
    reporting.dismiss(bad, actor=cast.moderator, now=now, answer="这是批评。")
    with pytest.raises(Conflict):
        reporting.uphold(bad, actor=cast.moderator, now=now, code="insult", text="骂人", answer="已屏蔽。")
    assert Post.get_by_id(bad.id).hidden_at is None


def test_a_report_that_came_later_waits_for_an_answer_of_its_own(bad, cast, rules, now):
    seen = Report.select().order_by(Report.id.desc()).get().id
    reporting.report(bad, actor=cast.reporter, now=now, city=rules, reason="", code="insult")
    reporting.dismiss(bad, actor=cast.moderator, now=now, answer="这是批评。", up_to=seen)
    waiting = Report.select(Report.account).where(Report.decided_at.is_null())
    assert [account for (account,) in waiting.tuples()] == [cast.reporter.account]


def test_after_an_answer_one_may_report_again(bad, cast, rules, now):
    with pytest.raises(Conflict):
        reporting.report(bad, actor=cast.asker, now=now, city=rules, reason="", code="insult")
    reporting.dismiss(bad, actor=cast.moderator, now=now, answer="这是批评。")
    reporting.report(bad, actor=cast.asker, now=now, city=rules, reason="他又改了内容", code="insult")
    assert Report.select().where(Report.decided_at.is_null()).count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"code": "insult", "text": "", "answer": "好"},
        {"code": "", "text": "骂人", "answer": "好"},
        {"code": "insult", "text": "骂人", "answer": " "},
    ],
)
def test_without_a_reason_or_an_answer_nothing_is_decided(bad, cast, now, given, everything):
    before = everything()
    with pytest.raises(Invalid):
        reporting.uphold(bad, actor=cast.moderator, now=now, **given)
    assert everything() == before


def test_who_may_report_and_decide(bad, cast, rules, now):
    with pytest.raises(Unauthorized):
        reporting.report(bad, actor=cast.guest, now=now, city=rules, reason="", code="insult")
    for who in ("asker", "spokesperson", "administrator"):
        with pytest.raises(Forbidden):
            reporting.dismiss(bad, actor=getattr(cast, who), now=now, answer="好")
