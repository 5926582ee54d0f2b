"""The breadcrumb of a board: the front page, its section, itself, and what the page adds."""

import pytest

from boards.models.threads import Board
from boards.pages.parts import Link
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.rules.status import Section


@pytest.mark.parametrize(
    ("section", "label"),
    [("department", "部门在线"), ("discussion", "互动交流"), ("press", "记者追踪"), ("announcement", "公告")],
)
def test_the_links_lead_from_the_front_page_through_the_section_to_the_board(section, label):
    found = breadcrumb(Board(slug="zhujian", name="住建局", section=section))
    assert [(str(link.label), link.url) for link in found] == [
        ("首页", "/"),
        (label, f"/boards#{section}"),
        ("住建局", "/boards/zhujian"),
    ]


@pytest.mark.parametrize("section", list(Section))
def test_every_section_has_a_name(section):
    assert str(breadcrumb(Board(slug="a", name="甲", section=section.value))[1].label)


def test_what_the_page_adds_stands_behind_the_board():
    more = Link("三衢路口", "/threads/7"), Link("第 3 楼", "/threads/7/floors/3")
    assert breadcrumb(Board(slug="zhujian", name="住建局", section="department"), *more)[3:] == more
