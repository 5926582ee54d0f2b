"""What the API tells of a board, and the names of departments by number."""

from boards.queries.lists.board_facts import board_facts, department_names


def test_one_board_or_all_of_them(places):
    assert [row["slug"] for row in board_facts("zhujian").dicts()] == ["zhujian"]
    assert {"zhujian", "jiaotong"} <= {row["slug"] for row in board_facts().dicts()}


def test_names_are_found_for_the_departments_that_are_asked_for(places):
    found = department_names([places.housing.id, 10**9])
    assert list(found) == [places.housing.id]
    assert {places.housing.slug, places.housing.short} == set(found[places.housing.id])


def test_of_no_department_there_is_no_name(database):
    assert department_names([]) == {}


def test_a_board_is_told_with_its_category_and_department_and_its_last_thread(places, asked):
    thread = asked("路灯")
    (row,) = board_facts("zhujian").dicts()
    assert (row["category_name"], row["department_slug"], row["department_name"]) == ("部门在线", "zhujian", "住建局")
    assert (row["last_thread_id"], row["title"], row["threads"]) == (thread.id, "路灯", 1)


def test_boards_come_in_the_order_of_the_front_page(places):
    assert [row["slug"] for row in board_facts().dicts()] == ["zhujian", "jiaotong", "chengshi"]
