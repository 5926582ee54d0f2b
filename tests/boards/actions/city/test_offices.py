"""A department's people and working rules: who may keep them, what is refused, and that nothing is lost."""

from datetime import timedelta

import pytest

from boards.actions.city import offices
from boards.models.offices import DepartmentPerson, WorkingRules
from boards.rules.offices import people
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.store.log import Deed, Entry, entry_data

DEPUTY = {"kind": "deputy", "name": "李国平", "office": "党组成员、副局长"}


def entry_of(deed):
    return Entry.select().where(Entry.deed == deed.value).order_by(Entry.id.desc()).get()


@pytest.fixture
def deputy(places, cast, now):
    return offices.add_person(places.housing, actor=cast.spokesperson, now=now, contact=" 0570-3021001 ", **DEPUTY)


def test_a_spokesperson_lists_the_deputy_head_and_it_is_on_record(deputy, places, cast):
    assert (deputy.name, deputy.contact, deputy.removed_at) == ("李国平", "0570-3021001", None)
    entry = entry_of(Deed.PERSON_ADD)
    assert (entry.object, entry.role, entry.department_id) == (
        f"department/{places.housing.id}",
        "spokesperson",
        places.housing.id,
    )
    said = {"slug": "zhujian", "person": deputy.id, "contact": "0570-3021001", **DEPUTY}
    assert entry_data(entry.data) == said


def test_an_administrator_may_too_and_is_on_record_as_one(places, cast, now):
    offices.add_person(places.roads, actor=cast.administrator, now=now, **DEPUTY)
    assert entry_of(Deed.PERSON_ADD).role == "administrator"


@pytest.mark.parametrize("who", ["asker", "outsider", "moderator", "supervisor", "reporter"])
def test_nobody_else_may(who, deputy, places, cast, now):
    given = {"actor": getattr(cast, who), "now": now}
    with pytest.raises(Forbidden):
        offices.add_person(places.housing, **given, **DEPUTY)
    with pytest.raises(Forbidden):
        offices.remove_person(places.housing, deputy.id, **given)
    with pytest.raises(Forbidden):
        offices.revise_rules(places.housing, text="第一条", based_on=0, **given)
    with pytest.raises(Unauthorized):
        offices.revise_rules(places.housing, text="第一条", based_on=0, actor=cast.guest, now=now)


def test_who_is_listed_is_not_listed_twice_and_who_was_removed_may_come_back(deputy, places, cast, now):
    given = {"actor": cast.colleague, "now": now + timedelta(days=1)}
    with pytest.raises(Conflict):
        offices.add_person(places.housing, **given, **DEPUTY)
    offices.remove_person(places.housing, deputy.id, **given)
    with pytest.raises(Conflict):
        offices.remove_person(places.housing, deputy.id, **given)
    offices.add_person(places.housing, **given, **DEPUTY)
    assert [row.removed_at is None for row in DepartmentPerson.select().order_by(DepartmentPerson.id)] == [False, True]


def test_a_person_of_another_department_is_not_found(deputy, places, cast, now):
    with pytest.raises(NotFound):
        offices.remove_person(places.roads, deputy.id, actor=cast.outsider, now=now)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "king"),
        ("name", " "),
        ("name", "李" * 41),
        ("name", "李\n国平"),
        ("name", "李\u202e国平"),
        ("office", "局" * 81),
        ("contact", "1" * 10_000),
    ],
)
def test_a_bad_field_is_named(field, value, places, cast, now):
    with pytest.raises(Invalid) as told:
        offices.add_person(places.housing, actor=cast.spokesperson, now=now, **DEPUTY | {field: value})
    assert list(told.value.errors) == [field]
    assert not DepartmentPerson.select().exists()


def test_a_list_has_an_end(places, cast, now, monkeypatch):
    monkeypatch.setattr(offices, "MOST_PEOPLE", 2)
    for number in range(2):
        offices.add_person(places.housing, actor=cast.spokesperson, now=now, **DEPUTY | {"name": f"李{number}"})
    with pytest.raises(Conflict, match="2"):
        offices.add_person(places.housing, actor=cast.spokesperson, now=now, **DEPUTY)
    assert people.MOST_PEOPLE >= 21  # a unit of Ruian has a deputy head and 20 liaison officers


def test_working_rules_get_the_next_number_and_both_versions_stay(places, cast, now):
    by = {"actor": cast.spokesperson, "now": now}
    offices.revise_rules(places.housing, text="第一条  两小时内受理。", based_on=0, **by)
    offices.revise_rules(places.housing, text="第一条  一小时内受理。", based_on=1, **by)
    assert [(row.number, row.text) for row in WorkingRules.select().order_by(WorkingRules.number)] == [
        (1, "第一条  两小时内受理。"),
        (2, "第一条  一小时内受理。"),
    ]
    assert entry_data(entry_of(Deed.RULES_REVISE).data)["text"] == "第一条  一小时内受理。"


def test_a_version_that_a_colleague_wrote_meanwhile_is_not_overwritten(places, cast, now):
    offices.revise_rules(places.housing, text="甲", based_on=0, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict):
        offices.revise_rules(places.housing, text="乙", based_on=0, actor=cast.colleague, now=now)
    assert WorkingRules.select().count() == 1


def test_a_text_that_is_the_same_or_too_long_or_empty_is_no_version(places, cast, now):
    by = {"actor": cast.spokesperson, "now": now}
    offices.revise_rules(places.housing, text="甲", based_on=0, **by)
    for text in ("甲", "", "甲" * 20_001):
        with pytest.raises(Invalid):
            offices.revise_rules(places.housing, text=text, based_on=1, **by)


def test_departments_count_their_versions_each_for_itself(places, cast, now):
    offices.revise_rules(places.housing, text="甲", based_on=0, actor=cast.spokesperson, now=now)
    assert offices.revise_rules(places.roads, text="乙", based_on=0, actor=cast.outsider, now=now).number == 1
