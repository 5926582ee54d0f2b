"""Entering a call: suggestions first if wanted, everything typed comes back, and nothing half-written."""

import pytest

from boards.channels.hotline.actions import decrypt_caller, hotline_actor
from boards.channels.hotline.models import Call
from boards.models.threads import Department, Thread
from forum.accounts.models import Account
from forum.private import DecryptionError, Encryptor
from forum.store import db

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def operator(client_of, cast):
    return client_of(cast.operator)


@pytest.fixture
def duties(places):
    Department.update(duty="负责路灯和物业管理。").where(Department.id == places.housing.id).execute()
    Department.update(duty="负责公路和出租车。").where(Department.id == places.roads.id).execute()


def test_the_form_is_dated_now_in_the_citys_time(operator):
    assert 'value="2014-09-22T10:00"' in operator.get("/hotline").text


def test_without_a_board_it_suggests_one_and_keeps_what_was_typed(operator, call, duties):
    response = operator.post("/hotline/calls", data=call)
    assert response.status_code == 200
    assert 'value="zhujian" checked' in response.text
    assert "职责里有“路灯”" in response.text
    for typed in call.values():
        assert typed in response.text
    assert Thread.select().count() == 0


def test_suggesting_again_keeps_the_choice_and_publishes_nothing(operator, call):
    response = operator.post(
        "/hotline/calls", data={**call, "board": "other", "other_board": "jiaotong", "step": "suggest"}
    )
    assert 'value="jiaotong" checked' in response.text
    assert Thread.select().count() == 0


@pytest.mark.parametrize(
    "chosen", [{"board": "jiaotong"}, {"other_board": "jiaotong"}, {"board": "other", "other_board": "jiaotong"}]
)
def test_with_a_board_it_is_published_there(operator, call, chosen):
    response = operator.post("/hotline/calls", data={**call, **chosen})
    thread = Thread.get()
    assert response.location == f"/threads/{thread.id}"
    assert (thread.board.slug, thread.channel, thread.author_name, thread.role) == (
        "jiaotong",
        "hotline",
        "96811",
        "operator",
    )


def test_the_operator_says_where_it_is_without_naming_the_caller(operator, call, see, cast):
    chosen = {"board": "jiaotong"}
    place = {"address": "人民路与解放路口", "position": "28.9703, 118.8743"}
    wrong = operator.post("/hotline/calls", data={**call, **chosen, **place, "address": f"人民路 {call['phone']}"})
    assert "f-address-error" in wrong.text or "个人信息" in wrong.text
    assert "f-position-error" in operator.post("/hotline/calls", data={**call, **chosen, "position": "95, 118"}).text
    sent = operator.post("/hotline/calls", data={**call, **chosen, **place})
    assert sent.status_code == 303
    page = see(cast.guest, sent.location)
    assert "人民路与解放路口" in page and "28.9703, 118.8743" in page


def test_who_called_is_kept_sealed_and_opens_with_the_key(operator, call, encryptor):
    operator.post("/hotline/calls", data={**call, "board": "zhujian"})
    kept = Call.get()
    assert decrypt_caller(kept, encryptor) == (call["caller"], call["phone"])
    assert kept.phone_masked == "138****1234"
    with pytest.raises(DecryptionError):
        decrypt_caller(kept, Encryptor("another key of thirty-two characters and more"))


@pytest.mark.parametrize(
    ("field", "wrong", "why"),
    [
        ("caller", "", "不能为空"),
        ("caller", "朱\x00女士", "控制字符"),
        ("caller", "一" * 41, "不能超过 40"),
        ("caller", "朱\n女士", "不能换行"),
        ("phone", "", "请填写电话号码"),
        ("phone", "8021234", "请带区号"),
        ("phone", "1381234123", "11 位"),
        ("called_at", "", "请填写来电的日期和时间"),
        ("called_at", "昨天中午", "请填写来电的日期和时间"),
        ("called_at", "0001-01-01T00:00", "请填写来电的日期和时间"),
        ("called_at", "9999-12-31T23:59", "请填写来电的日期和时间"),
        ("called_at", "2014-09-22T10:01", "不能晚于现在"),
        ("kind", "complain", "请选择咨询、投诉或建议"),
        ("title", " ", "不能为空"),
        ("title", "路" * 81, "不能超过 80"),
        ("text", "", "不能为空"),
        ("text", "请打 138-1234-1234 找我", "来电人的号码"),
        ("title", "朱晓兰女士问路灯", "来电人的姓名"),
        ("board", "no-such-board", "没有这个版块"),
        ("board", "\x00", "没有这个版块"),
        ("board", "chengshi", "一个部门的版块"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_comes_back(operator, call, field, wrong, why):
    response = operator.post("/hotline/calls", data={**call, "board": "zhujian", field: wrong})
    assert response.status_code == 422
    assert why in response.text
    for name, typed in call.items():
        assert name == field or typed in response.text
    assert (Thread.select().count(), Call.select().count()) == (0, 0)


def test_everything_wrong_is_said_at_once(operator):
    page = operator.post("/hotline/calls", data={}).text
    assert all(f'href="#f-{field}"' in page for field in ("caller", "phone", "called_at", "kind", "title", "text"))


def test_a_surname_with_a_form_of_address_may_stand_in_public(operator, call):
    response = operator.post(
        "/hotline/calls", data={**call, "caller": "朱女士", "text": "朱女士说灯坏了", "board": "zhujian"}
    )
    assert response.status_code == 303


def test_a_department_that_was_closed_takes_no_call(operator, call, places):
    Department.update(active=False).where(Department.id == places.housing.id).execute()
    assert operator.post("/hotline/calls", data={**call, "board": "zhujian"}).status_code == 422


def test_the_line_is_one_account_that_nobody_can_log_in_to_or_take(called, client_of, cast, now, rules):
    called()
    called()
    (account,) = Account.select().where(Account.display_name == "96811")
    assert account.password_hash is None
    with db.write():
        assert hotline_actor(now, rules).account == account.id
    taken = {"username": account.username, "display_name": "老朱", "password": "a long enough password"}
    assert client_of(cast.guest).post("/register", data=taken).status_code == 422
    assert client_of(cast.guest).post("/login", data={"username": account.username, "password": ""}).status_code == 401


def test_a_netizen_who_took_the_number_as_a_login_does_not_become_the_line(client_of, cast, called):
    taken = {"username": "96811", "display_name": "老朱", "password": "a long enough password"}
    client_of(cast.guest).post("/register", data=taken)
    assert called().author.username != "96811"
