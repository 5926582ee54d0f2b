"""Portraits: the same for an id, about as often each, and drawn in full by the style sheet."""

import re
from collections import Counter
from pathlib import Path

from forum.text.portraits import HILLS, SKIES, TINTS, portrait

SHEET = (Path(__file__).parents[3] / "templates" / "static" / "portraits.css").read_text("utf-8")


def test_an_id_has_always_the_same_portrait():
    assert portrait("a7c1") == portrait("a7c1") == "hill0 sky6 tint0"


def test_every_piece_is_drawn_and_chosen_about_as_often():
    chosen = Counter(piece for number in range(2_400) for piece in portrait(f"id-{number}").split())
    drawn = set(re.findall(r"\.((?:hill|sky|tint)\d)\b", SHEET))
    assert drawn == set(chosen)
    for name, pieces in (("hill", HILLS), ("sky", SKIES), ("tint", TINTS)):
        counts = [count for piece, count in chosen.items() if piece.startswith(name)]
        assert len(counts) == pieces
        assert min(counts) > 2_400 / pieces * 0.7
