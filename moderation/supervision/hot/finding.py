"""Finds the words that rose in a span of days, from the words that the reader of the log keeps.

Questions are read in batches. Of the weeks before only those words are counted that are frequent enough in the span, so memory
grows with the questions of the span and not with those of the year.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import peewee

from boards.channels.hotline.models import Call
from boards.models.threads import Thread
from forum.accounts.queries import names_of_staff, person_of_each
from moderation.supervision.hot.models import HotWords
from moderation.supervision.hot.rules import (
    MIN_PEOPLE,
    MIN_THREADS,
    Level,
    Span,
    Term,
    pairs_of,
    readable,
    topics,
    words_of,
)

CouldBeName = Callable[[str], bool]

BATCH = 500  # questions that are read at once
CONSIDERED = 300  # words whose askers are looked at


@dataclass(frozen=True)
class Risen:
    """A word that rose, and the questions that have it: {thread: a number for the person who asked}."""

    term: str
    level: Level
    people: Mapping[int, int]


def risen_terms(span: Span, most: int, could_be_a_name: CouldBeName) -> tuple[list[Risen], int, int]:
    """(at most `most` words that rose, questions of the span, questions of the weeks before)."""
    threads, threads_before = _number(span), _number(span.before)
    levels = _levels(span, threads, threads_before)
    # A netizen's name keeps no word from being a topic: anybody could choose it.
    names = [name for name in names_of_staff() if could_be_a_name(name)]
    levels = {term: level for term, level in levels.items() if not _is_name(readable(term), names)}
    people = {term: _people(found) for term, found in _threads_with(levels, span).items()}
    found = {term: numbers for term, numbers in people.items() if len(set(numbers.values())) >= MIN_PEOPLE}
    chosen = topics(found, {term: levels[term].surprise for term in found}, most)
    return [Risen(readable(term), levels[term], people[term]) for term in chosen], threads, threads_before


def _levels(span: Span, threads: int, threads_before: int) -> dict[Term, Level]:
    """{term: Level} of the terms that rose, at most CONSIDERED."""
    words = Counter(word for _, runs in _questions(span) for word in words_of(runs))
    frequent = {word for word, number in words.items() if number >= MIN_THREADS}
    pairs = Counter(pair for _, runs in _questions(span) for pair in pairs_of(runs, frequent))
    counts: Counter[Term] = Counter({word: words[word] for word in frequent})
    counts.update({pair: number for pair, number in pairs.items() if number >= MIN_THREADS})
    before = Counter(term for _, terms in _questions_with(counts, span.before) for term in terms)
    levels = {term: Level(number, threads, before[term], threads_before) for term, number in counts.items()}
    rose = sorted((term for term, level in levels.items() if level.rose), key=lambda term: -levels[term].surprise)
    return {term: levels[term] for term in rose[:CONSIDERED]}


def _threads_with(levels: Mapping[Term, Level], span: Span) -> dict[Term, list[int]]:
    found: dict[Term, list[int]] = defaultdict(list)
    for thread, terms in _questions_with(levels, span):
        for term in terms:
            found[term].append(thread)
    return found


def _questions_with(wanted: Mapping[Term, Any], span: Span) -> Iterator[tuple[int, set[Term]]]:
    """(thread, which of the terms `wanted` it has) of the questions asked in a span."""
    parts = {word for term in wanted if isinstance(term, tuple) for word in term}
    for thread, runs in _questions(span):
        terms: set[Term] = set(words_of(runs) & wanted.keys())
        yield thread, terms | (pairs_of(runs, parts) & wanted.keys())


def _questions(span: Span) -> Iterator[tuple[int, list[list[str]]]]:
    """(thread, its runs of words) of the questions asked in a span."""
    last = 0
    while True:
        rows = HotWords.select(HotWords.thread, HotWords.words).where(_in(span), HotWords.thread > last)
        found = list(rows.order_by(HotWords.thread).limit(BATCH).tuples())
        for last, words in found:
            yield last, [run.split(" ") for run in words.split("\n") if run]
        if len(found) < BATCH:
            return


def _number(span: Span) -> int:
    number: int = HotWords.select().where(_in(span)).count()
    return number


def _in(span: Span) -> peewee.Expression:
    return HotWords.day.between(*span)


def _people(threads: Iterable[int]) -> dict[int, int]:
    """{thread: number of its asker among those of these threads}; callers are told apart by what is shown of their numbers."""
    rows = (
        Thread.select(Thread.id, Thread.author, Call.phone_masked)
        .join(Call, peewee.JOIN.LEFT_OUTER, on=Call.thread == Thread.id)
        .where(Thread.id.in_(list(threads)))
    )
    asked = list(rows.tuples())
    persons = person_of_each(author for _, author, _ in asked)
    keys = {thread: phone or persons[author] for thread, author, phone in asked}
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys.values()))}
    return {thread: numbers[key] for thread, key in keys.items()}


def _is_name(term: str, names: Iterable[str]) -> bool:
    return any(term in name or name in term for name in names)
