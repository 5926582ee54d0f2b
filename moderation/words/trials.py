"""Trials of words: which existing posts they would match, before they are put in force."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import peewee

from boards.models.threads import Post, Revision, Thread
from boards.queries.parts import shown
from boards.rules.text.word_list import ListedWord, WordList
from forum.text.checks import without_bidi
from moderation.words.pages import Trial, TrialHit

RECENT = 5_000  # posts that the page examines
SHOWN = 20
AROUND = 24  # characters shown on each side of a hit
CHUNK = 1_000


def recent_trial(words: Sequence[ListedWord]) -> Trial:
    """The Trial of ListedWords over the RECENT newest posts."""
    return final_trial(trial(words, _rows(_newest() - RECENT, None, RECENT)))


def trial(words: Sequence[ListedWord], rows: Iterable[Mapping[str, Any]]) -> Iterator[Trial]:
    """The Trial as it stands after each of `rows`, for a progress bar: dicts with id, title, floor, text."""
    listed, found = WordList(words), Trial(0, 0, (), ())
    counts: Counter[ListedWord] = Counter()
    for row in rows:
        found = _looked_at(row, listed, counts, found)
        yield found
    yield replace(found, counts=tuple((word.text, counts[word]) for word in words if counts[word]))


def final_trial(trials: Iterable[Trial]) -> Trial:
    """The Trial at the end."""
    return deque(trials, maxlen=1).pop()


def all_posts() -> Iterator[dict[str, Any]]:
    """The rows of every post, newest first, read in pieces."""
    before = _newest() + 1
    while rows := list(_rows(0, before, CHUNK)):
        yield from rows
        before = rows[-1]["id"]


def _newest():
    return Post.select(peewee.fn.MAX(Post.id)).scalar() or 0


def _rows(after, before, limit):
    rows = (
        Post.select(Post.id, Post.floor, shown.title_column(), shown.text_column())
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Thread)
        .where(Post.id > after)
        .order_by(Post.id.desc())
        .limit(limit)
    )
    return (rows.where(Post.id < before) if before else rows).dicts()


def _looked_at(row, listed, counts, found):
    text = f"{row['title']}\n{row['text']}" if row["floor"] == 1 else row["text"]
    hits = listed.find(text)
    counts.update({hit.word for hit in hits})
    if not hits:
        return replace(found, examined=found.examined + 1)
    rows = (*found.rows, _struck(row["id"], text, hits[0])) if len(found.rows) < SHOWN else found.rows
    return replace(found, examined=found.examined + 1, hit=found.hit + 1, rows=rows)


def _struck(post, text, hit):
    before, after = text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND]
    return TrialHit(f"/posts/{post}", _line(before), _line(text[hit.start : hit.end]), _line(after))


def _line(text):
    return " ".join(without_bidi(text).split("\n"))
