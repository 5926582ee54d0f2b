"""Choosing a department by a typed name: it works in a plain form, and a name that is unclear comes back with those near it."""

import pytest

from boards.actions.cases import handling
from boards.actions.city.structure import get_or_create_department
from boards.models.threads import Department, Thread

EXPLANATION = "这个路口归交通局管，请带身份证去窗口办理。"


@pytest.fixture
def accepted(question, cast, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    return question


@pytest.fixture
def transfer(accepted, client_of, cast):
    def send(*to):
        return client_of(cast.spokesperson).post(
            f"/threads/{accepted.id}/transfer", data={"to": list(to), "explanation": EXPLANATION}
        )

    return send


def department_of(thread):
    return Thread.get_by_id(thread.id).department.slug


@pytest.mark.parametrize("to", [["jiaotong"], ["交通局"], ["清源市交通运输局"], ["", "jiaotong"], ["交通", "jiaotong"]])
def test_a_case_is_transferred_to_the_department_that_is_typed_or_ticked(transfer, accepted, to):
    assert transfer(*to).status_code == 303
    assert department_of(accepted) == "jiaotong"


@pytest.mark.parametrize("to", ["交通", "jt", "交通运"])
def test_an_unclear_name_comes_back_with_the_near_departments_to_tick(transfer, accepted, to):
    answer = transfer(to)
    assert answer.status_code == 422
    assert "最接近的是：交通局" in answer.text and f'value="{to}"' in answer.text and EXPLANATION in answer.text
    near = answer.text.split("您要找的是")[1].split("</fieldset>")[0]
    assert 'name="to" value="jiaotong"' in near and "checked" not in near
    assert department_of(accepted) == "zhujian"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("", "请选择要转去的部门。"),
        ("住建局", "不能转给自己的部门。"),
        ("外贸局", "这个部门已经停用，不能接收转办。"),
        ("外贸", "没有找到叫“外贸”的部门。"),
    ],
)
def test_a_department_that_cannot_get_it_is_refused_by_name(transfer, accepted, now, to, said):
    closed = get_or_create_department("waimao", "清源市对外贸易局", "外贸局", "municipal", now=now)
    Department.update(active=False).where(Department.id == closed.id).execute()
    answer = transfer(to)
    assert answer.status_code == 422 and said in answer.text
    assert 'value="waimao"' not in answer.text and 'value="zhujian"' not in answer.text
    assert department_of(accepted) == "zhujian"


def test_several_departments_are_asked_for_input_by_name(accepted, client_of, cast, now):
    get_or_create_department("jiaojing", "清源市公安局交通警察支队", "交警支队", "municipal", now=now)
    browser = client_of(cast.spokesperson)
    sent = {"departments": ["交通局、交警"], "text": "请说明这个路口的信号灯由谁安装。"}
    answer = browser.post(f"/threads/{accepted.id}/cohandling", data=sent)
    assert answer.status_code == 422 and "最接近的是：交警支队" in answer.text and 'value="交通局、交警"' in answer.text
    sent["departments"] = ["交通局", "jiaojing"]
    assert browser.post(f"/threads/{accepted.id}/cohandling", data=sent).status_code == 303


def test_the_list_holds_each_other_department_once_by_category(accepted, client_of, cast):
    page = client_of(cast.spokesperson).get(f"/threads/{accepted.id}/transfer").text
    assert page.count('name="to" value="jiaotong"') == 1 and "<legend>部门在线</legend>" in page
    assert "<select" not in page
