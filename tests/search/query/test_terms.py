"""What a text is searched by: characters, runs and pairs that touch; signs stand for themselves, punctuation for nothing."""

import pytest

from search.query import terms


def units(text):
    return terms.units(terms.fold(text))[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("垃圾。焚烧、「你好」〈书〉【注】〖注〗〔一〕〜！？…—·", list("垃圾焚烧你好书注注一")),
        ("第204路BRT站台", ["第", "204", "路", "brt", "站", "台"]),
        ("二〇一四年々", list("二〇一四年々")),
        ("好评👍太差☎㊗", ["好", "评", "👍", "太", "差", "☎", "祝"]),
    ],
)
def test_a_text_is_cut_into_characters_runs_and_signs(text, found):
    assert units(text) == found


@pytest.mark.parametrize("punctuation", ["。", "、", "「」", "《》", "〈〉", "【】", "　", "……", "——", "⁀", "\u2060"])
def test_punctuation_is_nothing_and_parts_what_stands_around_it(punctuation):
    assert units(punctuation) == []
    pairs, _ = terms.document_terms(f"垃圾{punctuation}焚烧")
    assert {term for term, _ in pairs} == {"垃圾", "焚烧"}
