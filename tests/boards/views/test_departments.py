"""The departments, one department, and a spokesperson's desk."""

import re
from datetime import timedelta

from boards.actions.cases import handling
from boards.actions.city.structure import get_or_create_department
from boards.readers.figures import reader as figures
from forum.accounts import actions as accounts
from forum.accounts.models import Account


def test_the_departments_form_a_tree_with_their_people(see, cast, places, now, words):
    get_or_create_department("anju", "安居中心", "安居中心", "municipal", parent=places.housing, now=now)
    page = words(see(cast.guest, "/departments"))
    assert re.search(
        r"市级部门.*?清源市住房和城乡建设局 2 位发言人 .*?安居中心 0 位发言人 .*?清源市交通运输局 1 位发言人", page
    )


def test_a_department_shows_its_people_its_promise_and_its_record(see, cast, asked, clock, words, rules):
    asked("路口的灯")
    handling.accept(asked("受理了的"), actor=cast.spokesperson, now=clock.now())
    clock.advance(timedelta(hours=30))
    figures(rules).catch_up(clock.now())
    page = words(see(cast.guest, "/departments/zhujian"))
    assert "王晓燕" in page and "周建国" in page and "赵路平" not in page
    assert re.search(r"共收到 2 未受理 1 已受理 1 逾期 1", page)
    assert "受理：办公时间 2 小时内，其他时间 24 小时内" in page


def test_who_no_longer_speaks_is_not_listed(see, cast, places, now):
    accounts.revoke(Account.get_by_id(cast.spokesperson.account), "spokesperson", places.housing.id, now=now)
    assert "王晓燕" not in see(cast.guest, "/departments/zhujian")


def test_an_unknown_department_is_a_friendly_page(client_of, cast, places):
    answer = client_of(cast.guest).get("/departments/nowhere")
    assert answer.status_code == 404 and "没有这个部门" in answer.text and 'href="/departments"' in answer.text


def test_a_city_without_departments_says_what_comes(app):
    assert "还没有部门" in app.test_client().get("/departments").text


def test_the_desk_lists_the_own_departments_open_cases_by_due_time(see, cast, asked, places, clock, words):
    asked("先到期的")
    asked("后到期的")
    asked("别人的", board=places.roads_board)
    page = see(cast.spokesperson, "/desk")
    assert page.index("先到期的") < page.index("后到期的") and "别人的" not in page
    assert 'data-key="a">受理<span class="vh"> 先到期的' in page


def test_an_empty_desk_says_so(see, cast, places):
    assert "没有等着办的问题" in see(cast.spokesperson, "/desk")
