"""Departments: the tree, one department's page, and the names that are kept for them."""

from datetime import timedelta

import pytest

from boards.actions.cases.handling import accept
from boards.actions.city.structure import get_or_create_department
from boards.models.threads import Department
from boards.queries.lists.department import department_page
from boards.queries.lists.departments import departments_page, get_department, promise, reserved_names
from boards.readers.figures import reader
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.problems import NotFound
from forum.roles import GUEST
from forum.site_settings import Site


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
    assert department_page(places.roads.slug, GUEST, now, rules).name == places.roads.name


def test_an_unknown_department_is_not_found(places):
    with pytest.raises(NotFound):
        get_department("nowhere")


def test_a_department_counts_its_cases_by_status_and_what_is_late(places, cast, rules, now, asked):
    first, _ = asked("一"), asked("二")
    accept(first, actor=cast.spokesperson, now=now)
    reader(rules).catch_up(now)
    assert figures(department_page(places.housing.slug, GUEST, now, rules)) == {
        "共收到": 2,
        "未受理": 1,
        "已受理": 1,
        "逾期": 0,
    }
    later = department_page(places.housing.slug, GUEST, now + timedelta(days=30), rules)
    assert figures(later)["逾期"] == 2


def test_a_department_without_cases_has_received_none(places, rules, now):
    assert figures(department_page(places.roads.slug, GUEST, now, rules)) == {"共收到": 0, "逾期": 0}


def test_the_policy_is_told_in_sentences(rules):
    assert [str(sentence) for sentence in promise(rules)][0].startswith("受理：办公时间 2 小时内，其他时间 24 小时内")


def test_both_names_of_every_department_are_kept(places):
    assert {places.housing.name, places.housing.short} <= set(reserved_names(Site()).contained)
    assert "清源之声" in reserved_names(Site(), ["清源之声"]).contained


def test_a_unit_below_a_lower_unit_of_its_level_is_listed_after_it(places, now):
    office = get_or_create_department(
        "fangguan", "清源市房产管理处", "房管处", "municipal", now=now, parent=places.housing
    )
    get_or_create_department("chanquan", "清源市产权登记中心", "产权中心", "municipal", now=now, parent=office)
    found = [(row.slug, row.depth) for _, group in departments_page().groups for row in group]
    assert found == [("zhujian", 0), ("fangguan", 1), ("chanquan", 1), ("jiaotong", 0)]


def test_levels_follow_each_other_from_the_city_down(places):
    Department.update(level="community").where(Department.id == places.housing.id).execute()
    found = [(str(label), [row.slug for row in group]) for label, group in departments_page().groups]
    assert found == [("市级部门", ["jiaotong"]), ("社区", ["zhujian"])]


def test_a_unit_below_one_of_another_level_stands_first_in_its_own(places):
    Department.update(level="township", parent=places.roads.id).where(Department.id == places.housing.id).execute()
    assert [(row.slug, row.depth) for _, group in departments_page().groups for row in group] == [
        ("jiaotong", 0),
        ("zhujian", 0),
    ]


def test_the_units_of_a_closed_department_stay_in_the_tree(places):
    Department.update(parent=places.roads.id).where(Department.id == places.housing.id).execute()
    Department.update(active=False).where(Department.id == places.roads.id).execute()
    assert rows(departments_page()) == ["zhujian"]


def test_a_departments_page_links_its_parent_and_its_children(places, rules, now):
    above = get_or_create_department("jiaowei", "清源市建设交通委员会", "交委", "municipal", now=now)
    Department.update(parent=above.id).where(Department.id == places.housing.id).execute()
    below = get_or_create_department("dengguan", "清源市路灯管理所", "路灯所", "county", now=now, parent=places.housing)
    page = department_page(places.housing.slug, GUEST, now, rules)
    assert (page.parent.url, [each.url for each in page.children]) == (
        "/departments/jiaowei",
        [f"/departments/{below.slug}"],
    )
    assert page.board.url == "/boards/zhujian"


def test_who_speaks_no_more_is_neither_named_nor_counted(places, cast, rules, now):
    accounts.revoke(Account.get_by_id(cast.colleague.account), "spokesperson", places.housing.id, now=now)
    assert [name for name, _ in department_page("zhujian", GUEST, now, rules).spokespersons] == ["王晓燕"]
    counted = {row.slug: row.spokespersons for _, group in departments_page().groups for row in group}
    assert counted == {"zhujian": 1, "jiaotong": 1}


def test_a_question_that_waits_for_screening_is_not_received_yet(places, rules, screened, now, asked):
    asked("还在审核", city=screened)
    reader(screened).catch_up(now)
    assert figures(department_page("zhujian", GUEST, now, rules)) == {"共收到": 0, "逾期": 0}
