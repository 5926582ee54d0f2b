"""When a word or a thread has risen: its count in a span of days against its usual level in the eight weeks before. Pure.

A word is counted once per question. Its usual level is the share of questions that had it before, applied to the questions of the
span, so that a busy week alone makes nothing hot. How unlikely the rise is by chance is Dunning's log-likelihood ratio (Accurate
Methods for the Statistics of Surprise and Coincidence, 1993). docs/supervision.md explains it for readers.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from typing import NamedTuple

Term = str | tuple[str, str]  # a word, or two that are neighbours
WEEKS_BEFORE = 8
BEFORE = timedelta(weeks=WEEKS_BEFORE)
MIN_THREADS = 3
MIN_PEOPLE = 3  # so that nobody makes a topic hot alone
MIN_TIMES = 2.0
MIN_SURPRISE = 10.83  # of the log-likelihood ratio: one in a thousand by chance (chi-squared, one degree of freedom)
SMOOTHING = 0.5  # added to both counts, so that what never occurred before has no infinite rise
MERGED = 0.7  # of a word's questions have the pair: then the pair is the topic, and the word no other one
SAME = 0.8  # of the questions of two topics are the same: then they are one


class Span(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def before(self) -> "Span":
        """The eight weeks before, by which the usual level is measured."""
        return Span(self.first - BEFORE, self.first - timedelta(days=1))


def week_to(day: date) -> Span:
    """The seven days that end with `day`."""
    return Span(day - timedelta(days=6), day)


@dataclass(frozen=True)
class Level:
    """How many of the `threads` of a span have something (`count`), and of the `threads_before` (`count_before`)."""

    count: int
    threads: int
    count_before: int
    threads_before: int

    @property
    def usual(self) -> float:
        """How many there would be in the span at the usual share; 0 where there were no questions before."""
        return self.count_before / self.threads_before * self.threads if self.threads_before else 0.0

    @property
    def times(self) -> float:
        """How many times the usual level the count is, smoothed."""
        return times(self.count, self.usual)

    @property
    def surprise(self) -> float:
        """Dunning's log-likelihood ratio; 0 where the count is not above the usual level."""
        if self.count <= self.usual:
            return 0.0
        share = (self.count + self.count_before) / max(self.threads + self.threads_before, 1)
        parts = ((self.count, share * self.threads), (self.count_before, share * self.threads_before))
        return 2 * sum(seen * log(seen / expected) for seen, expected in parts if seen)

    @property
    def rose(self) -> bool:
        """Whether this is a rise; how many people are behind it is another question."""
        return self.count >= MIN_THREADS and self.times >= MIN_TIMES and self.surprise >= MIN_SURPRISE


def times(count: int, usual: float) -> float:
    """How many times `usual` the count is, smoothed."""
    return (count + SMOOTHING) / (usual + SMOOTHING)


def busy(people: int, usual: float) -> bool:
    """Whether a thread rose: people who replied or supported in the span, against the usual number in as many days."""
    return people >= MIN_PEOPLE and times(people, usual) >= MIN_TIMES


def words_of(runs: Sequence[Sequence[str]]) -> set[str]:
    """The words of one question, each once."""
    return {word for run in runs for word in run}


def pairs_of(runs: Sequence[Sequence[str]], words: Container[str]) -> set[tuple[str, str]]:
    """The pairs of neighbouring words of one question, each once, of which both are among `words`."""
    return {
        pair
        for run in runs
        for pair in zip(run, run[1:], strict=False)
        if pair[0] in words and pair[1] in words and pair[0] != pair[1]
    }


def readable(term: Term) -> str:
    """A word, or a pair as one: letters are kept apart."""
    if isinstance(term, str):
        return term
    space = " " if term[0].isascii() and term[1].isascii() else ""
    return space.join(term)


def topics(found: Mapping[Term, Collection[int]], surprise: Mapping[Term, float], most: int) -> Iterator[Term]:
    """The terms to show of {term: its threads}, at most `most`, the most surprising first.

    A pair takes the place of its words where most of their questions have it, and of two terms with nearly the same questions only
    the first is shown.
    """
    order = sorted(found, key=lambda term: (-surprise[term], isinstance(term, str), readable(term)))
    swallowed = {word for term in order if isinstance(term, tuple) for word in term if _has_most(found, term, word)}
    kept: list[frozenset[int]] = []
    for term in order:
        threads = frozenset(found[term])
        if len(kept) == most or term in swallowed or any(_same(threads, other) for other in kept):
            continue
        kept.append(threads)
        yield term


def _has_most(found: Mapping[Term, Collection[int]], pair: tuple[str, str], word: str) -> bool:
    return word in found and len(found[pair]) >= MERGED * len(found[word])


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SAME * len(one | other)
