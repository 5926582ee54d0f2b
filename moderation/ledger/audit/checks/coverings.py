"""Compares the withheld parts of a text with its leaves: parts covered and uncovered, or the whole text sealed. Pure."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from boards.rules.withheld import ALL, cover_segments, visible_text
from forum.deeds import Deed
from forum.messages import M, Message
from forum.store.commitments import segments
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.records import Leaf, PostHistory, PostRow, RevisionRow

Covers = Callable[[str, str, str, int], str]
BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError)


def check_covering(
    row: PostRow, revisions: Sequence[RevisionRow], history: PostHistory, covers: Covers
) -> Iterator[Finding]:
    """The findings of a PostRow with its RevisionRows; `covers(text, html, left, rendering)` renders the visible rest `left`."""
    columns = (
        row.sealed,
        row.shown_title,
        row.title_withheld,
        *(column for each in revisions for column in each[WITHHELD:]),
    )
    if not history.created or (not history.coverings and not any(column is not None for column in columns)):
        return
    where = {"thread": row.thread, "floor": row.floor, "post": row.id}
    try:
        words, title = _covered(history.coverings, revisions, _first(row))
    except BROKEN:
        yield Finding(FindingKind.WITHHELD, M("遮盖的存证与正文对不上"), **where)
        return
    sealed = any(leaf.fields.type == Deed.SEAL for leaf in history.coverings)
    if sealed != (row.sealed is not None):
        yield _differs(row.sealed is not None, M("封存与存证不符"), where)
    for revision in revisions:
        yield from _check_revision(row, revision, ALL if sealed else _parts(row, revision, words, title), covers, where)
    if row.floor == 1 and (row.shown_title, row.title_withheld) != _title(row, title, sealed):
        yield _differs(row.shown_title is not None, M("标题的遮盖或封存与存证不符"), where)


WITHHELD = 7  # the first of a RevisionRow's columns that say what is shown


def _covered(leaves: Iterable[Leaf], revisions: Sequence[RevisionRow], first: int) -> tuple[set[str], set[int]]:
    """(words, segments of the title) that are covered after all of the leaves."""
    pieces = {str(each.number): segments(each.text) for each in revisions}
    words: set[str] = set()
    title: set[int] = set()
    for leaf in leaves:
        if leaf.fields.type == Deed.SEAL:
            continue
        named = leaf.data["parts"]
        here = {
            pieces[where][number - first] for where, numbers in named.items() if where != "title" for number in numbers
        }
        there = set(named.get("title", ()))
        words, title = (
            (words | here, title | there) if leaf.fields.type == Deed.POST_COVER else (words - here, title - there)
        )
    return words, title


def _check_revision(
    row: PostRow, revision: RevisionRow, expected: list[int] | str | None, covers: Covers, where: Mapping[str, Any]
) -> Iterator[Finding]:
    stored = json.dumps(expected) if isinstance(expected, list) else expected
    if (revision.withheld or None) != stored:
        more = revision.withheld is not None and (stored is None or revision.withheld == ALL)
        yield _differs(more, M("第 %(n)s 版遮盖或封存的部分与存证不符", n=revision.number), where)
    elif (revision.shown_text, revision.shown_html) != _shown(row, revision, stored, covers):
        yield Finding(FindingKind.SHOWN, M("第 %(n)s 版显示的内容与正文不符", n=revision.number), **where)


def _parts(row: PostRow, revision: RevisionRow, words: Collection[str], title: Collection[int]) -> list[int] | None:
    """The numbers of a revision's parts that are covered; None for none."""
    first = _first(row)
    parts = [0] * bool(title)
    return parts + [number + first for number, piece in enumerate(segments(revision.text)) if piece in words] or None


def _shown(row: PostRow, revision: RevisionRow, stored: str | None, covers: Covers) -> tuple[str | None, str | None]:
    if stored is None:
        return None, None
    if stored == ALL:
        return "", ""
    left = visible_text(revision.text, stored, _first(row))
    return left, covers(revision.text, revision.html, left, revision.rendering)


def _title(row: PostRow, parts: Collection[int], sealed: bool) -> tuple[str | None, str | None]:
    """(shown_title, title_withheld) as they must be."""
    if sealed:
        return "", None
    return (cover_segments(row.title or "", parts), json.dumps(sorted(parts))) if parts else (None, None)


def _first(row: PostRow) -> int:
    return 1 if row.floor == 1 else 0


def _differs(more: bool, sentence: Message, where: Mapping[str, Any]) -> Finding:
    return Finding(FindingKind.WITHHELD if more else FindingKind.UNWITHHELD, sentence, **where)
