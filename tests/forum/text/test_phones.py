"""Numbers as callers give them and operators type them."""

import pytest

from forum.problems import Invalid
from forum.text.phones import check_phone, mentions


@pytest.mark.parametrize(
    "raw, kept",
    [
        ("13812341234", "13812341234"),
        (" 138 1234 1234 ", "13812341234"),
        ("138-1234-1234", "13812341234"),
        ("１３８１２３４１２３４", "13812341234"),
        ("+86 13812341234", "13812341234"),
        ("008613812341234", "13812341234"),
        ("8613812341234", "13812341234"),
        ("0570-8021234", "0570-8021234"),
        ("05708021234", "0570-8021234"),
        ("(0570) 802 1234", "0570-8021234"),
        ("（0570）8021234", "0570-8021234"),
        ("010-65251234", "010-65251234"),
        ("021 6525 1234", "021-65251234"),
        ("0571-87051234", "0571-87051234"),
        ("0570-8021234-801", "0570-8021234-801"),
        ("0570-8021234转801", "0570-8021234-801"),
        ("0570-8021234 分机 801", "0570-8021234-801"),
        ("0570-8021234 ext.801", "0570-8021234-801"),
    ],
)
def test_a_number_is_kept_in_one_form(raw, kept):
    assert check_phone(raw) == kept
    assert check_phone(kept) == kept


@pytest.mark.parametrize(
    "raw, why",
    [
        ("", "请填写"),
        ("   ", "请填写"),
        (None, "请填写"),
        ("不肯说", "只能有数字"),
        ("1381234123", "11 位，现在是 10 位"),
        ("138123412345", "11 位，现在是 12 位"),
        ("12012341234", "号段"),
        ("13812341234转801", "没有分机"),
        ("8021234", "请带区号"),
        ("0570-802123", "7 至 8 位"),
        ("0570-802123456", "7 至 8 位"),
        ("0170-8021234", "7 至 8 位"),
        ("0570-8021234转1234567", "分机号"),
        ("0570-8021234转总台", "分机号"),
        ("+85223456789", "只能有数字"),
        ("'; DROP TABLE call; --", "只能有数字"),
        ("1" * 10_000, "11 位"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(raw, why):
    with pytest.raises(Invalid) as refusal:
        check_phone(raw)
    assert why in str(refusal.value.errors["phone"])


@pytest.mark.parametrize(
    "text, phone, gives_away",
    [
        ("请打13812341234找我", "13812341234", True),
        ("请打 138-1234 1234 找我", "13812341234", True),
        ("请打１３８１２３４１２３４", "13812341234", True),
        ("请打13812341235", "13812341234", False),
        ("座机8021234", "0570-8021234", True),
        ("0570-802 1234 转 801", "0570-8021234-801", True),
        ("路灯编号 0570", "0570-8021234", False),
    ],
)
def test_a_text_that_gives_the_number_away_is_noticed(text, phone, gives_away):
    assert mentions(text, phone) is gives_away
