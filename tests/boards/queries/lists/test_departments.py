"""Departments: the tree, one department's page, and the names that are kept for them."""

from datetime import timedelta

import pytest

from boards.actions.cases.handling import accept
from boards.models.threads import Department
from boards.queries.lists.departments import department_page, departments_page, get_department, promise, reserved_names
from forum.problems import NotFound


def rows(page):
    return [row.slug for _, group in page.groups for row in group]


def figures(page):
    return {str(label): number for label, number in page.figures}


def test_a_unit_stands_under_the_one_that_it_belongs_to(places):
    Department.update(parent=places.roads.id).where(Department.id == places.housing.id).execute()
    found = [(row.slug, row.depth) for _, group in departments_page().groups for row in group]
    assert found.index((places.housing.slug, 1)) == found.index((places.roads.slug, 0)) + 1


def test_a_closed_department_is_not_listed_and_its_page_stays(places, rules, now):
    Department.update(active=False).where(Department.id == places.roads.id).execute()
    assert places.roads.slug not in rows(departments_page())
    assert department_page(places.roads.slug, now, rules).name == places.roads.name


def test_an_unknown_department_is_not_found(places):
    with pytest.raises(NotFound):
        get_department("nowhere")


def test_a_department_counts_its_cases_by_status_and_what_is_late(places, cast, rules, now, asked):
    first, _ = asked("一"), asked("二")
    accept(first, actor=cast.spokesperson, now=now)
    assert figures(department_page(places.housing.slug, now, rules)) == {
        "共收到": 2,
        "未受理": 1,
        "已受理": 1,
        "逾期": 0,
    }
    later = department_page(places.housing.slug, now + timedelta(days=30), rules)
    assert figures(later)["逾期"] == 2


def test_a_department_without_cases_has_received_none(places, rules, now):
    assert figures(department_page(places.roads.slug, now, rules)) == {"共收到": 0, "逾期": 0}


def test_the_policy_is_told_in_sentences(rules):
    assert [str(sentence) for sentence in promise(rules)][0].startswith("受理：办公时间 2 小时内，其他时间 24 小时内")


def test_both_names_of_every_department_are_kept(places):
    assert {places.housing.name, places.housing.short} <= set(reserved_names().contained)
    assert "清源之声" in reserved_names(["清源之声"]).contained
