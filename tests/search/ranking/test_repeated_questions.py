"""The same question sent again stands under the first of them; whatever differs stands alone."""

import pytest

from boards.actions.posts.threads import ask
from search.ranking.repeated_questions import LEAST, group_repeats

TEXT = "三衢路口的红绿灯坏了半个月，早晚高峰过马路的老人和学生都很危险，打了几次电话都说已经登记，请尽快派人来修，并公布修好的时间。"
OTHER = (
    "小区门口的垃圾桶满了三天没有人清运，天热以后味道很大，楼下几家住户都不敢开窗，请街道督促保洁公司每天清运，谢谢。"
)


@pytest.mark.parametrize(
    ("questions", "gathered"),
    [
        ([TEXT, TEXT], [[0, 1]]),
        ([TEXT, OTHER, TEXT + "盼复！", OTHER], [[0, 2], [1, 3]]),
        ([TEXT, OTHER], [[0], [1]]),
        ([TEXT, TEXT[: len(TEXT) // 2]], [[0], [1]]),
        (["红绿灯坏了", "红绿灯坏了"], [[0], [1]]),
        ([TEXT, ""], [[0], [1]]),
        ([], []),
    ],
)
def test_the_same_text_is_gathered(questions, gathered):
    assert group_repeats({number: ("", text) for number, text in enumerate(questions)}) == gathered


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("路口危险", "第三次反映：为什么还没有人来修", True),
        ("希望芙蓉区重视", "希望有人重视", True),
        ("希望芙蓉区重视", "希望岳麓区重视", False),
    ],
)
def test_of_titles_only_the_places_count(title, other, same):
    assert (len(group_repeats({1: (title, TEXT), 2: (other, TEXT)})) == 1) is same


def test_the_texts_here_are_long_enough():
    assert min(len(TEXT), len(OTHER)) > LEAST


@pytest.fixture
def sent(cast, places, rules, now):
    """Two threads with the same text and one with another, all of which have the word 请."""
    said = ("红绿灯坏了没人修", TEXT), ("再次反映红绿灯坏了", TEXT), ("垃圾没有人清", OTHER)
    return [
        ask(places.housing_board, actor=cast.asker, now=now, city=rules, title=title, text=text, kind="complaint").id
        for title, text in said
    ]


def test_one_entry_on_the_page_with_a_way_to_the_other(sent, client_of, cast, indexed):
    indexed()
    page = client_of(cast.guest).get("/search?q=登记 马路").text
    assert page.count('<article class="hit') == 1
    assert "同样的问题还发过 1 次" in page
    assert all(f"/threads/{thread}/floors/1" in page for thread in sent[:2])


def test_in_english_once_is_no_number_of_times(sent, client_of, cast, indexed):
    indexed()
    page = client_of(cast.guest).get("/search?q=登记 马路", headers={"Accept-Language": "en"}).text
    assert "Posted once more" in page


def test_through_the_api_each_stands_for_itself(sent, found):
    assert sorted(item["thread"] for item in found("登记 马路")["items"]) == sorted(sent[:2])


def test_by_date_each_stands_for_itself(sent, client_of, cast, indexed):
    indexed()
    assert client_of(cast.guest).get("/search?q=登记 马路&sort=date").text.count('<article class="hit') == 2
