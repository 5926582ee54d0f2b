"""When nothing is written privately about a case, and who may write."""

from types import SimpleNamespace

import pytest

from boards.rules.offices.contact import Side, refusal, side_of, unreachable
from forum.roles import GUEST, ActingRole, Actor, Role

CASE = {
    "author_id": 1,
    "department_id": 7,
    "merged_into_id": None,
    "shown_title": None,
    "hidden": False,
    "withheld": False,
    "channel": "web",
    "status": "accepted",
}
SPEAKS = Actor(2, acting_roles=frozenset({ActingRole(Role.SPOKESPERSON, 7)}))
ELSEWHERE = Actor(3, acting_roles=frozenset({ActingRole(Role.SPOKESPERSON, 8)}))


@pytest.mark.parametrize("status", ["unaccepted", "accepted", "answered", "following-up"])
def test_as_long_as_a_department_has_it_both_write(status):
    assert refusal(SimpleNamespace(**{**CASE, "status": status})) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"merged_into_id": 9}, "合并到主题"),
        ({"shown_title": ""}, "封存"),
        ({"hidden": True}, "屏蔽"),
        ({"withheld": True}, "屏蔽"),
        ({"channel": "hotline"}, "热线"),
        ({"status": "closed"}, "办结"),
        ({"status": "declined"}, "办结"),
        ({"status": "pending"}, "不在任何部门"),
        ({"department_id": None}, "不在任何部门"),
        ({"status": None}, "不在任何部门"),
    ],
)
def test_otherwise_it_says_why_not(change, why):
    assert why in str(refusal(SimpleNamespace(**{**CASE, **change})))


@pytest.mark.parametrize(
    ("actor", "side"),
    [(Actor(1), Side.ASKER), (SPEAKS, Side.DEPARTMENT), (ELSEWHERE, None), (Actor(4), None), (GUEST, None)],
)
def test_only_the_asker_and_the_department_write(actor, side):
    assert side_of(actor, SimpleNamespace(**CASE)) is side


def test_an_account_that_cannot_sign_in_gets_none():
    assert unreachable(disabled=False, closed=False, has_password=True) is None
    assert "注销" in str(unreachable(disabled=True, closed=True, has_password=False))
    assert unreachable(disabled=True, closed=False, has_password=True)
    assert unreachable(disabled=False, closed=False, has_password=False)
