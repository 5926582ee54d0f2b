"""Which department a typed name means: one table for the ranking, one for what is chosen, one for what is refused."""

import pytest

from boards.rules.text.department_names import (
    DepartmentOption,
    Rank,
    choose_department,
    choose_departments,
    find_departments,
    near_departments,
    search_keys,
)
from boards.rules.text.initials import initials
from forum.problems import Invalid

HOUSING = DepartmentOption(
    "zhujian", "清源市住房和城乡建设局", "住建局", "政府部门", "负责房地产市场、市政道路、物业管理。"
)
TRAFFIC = DepartmentOption("jiaotong", "清源市交通运输局", "交通运输局", "政府部门", "负责公路建设养护、出租车。")
POLICE = DepartmentOption("jiaojing", "清源市公安局交通警察支队", "交警支队", "政府部门", "负责道路交通秩序、信号灯。")
LAND = DepartmentOption("guotu", "清源市自然资源和规划局", "自然资源和规划局（国土）", "政府部门", "负责不动产登记。")
DISCIPLINE = DepartmentOption("jiwei", "清源市纪律检查委员会 清源市监察委员会", "纪委监委", "党群机关", "信访举报。")
PARTY = DepartmentOption("xuanchuan", "中共清源市委宣传部", "宣传部", "党群机关", "负责新闻宣传。")
EAST = DepartmentOption("hecheng", "荷城区人民政府", "荷城区", "县（市、区）", "")
WEST = DepartmentOption("qingjiang", "清江区人民政府", "清江区", "县（市、区）", "")
CLOSED = DepartmentOption("waimao", "清源市对外贸易局", "外贸局", "政府部门", "负责进出口。", offered=False)
OPTIONS = (HOUSING, TRAFFIC, POLICE, LAND, DISCIPLINE, PARTY, EAST, WEST, CLOSED)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("住建局", [(Rank.NAME, HOUSING)]),
        (" 清源市住房和城乡建设局 ", [(Rank.NAME, HOUSING)]),
        ("住房和城乡建设局", [(Rank.NAME, HOUSING)]),
        ("宣传部", [(Rank.NAME, PARTY)]),
        ("国土", [(Rank.NAME, LAND)]),
        ("监察委员会", [(Rank.NAME, DISCIPLINE)]),
        ("zhujian", [(Rank.NAME, HOUSING)]),
        ("ZHUJIAN", [(Rank.NAME, HOUSING)]),
        ("住建", [(Rank.BEGINNING, HOUSING)]),
        ("交", [(Rank.BEGINNING, TRAFFIC), (Rank.BEGINNING, POLICE)]),
        ("交通", [(Rank.BEGINNING, TRAFFIC), (Rank.INSIDE, POLICE)]),
        ("警察", [(Rank.INSIDE, POLICE)]),
        ("zjj", [(Rank.INITIALS, HOUSING)]),
        ("jiao", [(Rank.INITIALS, TRAFFIC), (Rank.INITIALS, POLICE)]),
        ("红绿灯", [(Rank.DUTY, POLICE)]),
        ("出租车", [(Rank.DUTY, TRAFFIC)]),
        ("的士", [(Rank.DUTY, TRAFFIC)]),
        ("党群", [(Rank.CATEGORY, DISCIPLINE), (Rank.CATEGORY, PARTY)]),
        ("机关", []),
        ("党群机关", [(Rank.CATEGORY, DISCIPLINE), (Rank.CATEGORY, PARTY)]),
        ("住見局", [(Rank.MISTYPED, HOUSING)]),
        ("税", []),
        ("", []),
        (" 　", []),
        ("？！", []),
    ],
)
def test_what_is_typed_finds_departments_the_surest_first(typed, found):
    assert find_departments(typed, OPTIONS) == found


def test_what_is_near_is_at_most_six_and_never_a_department_that_is_not_offered():
    assert near_departments("局", OPTIONS) == (HOUSING, TRAFFIC, POLICE, LAND)
    assert near_departments("外贸", OPTIONS) == ()
    many = [DepartmentOption(f"shequ{n}", f"{n}号社区", f"{n}号社区") for n in range(9)]
    assert near_departments("社区", many) == tuple(many[:6])


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        (["jiaotong"], TRAFFIC),
        (["交通运输局"], TRAFFIC),
        (["", "jiaotong"], TRAFFIC),
        (["交通运输局", "jiaotong"], TRAFFIC),
        (["交通", "jiaojing"], POLICE),
        (["外贸局"], CLOSED),
        ([], None),
        (["", " "], None),
    ],
)
def test_a_whole_name_or_a_tick_chooses(values, chosen):
    assert choose_department(values, OPTIONS, "to") == chosen


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["交通"], "“交通”不是哪个部门的全称或简称，最接近的是：交通运输局、交警支队。请选一个。"),
        (["住建"], "“住建”不是哪个部门的全称或简称，最接近的是：住建局。请选一个。"),
        (["人民政府"], "“人民政府”不是哪个部门的全称或简称，最接近的是：荷城区、清江区。请选一个。"),
        (["航天局"], "没有找到叫“航天局”的部门。请换个叫法，或者从列表里选。"),
        (["交通", "zhujian"], "“交通”不是哪个部门的全称或简称，最接近的是：交通运输局、交警支队。请选一个。"),
        (["住建局", "jiaotong"], "写的和勾选的不是同一个部门：交通运输局、住建局。请只留一个。"),
        (["住建局、交警支队"], "写的和勾选的不是同一个部门：住建局、交警支队。请只留一个。"),
    ],
)
def test_what_names_no_one_department_is_refused_with_those_that_are_near(values, said):
    with pytest.raises(Invalid) as refused:
        choose_department(values, OPTIONS, "to")
    assert str(refused.value.errors["to"]) == said


def test_two_departments_of_one_name_are_refused():
    twins = (EAST, DepartmentOption("hecheng-2", "荷城区人民政府", "荷城区"))
    with pytest.raises(Invalid):
        choose_department(["荷城区"], twins, "to")


def test_several_departments_are_typed_apart_or_ticked_each_once():
    assert choose_departments(["住建局、交警支队,宣传部", "jiaotong", "zhujian"], OPTIONS, "departments") == [
        TRAFFIC,
        HOUSING,
        POLICE,
        PARTY,
    ]


def test_the_page_finds_by_all_that_the_rule_finds_but_mistypings():
    keys = search_keys(POLICE)
    for typed in ("交警支队", "公安局", "jjzd", "jiaojing", "信号灯", "红绿灯"):
        assert typed in keys and find_departments(typed, [POLICE])


@pytest.mark.parametrize(
    ("name", "letters"),
    [("住建局", "zjj"), ("综合行政执法局", "zhxzzfj"), ("12345热线", "12345rx"), ("国土（一）", "gty"), ("衢", "")],
)
def test_initials(name, letters):
    assert initials(name) == letters
