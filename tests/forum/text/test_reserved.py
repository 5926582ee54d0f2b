"""Names that pass for the site, the city or an office, and ordinary ones."""

import itertools

import pytest

from forum.site_settings import Site
from forum.text.names import check_display_name
from forum.text.reserved import NOTHING, OWN_FILE, Reserved, own_words, passes_for_an_office, reserved_by

OFFICES = [
    ("中共清源市委宣传部", "宣传部"),
    ("清源市住房和城乡建设局", "住建局"),
    ("清源市公安局", "公安局"),
    ("清源市教育局", "教育局"),
    ("清源市发展和改革委员会", "发改委"),
    ("清源市人民防空办公室", "人防办"),
    ("荷城区", "荷城区"),
    ("思源社区", "思源社区"),
]
RESERVED = reserved_by(OFFICES, site=Site())


@pytest.mark.parametrize(
    "name",
    "问渠平台 清源住建 清源市住建 清源市教育 市长信箱 书记 张书记 热线 ٩٦٨١١ ९६८११ ９６８１１ 九六八一一 玖陆捌壹壹 九6八11 96-811 一二三四五 "
    "佳建局 隹建局 住健局 系纟充 亻主建局 亻主廴聿局 住建 教育 发改 人防 住建发布 教育小编 清源市发展和改革委员会 思源社区 公安 局长".split()
    + ["问 渠", "9 6 8 1 1"],
)
def test_what_passes_for_an_office_is_refused(name):
    assert passes_for_an_office(name, RESERVED), name


@pytest.mark.parametrize(
    "name",
    "住建路口 教育孩子不易 思源 荷城人 老街坊 清源 清源小王 一二三 张三123 李四1988 佳佳 佳木 古丽·艾合买提 居家一族 健康快乐 长江边 "
    "城东老李 九斤老太 六八年生 渠边散步 问道 源头活水 安居乐业 发财 改改".split(),
)
def test_ordinary_names_are_not(name):
    assert not passes_for_an_office(name, RESERVED), name


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国庆文玉兰志红梅春花佳健康安长市委局居办部系统信访"
NICKNAMES = "老{} 小{} {}先生 {}女士 {}师傅 {}家长 爱{}的人 {}1985 快乐{} {}_2014".split()


def ordinary_names():
    """2,000 names as people choose them: full names, and a character in one of the usual phrases."""
    full = (surname + "".join(given) for surname in SURNAMES for given in itertools.permutations(GIVEN[:40:3], 2))
    nicks = (nick.format(each) for nick in NICKNAMES for each in SURNAMES + GIVEN)
    return [*itertools.islice(full, 0, 9_000, 9)][:1000] + [*dict.fromkeys(nicks)][:1000]


def test_at_most_one_in_a_hundred_of_two_thousand_ordinary_names_is_refused():
    names = ordinary_names()
    refused = [name for name in names if passes_for_an_office(name, RESERVED)]
    assert len(names) == len(set(names)) == 2000
    assert len(refused) <= 20, refused


def test_a_city_adds_words_of_its_own(tmp_path):
    assert own_words(tmp_path) == ()
    (tmp_path / OWN_FILE).write_text("\ufeff清源之声\n\n  议事厅 \n", encoding="utf-8")
    assert own_words(tmp_path) == ("清源之声", "议事厅")
    assert passes_for_an_office("清源之声小编", reserved_by(OFFICES, own_words(tmp_path)))
    assert not passes_for_an_office("清源之声小编", RESERVED)


def test_without_offices_only_the_words_count():
    assert reserved_by(()) == NOTHING == Reserved()
    assert check_display_name("清源住建") == "清源住建"


def test_the_number_of_the_hotline_is_kept_from_citizens_in_every_script():
    reserved = reserved_by(OFFICES, site=Site(hotline="0570-8886"))
    for name in ("0570-8886", "05708886", "〇五七零八八八六", "小王0570 8886"):
        assert passes_for_an_office(name, reserved), name
    assert not passes_for_an_office("老王96811", reserved) and passes_for_an_office("老王12345", reserved)


def test_the_name_of_the_city_is_the_one_that_is_set():
    reserved = reserved_by(OFFICES, site=Site(city="瑞安市"))
    assert passes_for_an_office("瑞安住建", reserved) and passes_for_an_office("瑞安市公安", reserved)
