"""A department's own people raise none of its figures: their questions and ratings are in no rate, and marked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from boards.actions.cases import handling, transfers
from boards.actions.cases.ratings import rate
from boards.actions.posts.threads import ask
from boards.models.cases import OwnQuestion, Rating
from boards.queries.lists.statistics import statistics
from boards.queries.thread.thread_page import thread_page
from boards.queries.thread.timeline import history_of
from boards.rules.figures.rates import Record
from forum.accounts import actions as accounts
from forum.accounts.models import Account, MailAddress
from forum.problems import Forbidden
from forum.store.log import Entry, entry_data

WHY = "这件事由贵局负责，请带身份证和不动产权证到一楼窗口办理。"
HOUR = timedelta(hours=1)


@pytest.fixture
def asked_by(places, rules, now):
    def asked_by(actor, board=places.housing_board):
        return ask(board, actor=actor, now=now, city=rules, title="路灯不亮", text="三盏。", kind="complaint")

    return asked_by


@pytest.fixture
def handled(cast, rules, now):
    def handled(thread, by=cast.spokesperson, asker=cast.spokesperson, grade=5):
        handling.accept(thread, actor=by, now=now, city=rules)
        handling.give_result(thread, actor=by, now=now, city=rules, text="已装。")
        return rate(thread, actor=asker, now=now, city=rules, grade=grade)

    return handled


def said(thread):
    rows = Entry.select(Entry.deed, Entry.data).where(Entry.thread_id == thread.id).order_by(Entry.id)
    return [deed for deed, data in rows.tuples() if entry_data(data).get("own_department")]


def test_a_colleagues_answer_and_the_askers_grade_count_in_nothing(
    asked_by, handled, places, cast, rules, now, record_of
):
    thread = asked_by(cast.spokesperson)
    handled(thread, by=cast.colleague)
    found = record_of(places.housing, None, None, now)
    assert found == Record(own_department=1)
    assert statistics(now).clocks["answer"].in_time == 0
    assert said(thread) == ["case.ask", "case.accept", "case.result", "case.rate"]
    assert "不计入满意度" in str(history_of(thread, rules).steps[-1].text)


def test_whoever_answered_may_not_rate_and_is_not_offered_it(asked_by, handled, cast, rules, now):
    with pytest.raises(Forbidden):
        handled(thread := asked_by(cast.spokesperson))
    assert not Rating.select().exists()
    offered = [
        [verb.name for verb in thread_page(thread.id, who, now, rules).verbs]
        for who in (cast.spokesperson, cast.colleague)
    ]
    assert not any("rate" in names for names in offered)


def test_accounts_with_one_confirmed_mail_address_are_one_persons(asked_by, handled, cast, now):
    for actor in (cast.asker, cast.spokesperson):
        MailAddress.create(account=actor.account, sealed="x", key_hash="same", confirmed_at=now)
    thread = asked_by(cast.asker)
    with pytest.raises(Forbidden):
        handled(thread, asker=cast.asker)
    assert "case.result" in said(thread) and OwnQuestion.select().count() == 1


def test_an_address_that_is_not_confirmed_says_nothing(asked_by, handled, cast):
    for actor in (cast.asker, cast.spokesperson):
        MailAddress.create(account=actor.account, asked_sealed="x")
    handled(asked_by(cast.asker), asker=cast.asker)
    assert OwnQuestion.select().count() == 0


def test_to_another_department_it_is_a_question_like_any_other_until_it_comes_home(
    asked_by, places, cast, rules, now, record_of
):
    thread = asked_by(cast.outsider)
    assert not OwnQuestion.select().exists()
    transfers.transfer(thread, actor=cast.spokesperson, now=now, city=rules, to=places.roads, explanation=WHY)
    assert OwnQuestion.get().department_id == places.roads.id and said(thread) == ["case.transfer"]
    assert record_of(places.roads, None, None, now + 999 * HOUR) == Record(own_department=1)


def test_an_asker_who_is_appointed_while_the_case_runs_is_marked_by_the_next_deed(
    asked_by, handled, places, cast, rules, now, record_of
):
    thread = asked_by(cast.asker)
    accounts.grant(Account.get_by_id(cast.asker.account), "spokesperson", now=now, department=places.housing.id)
    handled(thread, asker=cast.asker)
    assert record_of(places.housing, None, None, now) == Record(own_department=1)


def test_a_spokesperson_without_the_second_factor_is_one_of_the_departments_people_too(asked_by, places, cast):
    asked_by(replace(cast.spokesperson, acting_roles=frozenset(), waiting=True))
    assert OwnQuestion.get().department_id == places.housing.id


def test_a_netizens_question_counts(asked_by, handled, places, cast, rules, now, record_of):
    thread = asked_by(cast.asker)
    handled(thread, asker=cast.asker)
    found = record_of(places.housing, None, None, now)
    assert (found.answered_on_time, found.rated, found.own_department, said(thread)) == (1, 1, 0, [])
