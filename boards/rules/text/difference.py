"""The differences between two revisions of a text, for display.

A difference is a tuple of lines, each a tuple of (kind, text) with kind SAME, ADDED or REMOVED.
Chinese has no spaces, so changed lines are compared character by character, long ones sentence by
sentence first. The time is bounded: what would take too long is shown as removed and added.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from os.path import commonprefix
from typing import TypeVar

SAME = "same"
ADDED = "added"
REMOVED = "removed"

# The most elements of a side in one comparison (its time may grow with their square), and the most
# pairs of equal ones.
MOST_ELEMENTS = 1_500
MOST_PAIRS = 40_000
# A longer line is compared by sentences before characters.
LONG_LINE = 600
# How many lines ahead the new form of a line is searched.
FARTHEST = 10
# Below this share of common characters, two lines count as different lines and not as one that changed.
LEAST_ALIKE = 0.4
# Fewer common characters than this between two changes are treated as part of the change.
SHORTEST_SAME = 2

_SENTENCE = re.compile(r"[^。！？；，,.!?;]*[。！？；，,.!?;]+|[^。！？；，,.!?;]+$")

Segment = tuple[str, str]  # (kind, text)
Line = tuple[Segment, ...]
Text = TypeVar("Text", str, list[str])  # characters, or lines and sentences
Change = tuple[str, Text, Text]  # (SAME or REMOVED, part of the old text, part of the new text)


def difference(old: str, new: str) -> tuple[Line, ...]:
    """The lines of two texts with what was removed from `old` and added in `new`."""
    shown: list[Line] = []
    for kind, before, after in _changes(old.split("\n"), new.split("\n")):
        if kind == SAME:
            shown += [((SAME, line),) for line in after]
        else:
            shown += _replaced(before, after)
    return tuple(shown)


def _replaced(before: list[str], after: list[str]) -> list[Line]:
    """The Lines for `before` changed into `after`: each changed line in its place among those that only one side has."""
    shown: list[Line] = []
    done = 0
    for old in before:
        place = _place(old, after, done)
        line = None if place is None else _within(old, after[place])
        if place is None or line is None:
            shown.append(((REMOVED, old),))
        else:
            shown += [((ADDED, new),) for new in after[done:place]] + [line]
            done = place + 1
    return shown + [((ADDED, new),) for new in after[done:]]


def _place(old: str, after: list[str], start: int) -> int | None:
    """The index, among the next lines of `after`, of the one that `old` may have become, or None."""
    ours = Counter(old)
    for place in range(start, min(start + FARTHEST, len(after))):
        common = (ours & Counter(after[place])).total()
        if _alike(common, old, after[place]):
            return place
    return None


def _alike(common: int, old: str, new: str) -> bool:
    return common > 0 and 2 * common >= LEAST_ALIKE * (len(old) + len(new))


def _within(old: str, new: str) -> Line | None:
    """One line with its changes inside, or None when too little of it is unchanged."""
    segments: list[Segment] = []
    for kind, before, after in _merged_changes(list(_inside(old, new))):
        if kind == SAME:
            segments.append((SAME, after))
        else:
            segments += [(REMOVED, before)] if before else []
            segments += [(ADDED, after)] if after else []
    unchanged = sum(len(text) for kind, text in segments if kind == SAME)
    return tuple(segments) if _alike(unchanged, old, new) else None


def _inside(old: str, new: str) -> Iterator[Change[str]]:
    """Changes by character; in a long line only inside the sentences that changed."""
    if max(len(old), len(new)) <= LONG_LINE:
        yield from _changes(old, new)
        return
    for kind, old_sentences, new_sentences in _changes(_sentences(old), _sentences(new)):
        before, after = "".join(old_sentences), "".join(new_sentences)
        if kind == SAME:
            yield SAME, before, after
        else:
            yield from _changes(before, after, LONG_LINE)


def _sentences(line: str) -> list[str]:
    return _SENTENCE.findall(line)


def _merged_changes(changes: list[Change[str]]) -> list[Change[str]]:
    """`changes` with neighbours of one kind merged, also across common characters that are too few to mean anything."""
    joined: list[Change[str]] = []
    for place, change in enumerate(changes):
        kind, before, after = change
        inside = 0 < place < len(changes) - 1
        if kind == SAME and inside and len(after) < SHORTEST_SAME:
            kind = REMOVED
        if joined and joined[-1][0] == kind:
            _, earlier_before, earlier_after = joined.pop()
            before, after = earlier_before + before, earlier_after + after
        joined.append((kind, before, after))
    return joined


def _changes(old: Text, new: Text, most: int = MOST_ELEMENTS) -> Iterator[Change[Text]]:
    """(kind, part of old, part of new) in order; kind is SAME or REMOVED (for any change)."""
    start = len(commonprefix([old, new]))
    end = _common_end(old[start:], new[start:])
    if start:
        yield SAME, old[:start], new[:start]
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end], most)
    if end:
        yield SAME, old[len(old) - end :], new[len(new) - end :]


def _common_end(old: Text, new: Text) -> int:
    return len(commonprefix([old[::-1], new[::-1]]))


def _middle(old: Text, new: Text, most: int) -> Iterator[Change[Text]]:
    if not old and not new:
        return
    if max(len(old), len(new)) > most or _pairs(old, new) > MOST_PAIRS:
        yield REMOVED, old, new
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        kind = SAME if tag == "equal" else REMOVED
        yield kind, old[old_start:old_end], new[new_start:new_end]


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal elements there are: the time of SequenceMatcher grows with them."""
    ours, theirs = Counter(old), Counter(new)
    return sum(times * theirs[element] for element, times in ours.items())
