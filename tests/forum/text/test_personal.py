"""Personal data that is found before it is posted, and what only looks like it."""

import pytest
from hypothesis import given, strategies as st

from forum.text.personal import COVER, Personal, cover, find, is_card_number, is_id_number

ID, CARD, MOBILE, PLATE = Personal.ID_NUMBER, Personal.BANK_CARD, Personal.MOBILE, Personal.PLATE


def seen(text):
    return [(kind, text[start:end]) for start, end, kind in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        ("身份证11010519491231002X，请核实", ID, "11010519491231002X"),
        ("身份证11010519491231002x", ID, "11010519491231002x"),
        ("440524 1880 0101 0014", ID, "440524 1880 0101 0014"),
        ("我是440524-18800101-0014。", ID, "440524-18800101-0014"),
        ("１１０１０５１９４９１２３１００２Ｘ", ID, "１１０１０５１９４９１２３１００２Ｘ"),
        ("旧证110105491231002。", ID, "110105491231002"),
        ("电话13812341234", MOBILE, "13812341234"),
        ("电话：138 1234 1234找我", MOBILE, "138 1234 1234"),
        ("138-1234-1234", MOBILE, "138-1234-1234"),
        ("+86 13812341234", MOBILE, "+86 13812341234"),
        ("8613812341234", MOBILE, "8613812341234"),
        ("1381\u200b234\u200b1234", MOBILE, "1381\u200b234\u200b1234"),
        ("１３８１２３４１２３４", MOBILE, "１３８１２３４１２３４"),
        ("0570-8021234/13812341234", MOBILE, "13812341234"),
        ("车主19912341234。", MOBILE, "19912341234"),
        ("1.13812345678", MOBILE, "13812345678"),
        ("有三点：\n2.13812345678", MOBILE, "13812345678"),
        ("办法：1.11010519491231002X", ID, "11010519491231002X"),
        ("tel13812345678", MOBILE, "13812345678"),
        ("TEL:13812345678", MOBILE, "13812345678"),
        ("加我wx13812345678", MOBILE, "13812345678"),
        ("V13812345678", MOBILE, "13812345678"),
        ("ID11010519491231002X", ID, "11010519491231002X"),
        ("sfzh110105194912310021".replace("310021", "31002X"), ID, "11010519491231002X"),
        ("013812345678", MOBILE, "013812345678"),
        ("(138)12345678", MOBILE, "(138)12345678"),
        ("（138）12345678", MOBILE, "（138）12345678"),
        ("(13812345678)", MOBILE, "13812345678"),
        ("138/1234/5678", MOBILE, "138/1234/5678"),
        ("138、1234、5678", MOBILE, "138、1234、5678"),
        ("138～1234～5678", MOBILE, "138～1234～5678"),
        ("138_1234_5678", MOBILE, "138_1234_5678"),
        ("138  1234  5678", MOBILE, "138  1234  5678"),
        ("浙C1234警", PLATE, "浙C1234警"),
        ("沪A1234领", PLATE, "沪A1234领"),
        ("使014001乱停", PLATE, "使014001"),
        ("浙 C12345", PLATE, "浙 C12345"),
        ("京·A12345", PLATE, "京·A12345"),
        ("车牌浙H12345堵在门口", PLATE, "浙H12345"),
        ("浙H·1A2B3停在消防通道", PLATE, "浙H·1A2B3"),
        ("浙h 12345", PLATE, "浙h 12345"),
        ("新能源浙HD12345", PLATE, "浙HD12345"),
        ("新能源浙HDA1234", PLATE, "浙HDA1234"),
        ("大车浙H12345F", PLATE, "浙H12345F"),
        ("教练车浙H1234学", PLATE, "浙H1234学"),
        ("新A12345", PLATE, "新A12345"),
        ("卡号6222021234567890128", CARD, "6222021234567890128"),
        ("卡号 6222 0212 3456 7890 128 已退", CARD, "6222 0212 3456 7890 128"),
        ("4111 1111 1111 1111", CARD, "4111 1111 1111 1111"),
    ],
)
def test_personal_data_is_found_however_it_is_typed(text, kind, stretch):
    assert seen(text) == [(kind, stretch)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2014年9月13日08:30至2014-09-14 17:30",
        "20140913 08:30:12",
        "拨打12345、96811、12388、110",
        "市民中心电话0570-8021234转801",
        "4008001234",
        "瑞效督〔2014〕7号",
        "（2014）浙0802民初12345号",
        "浙政发〔2014〕123号",
        "GB/T 9704-2012",
        "总投资13800138000元",
        "总投资13800138000.50元",
        "约138001380万元，13812341234平方米",
        "订单号138123412345",
        "圆周率3.13812341234",
        "流水201409130830123456",
        "号码110105194912310021的校验位不对",
        "号码110105194913310020没有这个月",
        "号码110105991301002不是生日",
        "号码990105194912310021没有这个地区",
        "138****1234",
        "浙H**345",
        "https://example.com/t/13812341234?p=13912341234",
        "www.example.com/浙",
        "SN13812341234A",
        "川G318国道、新G60高速",
        "浙ABCDEF",
        "最新A12345版",
        "贵H7N9",
        "使014001元资金",
        "即使123456",
        "促使100000人受益",
        "公里数1.13812341234",
        "1.5万户，2.13812341234亿",
        "浙I12345",
        "6222021234567890127",
        "1234 5678 9012 3456",
        "三单元13801室",
        "共13 8120 00001件",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert seen(text) == []


def test_every_stretch_of_a_text_is_found_in_its_order():
    text = "张某（11010519491231002X）驾浙H12345，电话13812341234、13912341234。"
    assert [kind for kind, _ in seen(text)] == [ID, PLATE, MOBILE, MOBILE]
    assert cover(text, find(text)) == f"张某（{COVER}）驾{COVER}，电话{COVER}、{COVER}。"


def test_only_the_chosen_stretches_are_covered():
    text = "电话13812341234，车牌浙H12345"
    assert cover(text, find(text)[1:]) == f"电话13812341234，车牌{COVER}"
    assert cover(text, ()) == text


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("110105194912310020", False),
        ("110105491231002", True),
        ("110105490231002", False),
    ],
)
def test_an_identity_number_has_a_region_a_birthday_and_a_check_digit(number, good):
    assert is_id_number(number) is good


