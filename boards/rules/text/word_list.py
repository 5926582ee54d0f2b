"""The word list: words that are masked, held for screening or refused, and where they stand in a text. Pure.

Letters and digits are compared, folded (NFKC, case, traditional to simplified); other characters between them, visible
or not, are skipped, so that a word is found however it is spaced out. The time depends on the text and not on the
length of the list (Aho and Corasick, 1975).

A word is not found inside a longer one that is listed as an exception (台独 in 平台独立), nor inside an address of the web or of
e-mail, which a star would break; of a word with Chinese characters in an address the text is held instead of masked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

import ahocorasick

from boards.rules.text.addresses import Span, address_spans
from forum.messages import M
from forum.roles import Role
from forum.text.folding import bare, bare_offsets

SHORTEST, LONGEST = 2, 40  # letters and digits of a word
MASK = "＊"

# The end of a sentence or of a part of it: no word is matched across one, unless one stands in every gap of the word.
STOPS = frozenset("。！？；，、：!?;,:\n")

# A held post is hidden with this reason (in the log too) and by this role, which stands for the system.
HELD, BY_THE_SYSTEM = "held", Role.GUEST.value


class Tier(StrEnum):
    """What happens to a text with a word, from the mildest to the strictest; within an exception no other word is found."""

    EXCEPT = "except"
    MASK = "mask"
    HOLD = "hold"
    REFUSE = "refuse"


TIER_LABELS = {
    Tier.MASK: M("显示为＊"),
    Tier.HOLD: M("先审核"),
    Tier.REFUSE: M("不能发表"),
    Tier.EXCEPT: M("例外"),
}


@dataclass(frozen=True)
class ListedWord:
    """A word of the list, as it was typed, with its tier and the reason that its author is shown."""

    text: str
    tier: Tier
    reason: str = ""


@dataclass(frozen=True)
class Hit:
    """A word that stands in text[start:end]."""

    start: int
    end: int
    word: ListedWord


class WordList:
    """The words in force; `find` takes time in proportion to the text, not to the list."""

    def __init__(self, words: Iterable[ListedWord]) -> None:
        self.size = 0
        self._automaton = ahocorasick.Automaton()
        # The mildest first, so that of two entries with the same word the stricter tier applies.
        for word in sorted(words, key=lambda word: list(Tier).index(word.tier)):
            if key := bare(word.text):
                self._automaton.add_word(key, (len(key), word))
                self.size += 1
        if self.size:
            self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Hit, ...]:
        """The Hits in `text`, in order of their ends."""
        if not self.size:
            return ()
        letters = bare(text)
        ends = [(last + 1 - length, last + 1, word) for last, (length, word) in self._automaton.iter(letters)]
        if not ends:
            return ()
        places = bare_offsets(text)
        hits = tuple(
            Hit(places[first], places[last - 1] + 1, word)
            for first, last, word in ends
            if _stands_alone(letters, places, first, last) and _is_one_word(text, places, first, last)
        )
        return _outside_addresses(text, _outside_exceptions(hits)) if hits else ()


def _outside_exceptions(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits that lie within no exception, without the exceptions."""
    exceptions = sorted((hit.start, hit.end) for hit in hits if hit.word.tier is Tier.EXCEPT)
    if not exceptions:
        return hits
    starts, furthest = [start for start, _ in exceptions], list(accumulate((end for _, end in exceptions), max))
    return tuple(
        hit
        for hit in hits
        if hit.word.tier is not Tier.EXCEPT
        and not ((before := bisect_right(starts, hit.start)) and furthest[before - 1] >= hit.end)
    )


def _outside_addresses(text: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits without those of Latin letters and digits in an address; another one there holds a text that it would mask.

    A word that is an address itself is found there.
    """
    spans = address_spans(text) if hits else []
    if not spans:
        return hits
    starts = [start for start, _ in spans]
    judged = (_judged(text, hit, _span_at(spans, starts, hit)) for hit in hits)
    return tuple(hit for hit in judged if hit is not None)


def _span_at(spans: Sequence[Span], starts: Sequence[int], hit: Hit) -> Span | None:
    """The first address that a hit overlaps; of those that begin before the hit's end only the last can reach it, or one inside it."""
    before = bisect_right(starts, hit.end - 1)
    return spans[before - 1] if before and spans[before - 1][1] > hit.start else None


def _judged(text: str, hit: Hit, span: Span | None) -> Hit | None:
    if span is None:
        return hit
    inside = span[0] <= hit.start and hit.end <= span[1]
    if inside and text[hit.start : hit.end].isascii() and not address_spans(hit.word.text):
        return None
    return replace(hit, word=replace(hit.word, tier=Tier.HOLD)) if hit.word.tier is Tier.MASK else hit


def _stands_alone(letters: str, places: Sequence[int], first: int, last: int) -> bool:
    """Letters are not matched inside a longer word, nor digits inside a longer number; Chinese has no word boundaries."""
    return not (first and _one_run(letters, places, first - 1)) and not (
        last < len(letters) and _one_run(letters, places, last - 1)
    )


def _one_run(letters: str, places: Sequence[int], at: int) -> bool:
    """Whether the characters `at` and after it belong to one run of Latin letters or of digits."""
    before, after = letters[at], letters[at + 1]
    alike = (before.isascii() and after.isascii()) and (before.isdigit() == after.isdigit())
    return alike and places[at + 1] - places[at] <= 1


def _is_one_word(text: str, places: Sequence[int], first: int, last: int) -> bool:
    """Whether the characters skipped inside a hit may be skipped: they contain no end of a sentence, or each gap contains one."""
    gaps = [text[places[at] + 1 : places[at + 1]] for at in range(first, last - 1)]
    stopped = sum(not STOPS.isdisjoint(gap) for gap in gaps)
    return not stopped or stopped == len(gaps) > 1


def mask_hits(text: str, hits: Iterable[Hit]) -> str:
    """`text` with a star for each character of `hits` that is not blank."""
    characters = list(text)
    for hit in hits:
        for place in range(hit.start, hit.end):
            if not characters[place].isspace():
                characters[place] = MASK
    return "".join(characters)


def words_of_tier(hits: Iterable[Hit], tier: Tier) -> tuple[ListedWord, ...]:
    """The words of a tier among `hits`, each once, in order of first occurrence."""
    return tuple(dict.fromkeys(hit.word for hit in hits if hit.word.tier is tier))
