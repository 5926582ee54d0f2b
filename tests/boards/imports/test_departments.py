"""Importing a city's departments, each with its board."""

import pytest

from boards.actions.city.structure import get_or_create_board, get_or_create_category, rename_department
from boards.imports.departments import import_departments
from boards.models.threads import Board, Category, Department
from forum.problems import Malformed
from forum.store.log import Entry, entry_data

HEADER = "slug,name,short,level,parent,category,duty\n"
CITY = (
    HEADER
    + 'lantian,蓝田社区,蓝田,community,hexi,社区在线,"一、停车\n二、绿化"\n'
    + "hexi,河西区人民政府,河西区,county,,,\n"
    + "shuili,清源市水利局,水利局,municipal,,,管水\n"
)


@pytest.fixture
def bring(database, now):
    """Import text, also when rows are wrong; gives (opened, present, wrong) and the numbers of the wrong lines."""

    def run(text, **given):
        data = text if isinstance(text, bytes) else text.encode()
        report = import_departments(data, now=now, **{"skip_wrong": True, **given})
        return (report.imported, report.present, len(report.wrong)), sorted(report.wrong)

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
        "a,名,短,municipal,,,,more",
        "a,名,短",
        "taken,名,短,municipal,,,",
        "fine,名,短,municipal,,,",
        'a,"名"称,短,municipal,,,',
        "fine2,好,短,municipal,,,",
    ],
)
def test_a_broken_line_is_told_by_number_and_the_rest_goes_on(bring, now, line):
    get_or_create_board("taken", "闲谈", get_or_create_category("闲谈", "discussion", now=now), now=now)
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
        (HEADER + "a,非,").encode() + b"\xb7",
        HEADER + 'a,"b\n',
    ],
    ids=["empty", "other columns", "a column less", "a column more", "not UTF-8", "an open quote"],
)
def test_what_is_no_such_file_is_refused_before_anything_is_written(bring, text):
    with pytest.raises(Malformed):
        bring(text)
    assert not Department.select().exists()


@pytest.fixture
def brings(database, now):
    """Import text without skipping what is wrong; gives the Report."""
    return lambda text, **given: import_departments(text.encode(), now=now, **given)


def test_nothing_is_written_while_a_row_is_wrong(brings):
    report = brings(CITY + "x,名,短,galactic,,,\n")
    assert (report.imported, report.right, list(report.wrong)) == (0, 3, [6])
    assert not Department.select().exists() and not Board.select().exists()


def test_what_differs_from_a_known_department_is_told_and_how_to_rename_it(brings, now):
    brings(CITY)
    report = brings(HEADER + "shuili,清源市水务局,水务局,municipal,,,管水\nhexi,河西区人民政府,河西区,county,,,\n")
    assert (report.present, list(report.notes)) == (2, [2])
    told = str(report.notes[2])
    assert (
        "name：清源市水利局 → 清源市水务局；short：水利局 → 水务局" in told and "wenqu department rename shuili" in told
    )
    department = Department.get(Department.slug == "shuili")
    assert department.name == "清源市水利局"
    assert rename_department(department, now=now, name="清源市水务局", short="水务局")
    assert brings(HEADER + "shuili,清源市水务局,水务局,municipal,,,管水\n").notes == {}
    assert Board.get(Board.slug == "shuili").name == "水务局"
    assert not rename_department(Department.get_by_id(department.id), now=now, name="清源市水务局")
    entry = Entry.select().order_by(Entry.id.desc()).get()
    assert (entry.deed, entry_data(entry.data)["was_short"], entry_data(entry.data)["short"]) == (
        "department.rename",
        "水利局",
        "水务局",
    )


@pytest.mark.parametrize(
    "row", ["zj,清源市住建侷,住建侷,municipal", "zj,另一个名,住建局,municipal", "zj,清源市住建局,住建,municipal"]
)
def test_a_department_named_like_another_is_asked_about(brings, row):
    brings(HEADER + "zhujian,清源市住建局,住建局,municipal,,,\n")
    report = brings(HEADER + f"{row},,,\n")
    assert list(report.wrong) == [2] and "--new zj" in str(report.wrong[2])
    assert brings(HEADER + f"{row},,,\n", new=("zj",)).imported == 1


def test_one_slug_with_two_names_is_a_contradiction(brings):
    report = brings(HEADER + "a,甲局,甲,municipal,,,\na,乙局,甲,municipal,,,\n")
    assert "矛盾，不一样的是：name" in str(report.wrong[3])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_a_table_as_excel_writes_it_is_read(bring, encoding):
    text = "标识;名称;简称;级别;上级;分类;职责;;\r\nshuili;清源市水利局;水利局;市级;;;管水;;\r\n;;;;;;;;\r\n"
    assert bring(text.encode(encoding)) == ((1, 0, 0), [])
    assert Department.get().level == "municipal"
