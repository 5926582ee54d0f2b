"""Who is notified of which deed, deed by deed."""

import pytest

from boards.notifications.rules import (
    BY_AN_OFFICE,
    HOLDING,
    LABELS,
    OF_SEARCHES,
    RELEASING,
    TABLE,
    offered_events,
    recipients,
    rules_for,
)
from boards.rules.deeds.events import Audience, Event
from forum.roles import Role
from forum.store.log import Deed

# Everybody in one relation only, except that 1 asks, watches and wrote the post that is answered.
PEOPLE = {
    Audience.WATCHERS: {1, 2, 3},
    Audience.DEPARTMENT: {10, 11},
    Audience.ASKED: {20},
    Audience.MODERATORS: {30},
    Audience.SUPERVISORS: {40},
    Audience.ANSWERED: {1},
    Audience.WRITER: {5},
    Audience.ASKER: {8},
    Audience.REPORTERS: {6, 7},
    Audience.MENTIONED: {8},
    Audience.MENTIONED_OFFICES: {9},
}
EVERYBODY = {account for accounts in PEOPLE.values() for account in accounts}


def all_of(event, *accounts):
    return dict.fromkeys(accounts, event)


MENTIONED = all_of("mentioned", 8) | all_of("department_mentioned", 9)

CASES = [
    ("case.ask", 1, all_of("question", 10, 11)),
    ("case.publish", 30, all_of("question", 10, 11) | all_of("published", 1, 2, 3) | MENTIONED),
    ("case.accept", 10, all_of("accepted", 1, 2, 3)),
    ("case.first_reply", 10, all_of("first_reply", 1, 2, 3)),
    ("case.result", 10, all_of("result", 1, 2, 3)),
    ("case.platform_answer", 30, all_of("result", 1, 2, 3)),
    ("case.follow_up", 1, all_of("follow_up", 10, 11, 2, 3)),
    ("case.transfer", 99, all_of("arrived", 10, 11) | all_of("transferred", 1, 2, 3)),
    ("case.route", 30, all_of("arrived", 10, 11) | all_of("transferred", 1, 2, 3)),
    ("case.return", 10, all_of("to_route", 30) | all_of("returned", 1, 2, 3)),
    ("case.decline", 10, all_of("declined", 1, 2, 3)),
    ("case.duplicate", 30, all_of("disposed", 1, 2, 3)),
    ("case.discuss", 30, all_of("disposed", 1, 2, 3)),
    ("case.extension_ask", 10, all_of("extension_asked", 40, 1, 2, 3)),
    ("case.extension_grant", 40, all_of("extension_decided", 10, 11, 1, 2, 3)),
    ("case.extension_refuse", 40, all_of("extension_decided", 10, 11, 1, 2, 3)),
    ("case.cohandle", 10, all_of("cohandle_asked", 20) | all_of("cohandled", 1, 2, 3)),
    ("case.input", 20, all_of("input", 10, 11, 1, 2, 3)),
    ("case.rate", 1, all_of("rated", 10, 11)),
    ("case.contact", 10, all_of("contact", 8)),
    ("case.contact_answer", 8, all_of("contact_answer", 10, 11)),
    ("case.close", 1, all_of("closed", 10, 11, 2, 3)),
    ("case.alarm", None, all_of("alarm", 40)),
    ("clock.overdue", None, all_of("clock_overdue", 10, 11) | all_of("case_overdue", 40)),
    ("press.attach", 99, all_of("press_attached", 10, 11, 1, 2, 3)),
    ("promise.ask", None, all_of("promise_due", 10, 11)),
    ("promise.answer", 10, all_of("promise_answered", 1, 2, 3)),
    ("notice.warn", None, all_of("notice_warned", 10, 11)),
    ("notice.issue", 99, all_of("notice_issued", 10, 11) | all_of("notice_urged", 1, 2, 3)),
    ("notice.receive", 10, all_of("notice_received", 40)),
    ("notice.feedback", 10, all_of("notice_feedback", 40)),
    ("notice.close", None, all_of("notice_closed", 10, 11)),
    ("post.create", 2, all_of("reply_to_you", 1) | all_of("reply", 3) | MENTIONED),
    ("post.revise", 2, MENTIONED),
    ("post.hide", 30, all_of("post_hidden", 5)),
    ("post.restore", 30, all_of("post_restored", 5) | MENTIONED),
    ("post.cover", 30, all_of("post_covered", 5)),
    ("post.blur", 30, all_of("post_covered", 5)),
    ("post.uncover", 30, all_of("post_uncovered", 5)),
    ("post.seal", 99, all_of("post_sealed", 5)),
    ("thread.merge", 30, all_of("merged", 1, 2, 3)),
    ("thread.open", 30, all_of("question", 10, 11) | all_of("split_off", 1, 2, 3)),
    ("thread.move", 30, all_of("moved", 1, 2, 3)),
    ("thread.duplicate", 30, all_of("disposed", 1, 2, 3)),
    ("thread.lock", 30, all_of("locked", 1, 2, 3)),
    ("thread.end", 30, all_of("locked", 1, 2, 3)),
    ("thread.hide", 30, all_of("thread_hidden", 1, 2, 3)),
    ("thread.restore", 30, all_of("thread_restored", 1, 2, 3)),
    ("report.uphold", 30, all_of("report_answered", 6, 7)),
    ("report.dismiss", 30, all_of("report_answered", 6, 7)),
    ("account.warn", 30, all_of("sanctioned", 5)),
    ("account.suspend", 30, all_of("sanctioned", 5)),
    ("account.unsuspend", 30, all_of("sanctioned", 5)),
]


