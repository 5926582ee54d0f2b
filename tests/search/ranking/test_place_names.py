"""Places as they are told by the letters of a text, without a list of them."""

import pytest

from search.ranking.place_names import names_other_place, place_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("咨询a市落户的问题", {"a市"}),
        ("投诉a7县星沙204路公交车甩客", {"a7县"}),
        ("反映芙蓉区垃圾清运", {"芙蓉区"}),
        ("长沙县和浏阳市", {"长沙县", "浏阳市"}),
        ("投诉小区物业", set()),
        ("希望市政府重视", set()),
        ("已转交县教育局", set()),
        ("农贸市场的广大市民", set()),
        ("经开区的开发区", set()),
        ("", set()),
    ],
)
def test_names_of_places(text, names):
    assert place_names(text) == names


@pytest.mark.parametrize(
    ("asked", "text", "away"),
    [
        ("芙蓉区垃圾", "岳麓区垃圾没人清", True),
        ("芙蓉区垃圾", "岳麓区和芙蓉区交界处", False),
        ("芙蓉区垃圾", "小区垃圾没人清", False),
        ("a7县公交", "a市公交", True),
        ("垃圾没人清", "岳麓区垃圾没人清", False),
    ],
)
def test_elsewhere_is_another_place_named_and_none_of_those_asked_for(asked, text, away):
    assert names_other_place(place_names(asked), text) is away
