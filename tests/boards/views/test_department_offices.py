"""A department's people and working rules on its page, on pages of their own, and in the API."""

import pytest

from boards.actions.city import offices


@pytest.fixture
def versions(places, cast, now):
    """Two versions of the working rules of 住建局, the second by an administrator."""
    first = {"actor": cast.spokesperson, "text": "第一条 两小时内受理。\n第二条 三日内答复。"}
    second = {"actor": cast.administrator, "text": "第一条 一小时内受理。\n第二条 三日内答复。"}
    for based_on, given in enumerate((first, second)):
        offices.revise_rules(places.housing, now=now, based_on=based_on, **given)


def test_the_page_of_a_department_names_who_is_in_charge_and_links_its_rules(see, places, cast, now, versions, words):
    given = {"actor": cast.spokesperson, "now": now}
    offices.add_person(places.housing, kind="liaison", name="吴一凡", office="办公室科员", **given)
    offices.add_person(places.housing, kind="deputy", name="李国平", office="副局长", contact="3021001", **given)
    page = see(cast.guest, "/departments/zhujian")
    assert "分管领导 李国平 副局长 3021001 联络员 吴一凡 办公室科员" in words(page)
    assert 'href="/departments/zhujian/rules"' in page and "第 2 版" in page
    assert 'href="/statistics?department=zhujian"' in page
    assert "登记和移出" not in page


def test_a_department_that_keeps_nothing_shows_nothing_of_it_to_others(see, cast, places):
    assert "工作规程" not in see(cast.guest, "/departments/zhujian")
    assert "写工作规程" in see(cast.spokesperson, "/departments/zhujian")
    assert "写工作规程" not in see(cast.spokesperson, "/departments/jiaotong")
    assert "还没有写工作规程" in see(cast.guest, "/departments/zhujian/rules")


def test_a_person_is_added_and_removed_in_the_browser_and_stays_among_the_former(client_of, see, cast, places, words):
    browser = client_of(cast.spokesperson)
    sent = {"kind": "deputy", "name": "李国平", "office": "副局长", "contact": ""}
    assert browser.post("/departments/zhujian/people", data=sent).location.endswith("/departments/zhujian/people")
    assert "李国平 副局长" in words(see(cast.guest, "/departments/zhujian/people"))
    browser.post("/departments/zhujian/people/1/removal")
    page = words(see(cast.guest, "/departments/zhujian/people"))
    assert "曾任" in page and "李国平 分管领导 副局长" in page
    assert "李国平" not in see(cast.guest, "/departments/zhujian")


def test_a_refused_person_comes_back_as_typed(client_of, cast, places):
    sent = {"kind": "", "name": "李国平", "office": "副局长", "contact": "3021001"}
    answer = client_of(cast.spokesperson).post("/departments/zhujian/people", data=sent)
    assert answer.status_code == 422
    assert all(f'value="{typed}"' in answer.text for typed in ("李国平", "副局长", "3021001"))


def test_every_version_shows_its_text_who_wrote_it_and_what_it_changed(see, cast, versions, words):
    now, before = see(cast.guest, "/departments/zhujian/rules"), see(cast.guest, "/departments/zhujian/rules/1")
    assert "第一条 <del>两</del><ins>一</ins>小时内受理。" in now
    assert "系统管理员" in now and "机房一号" not in now
    assert "王晓燕" in before and "两小时" in before and "<del>" not in before and "这是旧的一版" in before


def test_a_version_that_is_not_there_is_a_404(client_of, cast, versions):
    assert client_of(cast.guest).get("/departments/zhujian/rules/3").status_code == 404


def test_a_text_written_over_an_older_version_comes_back_and_goes_through_once_it_was_compared(
    client_of, cast, versions
):
    browser = client_of(cast.spokesperson)
    answer = browser.post("/departments/zhujian/rules", data={"text": "第一条 半小时内受理。", "based_on": "1"})
    assert answer.status_code == 409
    assert "第一条 半小时内受理。" in answer.text and 'name="based_on" value="2"' in answer.text
    answer = browser.post("/departments/zhujian/rules", data={"text": "第一条 半小时内受理。", "based_on": "2"})
    assert answer.location.endswith("/departments/zhujian/rules/3")


@pytest.mark.parametrize("based_on", ["", "x", "99999999999999999999"])
def test_what_is_no_number_of_a_version_is_as_none(client_of, cast, versions, based_on):
    sent = {"text": "第一条", "based_on": based_on}
    assert client_of(cast.spokesperson).post("/departments/zhujian/rules", data=sent).status_code == 409


def test_the_api_says_the_same(api_of, cast, places, now, versions):
    given = {"actor": cast.spokesperson, "now": now}
    offices.add_person(places.housing, kind="deputy", name="李国平", office="副局长", **given)
    api = api_of(cast.guest)
    found = api.get("/departments/zhujian").json
    assert [(each["kind"], each["name"]) for each in found["people"]] == [("分管领导", "李国平")]
    assert (found["board"], found["rules"], found["spokespersons"]) == ("zhujian", 2, ["王晓燕", "周建国"])
    assert [each["number"] for each in api.get("/departments/zhujian/rules").json["items"]] == [2, 1]
    assert "两小时" in api.get("/departments/zhujian/rules/1").json["text"]
    assert api.get("/departments/zhujian/rules/9").status_code == 404
    assert api.get("/departments/jiaotong/rules/1").status_code == 404
    assert [each["slug"] for each in api.get("/departments").json["items"]] == ["zhujian", "jiaotong"]