@pytest.mark.parametrize(("deed", "doer", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_deed_is_told_to_whom_it_concerns(deed, doer, expected):
    assert recipients(rules_for(deed, "reply"), PEOPLE, doer) == expected


def test_every_line_of_the_table_is_tried_above_and_names_a_deed():
    assert {case[0] for case in CASES} == set(TABLE)
    assert set(TABLE) <= set(Deed)


@pytest.mark.parametrize("deed", TABLE)
@pytest.mark.parametrize("doer", sorted(EVERYBODY))
def test_nobody_is_told_of_a_deed_of_their_own(deed, doer):
    assert doer not in recipients(rules_for(deed, "reply"), PEOPLE, doer)


@pytest.mark.parametrize(
    ("deed", "kind", "facts"),
    [
        ("case.ask", None, {"waits": True}),  # the department is notified when a moderator has published it
        ("post.create", "reply", {"hidden": True}),
        ("thread.support", None, {}),
        ("role.grant", None, {}),
        ("private.look", None, {}),
    ],
)
def test_what_waits_is_hidden_or_told_otherwise_is_told_to_nobody(deed, kind, facts):
    assert recipients(rules_for(deed, kind, **facts), PEOPLE, None) == {}


@pytest.mark.parametrize("kind", ["question", "result", "follow_up"])  # case.result tells of one, and so on
def test_of_a_post_that_is_told_otherwise_only_who_is_mentioned_in_it_is_told(kind):
    assert recipients(rules_for("post.create", kind), PEOPLE, None) == MENTIONED


def test_who_watches_and_is_answered_is_told_once_and_of_the_answer():
    assert recipients(rules_for("post.create", "reply"), {Audience.WATCHERS: {1}, Audience.ANSWERED: {1}}, 2) == {
        1: "reply_to_you"
    }


def test_a_held_post_is_told_of_to_its_writer_and_to_those_who_let_it_go():
    assert recipients(rules_for("post.hide", held=True), PEOPLE, None) == {5: "post_held", 30: "to_screen"}


def test_a_post_let_go_is_told_of_as_if_it_had_just_been_written():
    assert recipients(rules_for("post.restore", held=True), PEOPLE, 30) == {
        5: "post_restored",
        1: "reply_to_you",
        2: "reply",
        3: "reply",
        **MENTIONED,
    }


def test_every_event_has_a_name_of_its_own_and_comes_from_a_deed():
    rules = (*TABLE.values(), HOLDING, RELEASING)
    assert set(LABELS) == set(Event) == {event for pairs in rules for _, event in pairs} | OF_SEARCHES
    assert len({label.msgid for label in LABELS.values()}) == len(Event)


@pytest.mark.parametrize("event", ["reply", "reply_to_you", "follow_up", "rated", "closed", "question"])
def test_no_office_is_named_where_the_author_may_be_anonymous(event):
    assert Event(event) not in BY_AN_OFFICE


SPOKESPERSONS = set(
    "question arrived cohandle_asked contact_answer rated clock_overdue notice_warned notice_issued notice_closed promise_due "
    "department_mentioned".split()
)
SUPERVISORS = set("alarm case_overdue notice_received notice_feedback".split())


@pytest.mark.parametrize(
    ("roles", "of_duty"),
    [
        ({Role.NETIZEN}, set()),
        ({Role.NETIZEN, Role.SPOKESPERSON}, SPOKESPERSONS),
        ({Role.NETIZEN, Role.MODERATOR}, {"to_route", "to_screen"}),
        ({Role.NETIZEN, Role.SUPERVISOR}, SUPERVISORS),
    ],
)
def test_a_duty_adds_its_events_to_everybodys(roles, of_duty):
    assert set(offered_events(roles)) - set(offered_events({Role.NETIZEN})) == of_duty
    assert "result" in offered_events(roles)
