"""Freezing a period, and computing it again from the log."""

import json
import threading
from datetime import date, timedelta

import pytest

from boards.actions.cases import handling, ratings
from boards.actions.city.calendar_import import import_calendar
from boards.models.threads import Post
from boards.queries.lists.figures import Scope, counts, counts_of_all, units
from boards.queries.lists.medians import median_minutes
from boards.readers.figures import reader
from boards.rules.figures.choice import Choice
from boards.rules.figures.measures import CITY
from boards.rules.figures.published import FIGURES
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import GUEST
from forum.store import db
from forum.store.log import Deed, Entry, entry_data
from moderation.assessments import actions
from moderation.assessments.models import Assessment
from moderation.hiding import actions as hiding

DAY = timedelta(days=1)


def document_of(assessment):
    return json.loads(assessment.document)


def said(outcome):
    return [str(each) for each in outcome.differences]


def test_the_figures_are_those_of_the_statistics(assessment, period, rules, clock):
    reader(rules).catch_up(clock.now())
    scope = Scope(Choice(*(day.isoformat() for day in period)))
    statistics, document = counts_of_all(scope, clock.now()), document_of(assessment)
    slugs = {unit.slug: unit.id for unit in units().departments}
    told = {CITY: document["city"]} | {slugs[it["slug"]]: it for it in document["departments"]}
    assert {key: {name: found[name] for name in FIGURES} for key, found in statistics.items()} == {
        key: it["figures"] for key, it in told.items()
    }
    assert document["city"]["figures"]["received"] == counts(scope, clock.now())["received"] == 5
    assert document["city"]["figures"]["overdue"] == 3
    assert document["city"]["median_hours"]["answer"] == round(median_minutes(scope)[1] / 60, 1)


def test_each_figure_is_the_number_of_listed_cases_that_it_counts(assessment):
    document = document_of(assessment)
    for slug, unit in {"": document["city"], **{it["slug"]: it for it in document["departments"]}}.items():
        for place, key in enumerate(document["order"]):
            counted = [case for case in document["cases"] if case["counted"].get(slug, 0) >> place & 1]
            assert len(counted) == unit["figures"][key], (slug, key)


def test_the_freeze_is_a_deed_that_states_the_hash_of_the_document(assessment, period):
    entry = Entry.get(Entry.deed == Deed.ASSESSMENT_FREEZE.value)
    told = entry_data(entry.data)
    assert (entry.object, entry.role) == (f"assessment/{assessment.id}", "supervisor")
    assert told["sha256"] == assessment.sha256 and told["first_day"] == period[0].isoformat()
    assert entry.id == assessment.last_entry + 1


def test_it_is_the_same_to_the_byte_when_computed_again_after_all_that_came_later(
    assessment, city, places, cast, rules, clock, asked
):
    assert said(actions.rerun(assessment)) == []
    now = clock.now() + DAY
    handling.give_result(city["late"], actor=cast.spokesperson, now=now, city=rules, text="也修好了。")
    ratings.rate(city["answered"], actor=cast.asker, city=rules, grade=1, solved=False, now=now)
    hiding.hide(Post.get(Post.thread == city["open"].id), actor=cast.moderator, now=now, reason="电话", code="personal")
    handling.follow_up(city["answered"], actor=cast.asker, now=now, city=rules, text="又坏了。")
    asked("later")
    days = f"date,working,name\n{document_of(assessment)['first']},rest,临时放假\n"
    import_calendar(days.encode(), now=now)
    outcome = actions.rerun(Assessment.get_by_id(assessment.id))
    assert said(outcome) == []


def test_a_change_that_no_entry_records_is_no_part_of_it_and_one_in_the_document_is_named(
    assessment, places, engine_altered
):
    forged = document_of(assessment)
    housing = next(it for it in forged["departments"] if it["slug"] == places.housing.slug)
    housing["figures"]["answered"] += 1
    forged["cases"].pop()
    assessment.document = actions.canonical(forged).decode()
    found = said(actions.rerun(assessment))
    assert any("SHA-256" in each for each in found)
    answered = document_of_number(housing, "answered")
    assert f"{housing['name']}：已答复：冻结的是 {answered}，重算的是 {answered - 1}" in found
    assert any(each.startswith("主题 ") for each in found)


def document_of_number(unit, key):
    return unit["figures"][key]


@pytest.fixture
def engine_altered(city):
    """A figure of the running statistics that was altered by hand has no influence."""
    db.raw("UPDATE case_figures SET measures = 0")


@pytest.mark.parametrize("text", ["{}", "[]", "x", '{"city": 1}'])
def test_a_document_that_is_none_is_told_as_such(assessment, text):
    assessment.document = text
    assert "无法比较" in said(actions.rerun(assessment))[-1]


def test_periods_that_cannot_be_are_refused(period, cast, rules, clock):
    first, last = period
    today = rules.day(clock.now())
    for days in (
        (last, first),
        (None, last),
        (first, None),
        (first, today),
        (today + DAY, today + 9 * DAY),
        (date(1850, 1, 1), last),
        (first - 200 * 365 * DAY, last),
        (first - 90 * DAY, first - 60 * DAY),
    ):
        with pytest.raises(Invalid):
            actions.freeze(*days, actor=cast.supervisor, now=clock.now(), city=rules)
    assert not Assessment.select().exists()


def test_more_cases_than_a_document_holds_are_refused(period, cast, rules, clock, monkeypatch):
    monkeypatch.setattr(actions, "MOST_CASES", 4)
    with pytest.raises(Invalid):
        actions.freeze(*period, actor=cast.supervisor, now=clock.now(), city=rules)


def test_only_supervisors_freeze(period, cast, rules, clock):
    for actor, refusal in ((GUEST, Unauthorized), (cast.moderator, Forbidden), (cast.spokesperson, Forbidden)):
        with pytest.raises(refusal):
            actions.freeze(*period, actor=actor, now=clock.now(), city=rules)


def test_a_period_is_frozen_once_also_by_two_at_once(period, cast, rules, clock):
    outcomes = []

    def attempt():
        with db.connection():
            try:
                outcomes.append(actions.freeze(*period, actor=cast.supervisor, now=clock.now(), city=rules))
            except Conflict as refusal:
                outcomes.append(refusal)

    together = [threading.Thread(target=attempt) for _ in range(2)]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert sorted(type(each).__name__ for each in outcomes) == ["Assessment", "Conflict"]
    assert Entry.select().where(Entry.deed == Deed.ASSESSMENT_FREEZE.value).count() == 1
