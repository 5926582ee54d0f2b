"""Importing a city's departments, each with its board."""

import io

import pytest

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.imports.departments import import_departments
from boards.models.threads import Board, Category, Department
from forum.problems import Malformed

HEADER = "slug,name,short,level,parent,category,duty\n"
CITY = (
    HEADER
    + 'lantian,蓝田社区,蓝田,community,hexi,社区在线,"一、停车\n二、绿化"\n'
    + "hexi,河西区人民政府,河西区,county,,,\n"
    + "shuili,清源市水利局,水利局,municipal,,,管水\n"
)


@pytest.fixture
def bring(database, now):
    """Import text; gives (opened, present, broken) and the numbers of the broken lines."""

    def run(text):
        told, data = [], text if isinstance(text, bytes) else text.encode()
        report = import_departments(io.BytesIO(data), now=now, tell=lambda number, problem: told.append(number))
        return (report.imported, report.present, report.broken), told

    return run


def test_each_department_gets_a_board_in_its_category(bring):
    assert bring(CITY) == ((3, 0, 0), [])
    boards = {board.slug: board for board in Board.select()}
    assert {slug: board.department.slug for slug, board in boards.items()} == {
        "lantian": "lantian",
        "hexi": "hexi",
        "shuili": "shuili",
    }
    assert {slug: board.category.name for slug, board in boards.items()} == {
        "lantian": "社区在线",
        "hexi": "部门在线",
        "shuili": "部门在线",
    }
    assert {board.section for board in boards.values()} == {"department"}
    assert (boards["shuili"].name, boards["shuili"].description) == ("水利局", "管水")


def test_a_child_may_stand_before_its_parent(bring):
    bring(CITY)
    child = Department.get(Department.slug == "lantian")
    assert (child.parent.slug, child.level, child.duty) == ("hexi", "community", "一、停车\n二、绿化")


def test_a_second_run_opens_nothing_and_leaves_what_is_there_as_it_is(bring):
    bring(CITY)
    assert bring(CITY.replace("管水", "管别的")) == ((0, 3, 0), [])
    assert Department.get(Department.slug == "shuili").duty == "管水"
    assert (Board.select().count(), Category.select().count()) == (3, 2)


def test_a_parent_may_be_in_the_database_already(bring):
    bring(CITY)
    bring(HEADER + "hexi-jiaoyu,河西区教育局,区教育局,county,hexi,,\n")
    assert Department.get(Department.slug == "hexi-jiaoyu").parent.slug == "hexi"


def test_the_last_three_columns_may_be_left_out(bring):
    assert bring("level,short,name,slug\nmunicipal,水利局,清源市水利局,shuili\n") == ((1, 0, 0), [])


def test_byte_order_mark_crlf_and_blank_lines_are_no_matter(bring):
    assert bring(b"\xef\xbb\xbf" + CITY.replace("二、", "\n二、").replace("\n", "\r\n").encode() + b"\r\n") == (
        (3, 0, 0),
        [],
    )


@pytest.mark.parametrize(
    "line",
    [
        "Shui Li,名,短,municipal,,,",
        "-a,名,短,municipal,,,",
        "a" * 41 + ",名,短,municipal,,,",
        ",名,短,municipal,,,",
        "a,,短,municipal,,,",
        "a,名,,municipal,,,",
        "a,名\x00,短,municipal,,,",
        f"a,{'名' * 81},短,municipal,,,",
        f"a,名,{'短' * 41},municipal,,,",
        "a,名,短,galactic,,,",
        "a,名,短,municipal,nowhere,,",
        "a,名,短,municipal,a,,",
        "a,名,短,municipal,,闲谈,",
        "a,名,短,municipal,,,,",
        "a,名,短",
        "taken,名,短,municipal,,,",
        "fine,名,短,municipal,,,",
    ],
)
def test_a_broken_line_is_told_by_number_and_the_rest_goes_on(bring, now, line):
    get_or_create_board("taken", "闲谈", get_or_create_category("闲谈", "discussion"), now=now)
    assert bring(HEADER + f"fine,好,好,municipal,,,\n{line}\nlast,末,末,municipal,,,\n") == ((2, 0, 1), [3])
    assert Department.select().count() == 2


def test_parents_in_a_circle_are_all_told(bring):
    assert bring(HEADER + "a,甲,甲,county,b,,\nb,乙,乙,county,a,,\nc,丙,丙,county,,,\n") == ((1, 0, 2), [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        "名称,级别\n",
        "slug,name,short\n",
        "slug,name,short,level,phone\n",
        HEADER.encode() + "非".encode("gbk"),
        HEADER + 'a,"b\n',
        HEADER + 'a,"b"c,d\n',
    ],
    ids=["empty", "other columns", "a column less", "a column more", "not UTF-8", "an open quote", "a stray quote"],
)
def test_what_is_no_such_file_is_refused_before_anything_is_written(bring, text):
    with pytest.raises(Malformed):
        bring(text)
    assert not Department.select().exists()
