"""The forms of the verbs: their fields, and what may be chosen."""

import pytest

from boards.actions.city.structure import get_or_create_department
from boards.models.threads import Department
from boards.queries.office.verb_page import VERB_OF, departments_by_slug, verb_page
from boards.rules.labels import DECLINE_LABELS, GRADE_LABELS
from forum.problems import NotFound


def options(page, name):
    chosen_from = [option for field in page.fields if field.name == name for option in field.options]
    return [option[0] for option in chosen_from if getattr(option, "offered", True)]


@pytest.mark.parametrize("noun", sorted(VERB_OF))
def test_each_noun_has_a_form_that_posts_to_itself(question, cast, noun):
    page = verb_page(question.id, noun, cast.moderator)
    assert (page.url, page.heading) == (f"/threads/{question.id}/{noun}", page.submit)
    assert page.fields


@pytest.mark.parametrize(("noun", "field"), [("transfer", "to"), ("cohandling", "departments")])
def test_the_department_that_has_the_case_is_not_offered(question, cast, places, noun, field):
    found = options(verb_page(question.id, noun, cast.spokesperson), field)
    assert places.roads.slug in found
    assert places.housing.slug not in found


def test_only_boards_of_open_discussion_are_offered(question, cast, places):
    assert options(verb_page(question.id, "discussion", cast.moderator), "board") == [places.talk_board.slug]


def test_a_thread_that_is_not_there_has_no_form(cast):
    with pytest.raises(NotFound):
        verb_page(10**6, "transfer", cast.spokesperson)


def test_departments_are_found_by_slug(places):
    assert [found.id for found in departments_by_slug([places.roads.slug, "nowhere"])] == [places.roads.id]
    assert departments_by_slug([]) == []


def test_a_closed_department_is_not_offered(question, cast, places):
    Department.update(active=False).where(Department.id == places.roads.id).execute()
    assert options(verb_page(question.id, "transfer", cast.spokesperson), "to") == []


def test_departments_are_offered_by_position(question, cast, now):
    for slug, position in (("shuili", 2), ("guotu", 1)):
        get_or_create_department(slug, slug, slug, "municipal", now=now, position=position)
    assert options(verb_page(question.id, "transfer", cast.spokesperson), "to") == ["jiaotong", "guotu", "shuili"]


@pytest.mark.parametrize(
    ("noun", "field", "values"),
    [
        ("declination", "code", [code.value for code in DECLINE_LABELS]),
        ("rating", "grade", [str(grade) for grade in GRADE_LABELS]),
    ],
)
def test_what_a_rule_lists_is_offered_as_it_lists_it(question, cast, noun, field, values):
    assert options(verb_page(question.id, noun, cast.moderator), field) == values


def test_a_form_that_has_an_introduction_shows_it(question, cast):
    assert "转办后由对方重新受理" in str(verb_page(question.id, "transfer", cast.spokesperson).lead)
    assert verb_page(question.id, "input", cast.spokesperson).lead is None