@pytest.mark.parametrize(
    ("number", "good"), [("4111111111111111", True), ("4111111111111112", False), ("79927398713", True)]
)
def test_a_card_number_has_luhns_sum(number, good):
    assert is_card_number(number) is good


PARTS = st.sampled_from(
    [
        *"0123456789 -.Xx浙HD新车·，元/A\u200b１８",
        "138",
        "13812341234",
        "浙H12345",
        "11010519491231002X",
        "4111111111111111",
        "https://a.cn/",
    ]
)
TEXTS = st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=60)


@given(TEXTS)
def test_the_stretches_are_in_order_apart_and_inside(text):
    ends = [0, *(place for start, end, _ in find(text) for place in (start, end)), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end, _ in find(text))


@given(TEXTS)
def test_covering_leaves_every_other_character_and_never_makes_a_text_longer(text):
    stretches = find(text)
    covered = cover(text, stretches)
    outside = "".join(
        text[end:start]
        for end, start in zip(
            [0, *(each.end for each in stretches)], [*(each.start for each in stretches), len(text)], strict=False
        )
    )
    assert covered.replace(COVER, "") == outside.replace(COVER, "")
    assert len(covered) <= len(text)


@given(TEXTS)
def test_once_covered_nothing_is_found_any_more(text):
    assert find(cover(text, find(text))) == ()


@given(st.text(alphabet="，。的一路灯坏了abc\n", max_size=10), st.text(alphabet="，。的一路灯坏了\n", max_size=10))
def test_words_around_a_number_do_not_hide_it(before, after):
    text = f"{before}，13812341234{after}"
    start = len(before) + 1
    assert find(text) == ((start, start + 11, MOBILE),)
