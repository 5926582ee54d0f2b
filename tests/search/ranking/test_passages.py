"""The passage of a text that is shown for a query."""

from random import Random

from search.query import terms
from search.ranking import passages

PATTERN = passages.finder([terms.row(word) for word in ("路", "路灯", "电话", "abc")])


def test_the_passage_is_the_first_with_the_longest_different_hits():
    """Held against looking from each hit anew: the text is read only once."""
    choose = Random(7)
    for _ in range(200):
        text = "".join(choose.choice(("路", "路灯", "电话", "abc-", "的", "，", "某" * 60)) for _ in range(60))
        shown = "".join(piece.text for piece in passages.passage(text, PATTERN)).strip("…")
        assert shown == by_looking_anew(text)


def by_looking_anew(text):
    hits = [(found.start(), found.end(), found[0]) for found in PATTERN.finditer(text)]

    def worth(start):
        reach = start + passages.LENGTH - passages.BEFORE
        return sum(map(len, {what for first, end, what in hits if first >= start and end <= reach}))

    best = max((start for start, _, _ in hits), key=lambda start: (worth(start), -start), default=0)
    end = min(len(text), max(0, best - passages.BEFORE) + passages.LENGTH)
    return text[max(0, end - passages.LENGTH) : end]
