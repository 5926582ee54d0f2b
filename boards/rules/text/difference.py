"""What changed between two revisions of a text, for people to read.

A difference is a tuple of lines, each a tuple of (kind, text) with kind SAME, ADDED or REMOVED.
Chinese has no spaces, so changed lines are compared character by character, long ones sentence by
sentence first. The time is bounded: what would cost too much is shown as removed and added.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from os.path import commonprefix

SAME = "same"
ADDED = "added"
REMOVED = "removed"

# One comparison sees at most so many elements of a side (its time may grow with their square),
# and so many pairs of equal ones.
MOST_ELEMENTS = 1_500
MOST_PAIRS = 40_000
# A longer line is compared by sentences before characters.
LONG_LINE = 600
# How many lines ahead the new form of a line is looked for.
FARTHEST = 10
# Below this share of common characters, two lines are two lines and not one that changed.
LEAST_ALIKE = 0.4
# Fewer common characters than this between two changes are chance, and only hurt the eye.
SHORTEST_SAME = 2

_SENTENCE = re.compile(r"[^。！？；，,.!?;]*[。！？；，,.!?;]+|[^。！？；，,.!?;]+$")


def difference(old, new):
    """The lines of two texts with what was removed from `old` and added in `new`."""
    shown = []
    for kind, before, after in _changes(old.split("\n"), new.split("\n")):
        if kind == SAME:
            shown += [((SAME, line),) for line in after]
        else:
            shown += _replaced(before, after)
    return tuple(shown)


def _replaced(before, after):
    """Lines that changed, each in its place among the lines that only one side has."""
    shown, done = [], 0
    for old in before:
        place = _place(old, after, done)
        line = None if place is None else _within(old, after[place])
        if line is None:
            shown.append(((REMOVED, old),))
        else:
            shown += [((ADDED, new),) for new in after[done:place]] + [line]
            done = place + 1
    return shown + [((ADDED, new),) for new in after[done:]]


def _place(old, after, start):
    """Where among the next lines of `after` the new form of `old` may stand, or None."""
    ours = Counter(old)
    for place in range(start, min(start + FARTHEST, len(after))):
        common = (ours & Counter(after[place])).total()
        if _alike(common, old, after[place]):
            return place
    return None


def _alike(common, old, new):
    return common > 0 and 2 * common >= LEAST_ALIKE * (len(old) + len(new))


def _within(old, new):
    """One line with its changes inside, or None when too little of it stayed."""
    segments = []
    for kind, before, after in _merged_changes(list(_inside(old, new))):
        if kind == SAME:
            segments.append((SAME, after))
        else:
            segments += [(REMOVED, before)] if before else []
            segments += [(ADDED, after)] if after else []
    stayed = sum(len(text) for kind, text in segments if kind == SAME)
    return tuple(segments) if _alike(stayed, old, new) else None


def _inside(old, new):
    """Changes by character; in a long line only inside the sentences that changed."""
    if max(len(old), len(new)) <= LONG_LINE:
        yield from _changes(old, new)
        return
    for kind, before, after in _changes(_sentences(old), _sentences(new)):
        before, after = "".join(before), "".join(after)
        if kind == SAME:
            yield SAME, before, after
        else:
            yield from _changes(before, after, LONG_LINE)


def _sentences(line):
    return _SENTENCE.findall(line)


def _merged_changes(changes):
    """Neighbours joined, and changes that only a stray common character keeps apart."""
    joined = []
    for place, (kind, before, after) in enumerate(changes):
        inside = 0 < place < len(changes) - 1
        if kind == SAME and inside and len(after) < SHORTEST_SAME:
            kind = REMOVED
        if joined and joined[-1][0] == kind:
            _, earlier_before, earlier_after = joined.pop()
            before, after = earlier_before + before, earlier_after + after
        joined.append((kind, before, after))
    return joined


def _changes(old, new, most=MOST_ELEMENTS):
    """(kind, part of old, part of new) in order; kind is SAME or REMOVED (for any change)."""
    start = len(commonprefix([old, new]))
    end = _common_end(old[start:], new[start:])
    if start:
        yield SAME, old[:start], new[:start]
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end], most)
    if end:
        yield SAME, old[len(old) - end :], new[len(new) - end :]


def _common_end(old, new):
    return len(commonprefix([old[::-1], new[::-1]]))


def _middle(old, new, most):
    if not old and not new:
        return
    if max(len(old), len(new)) > most or _pairs(old, new) > MOST_PAIRS:
        yield REMOVED, old, new
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        kind = SAME if tag == "equal" else REMOVED
        yield kind, old[old_start:old_end], new[new_start:new_end]


def _pairs(old, new):
    """How many pairs of equal elements there are: what SequenceMatcher's time grows with."""
    ours, theirs = Counter(old), Counter(new)
    return sum(times * theirs[element] for element, times in ours.items())
