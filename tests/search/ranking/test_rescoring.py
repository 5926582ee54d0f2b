"""Which threads come closest to a question."""

import pytest

from search.engines.base import EngineQuery
from search.query.language import parse
from search.ranking.rescoring import ACROSS, CHARACTER, closest, weights


def wanted(raw):
    query = parse(raw)
    return EngineQuery(groups=query.groups, near=query.near, loose=True)


def order(raw, *threads):
    """The numbers of the threads, the closest first; every term is in a tenth of all posts."""
    asked = wanted(raw)
    close = closest(dict(enumerate(threads)), asked, dict.fromkeys(weights(asked), 0.1))
    return sorted(close, key=lambda thread: -close[thread])


def test_pairs_of_a_word_weigh_more_than_pairs_across_words_and_pairs_with_letters_or_digits():
    said = weights(wanted("拓宽公路 204路甩客"))
    assert (said["公路"], said["宽公"], said["路"], said["204"]) == (1.0, ACROSS, CHARACTER, CHARACTER)
    assert said["204路"] == ACROSS


@pytest.mark.parametrize("raw", ["A市公交站点名称变更", "在A1区乘公交"])
def test_a_letter_that_names_a_place_is_no_article(raw):
    assert {"a市", "a1"} & weights(wanted(raw)).keys()


@pytest.mark.parametrize(
    ("raw", "best", "other"),
    [
        ("路灯坏了没人修", ["路灯坏了没人修"], ["路灯换了新的"]),
        ("路灯坏了没人修", ["路灯坏了", "已派人修好"], ["路灯换了新的", "谢谢来信"]),
        ("芙蓉区路灯坏了", ["我们这里的路灯坏了"], ["岳麓区这里路灯坏了"]),
        ("芙蓉区路灯坏了", ["芙蓉区和岳麓区路灯坏了"], ["天心区和岳麓区路灯坏了"]),
    ],
)
def test_what_is_closer(raw, best, other):
    assert order(raw, best, other) == [0, 1]
    assert order(raw, other, best) == [1, 0]
