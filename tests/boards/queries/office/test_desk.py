"""The desk of a spokesperson: what each row offers, who works on it, and whose clock it shows."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from boards.actions.cases.cohandling import request
from boards.actions.cases.extensions import ask_extension
from boards.actions.cases.handling import accept, follow_up, give_result
from boards.actions.posts import drafts
from boards.models.cases import Draft
from boards.queries.office import desk as desks
from boards.queries.office.desk import desk_page
from boards.queries.office.desk_filter import DeskFilter
from forum.accounts import actions as accounts
from forum.accounts.models import Account


@pytest.fixture
def desk(rules, now):
    """desk(viewer): the DeskPage of a spokesperson, `at` another time when one is given."""

    def read(viewer, at=now, **asked):
        return desk_page(viewer, DeskFilter(**asked), at, rules)

    return read


@pytest.fixture
def row(desk):
    """row(viewer): the only row of that desk."""

    def read(viewer, at=None):
        (found,) = (desk(viewer, at) if at else desk(viewer)).rows
        return found

    return read


@pytest.fixture
def helped(question, cast, places, rules, now):
    """The question accepted by the housing department, which asks the roads department for its input."""
    accept(question, actor=cast.spokesperson, now=now)
    request(question, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请说明。")
    return question


def notes(row):
    return [str(note) for note in row.notes]


def test_an_empty_desk_names_its_department_and_counts_nothing(desk, cast):
    page = desk(cast.spokesperson)
    assert (page.departments, page.rows, page.first, page.following) == (("住建局",), (), None, None)
    assert {each.count for each in page.filters} == {0}


def test_a_new_case_is_accepted_or_answered_at_once(row, cast, question):
    found = row(cast.spokesperson)
    assert (found.accept.url, found.answer.url) == (
        f"/threads/{question.id}/acceptance",
        f"/threads/{question.id}/reply",
    )
    assert (found.accept.primary, found.answer.primary) == (True, False)
    assert (found.board.url, found.clock.kind, found.cohandlers) == ("/boards/zhujian", "accept", False)


def test_an_accepted_case_is_answered_next(row, cast, question, now):
    accept(question, actor=cast.spokesperson, now=now)
    found = row(cast.spokesperson)
    assert (found.accept, found.answer.url, found.answer.primary) == (None, f"/threads/{question.id}/reply", True)


def test_a_question_that_is_asked_again_can_be_accepted_or_answered(row, cast, question, rules, now):
    accept(question, actor=cast.spokesperson, now=now)
    give_result(question, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    follow_up(question, actor=cast.asker, now=now, city=rules, text="又坏了。")
    found = row(cast.spokesperson)
    assert (found.accept.primary, found.answer.primary) == (True, False)


def test_a_request_for_input_offers_its_own_form_and_names_who_leads(row, cast, helped):
    found = row(cast.outsider)
    assert (found.accept, found.answer.url) == (None, f"/threads/{helped.id}/input")
    assert (found.cohandlers, found.department, found.clock.kind) == (True, "住建局", "cohandling")
    assert notes(found) == []


def test_a_case_that_is_asked_again_is_accepted_by_who_leads_and_not_by_who_was_asked_for_input(
    row, cast, helped, rules, now
):
    give_result(helped, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    follow_up(helped, actor=cast.asker, now=now, city=rules, text="又坏了。")
    assert (row(cast.outsider).accept, row(cast.outsider).cohandlers) == (None, True)


def test_a_request_is_late_by_its_own_clock_and_not_by_the_leading_departments(row, cast, helped, now):
    due = {who: row(who).clock.due_at for who in (cast.spokesperson, cast.outsider)}
    early, late = sorted(due, key=due.get)
    between = due[early] + timedelta(seconds=1)
    assert between < due[late]
    assert row(early, between).thread.badge.overdue
    assert not row(late, between).thread.badge.overdue


def test_who_accepted_is_told_to_colleagues_and_to_himself(row, cast, question, now):
    accept(question, actor=cast.colleague, now=now)
    assert notes(row(cast.spokesperson)) == ["周建国 受理"]
    assert notes(row(cast.colleague)) == ["您受理的"]


@pytest.mark.parametrize(("minutes", "note"), [(14, "周建国 正在起草"), (15, "周建国 有一份草稿")])
def test_a_draft_counts_as_being_written_for_a_quarter_of_an_hour(row, cast, question, now, minutes, note):
    drafts.save(question, actor=cast.colleague, now=now, text="还没想好", kind="result")
    at = now + timedelta(minutes=minutes)
    assert (notes(row(cast.spokesperson, at)), row(cast.spokesperson, at).draft) == ([note], None)
    assert (notes(row(cast.colleague, at)), str(row(cast.colleague, at).draft)) == ([], "处理意见")


def test_a_draft_of_another_department_is_not_told(row, cast, helped, now):
    """It stayed from when that department had the case."""
    Draft.create(thread=helped.id, account=cast.outsider.account, kind="reply", text="还没想好", saved_at=now)
    assert notes(row(cast.spokesperson)) == ["您受理的"]


def test_a_draft_of_somebody_who_speaks_no_more_is_not_told(row, cast, question, places, now):
    drafts.save(question, actor=cast.colleague, now=now, text="还没想好")
    accounts.revoke(Account.get_by_id(cast.colleague.account), "spokesperson", places.housing.id, now=now)
    assert notes(row(cast.spokesperson)) == []


def test_an_extension_that_waits_is_told_in_the_citys_time(row, cast, question, now):
    accept(question, actor=cast.spokesperson, now=now)
    until = now + timedelta(days=20)
    ask_extension(question, actor=cast.spokesperson, now=now, until=until, reason="要等设备")
    assert notes(row(cast.spokesperson)) == ["您受理的", "已申请延到 2014-10-12 10:00，等督办决定"]


def test_a_long_desk_keeps_its_filter_on_the_way_on_and_back(desk, cast, asked, monkeypatch):
    monkeypatch.setattr(desks, "MOST", 1)
    asked("一"), asked("二")
    first = desk(cast.spokesperson, status="unaccepted")
    assert (first.here, first.first) == ("/desk?status=unaccepted", None)
    assert first.following.startswith("/desk?status=unaccepted&after=")
    after = parse_qs(urlsplit(first.following).query)["after"][0]
    last = desk(cast.spokesperson, status="unaccepted", after=after)
    assert (last.here, last.first, last.following) == (first.following, "/desk?status=unaccepted", None)
