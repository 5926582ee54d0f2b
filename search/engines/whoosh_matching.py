"""Finds and scores (BM25) the posts of an EngineQuery in the segments of a whoosh index."""

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log

from search.engines.base import TIME_LIMIT, EngineQuery, EngineResult
from search.engines.whoosh_segments import Postings, Segment
from search.query import terms
from search.query.terms import SearchTerm

K1, B = 1.2, 0.75
TITLE_WEIGHT = 3.0
BUDGET = 40_000  # postings that a loose search reads, of its rarest terms
CHARACTERS = {"text": "characters", "title": "title_characters"}

Key = tuple[str, str]  # field and term
Scored = list[tuple[str, str, float]]  # field, term and weight


class _OutOfTime(Exception):
    pass


class Search:
    """One search in some Segments, within TIME_LIMIT."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._until = time.monotonic() + TIME_LIMIT
        self._count = sum(len(segment.columns.numbers) for segment in segments)
        self._usual = max(1.0, sum(segment.columns.words for segment in segments) / max(1, self._count))

    def found(self, wanted: EngineQuery) -> EngineResult:
        """The EngineResult of an EngineQuery."""
        hits: list[tuple[float, int]] = []
        total, cut_short = 0, False
        try:
            scored = self._scored(wanted)
            for segment in self._segments:
                docs = self._docs(segment, wanted, scored)
                total += len(docs)
                hits += (
                    _newest(segment, docs, wanted.limit)
                    if wanted.newest_first
                    else self._best(segment, docs, scored, wanted.limit)
                )
        except _OutOfTime:
            cut_short = True
        best = sorted(hits, reverse=True)[: wanted.limit]
        return EngineResult(
            tuple((number, 0.0 if wanted.newest_first else key) for key, number in best), total, cut_short
        )

    def _postings(self, segment: Segment, field: str, term: str) -> Postings:
        if time.monotonic() > self._until:
            raise _OutOfTime()
        return segment.postings(CHARACTERS[field] if terms.single(term) else field, term)

    def _docs(self, segment: Segment, wanted: EngineQuery, scored: Scored) -> set[int]:
        """The matching posts."""
        if wanted.loose:
            docs: set[int] = set().union(*(self._postings(segment, field, term).docs for field, term, _ in scored))
        elif wanted.groups:
            docs = set.intersection(*(self._any(segment, group) for group in wanted.groups))
        else:
            docs = set(segment.columns.between(wanted.first, wanted.last))
        for want in wanted.without:
            docs -= self._having(segment, want)
        return _allowed(segment, docs - segment.gone, wanted)

    def _any(self, segment: Segment, group: Iterable[SearchTerm]) -> set[int]:
        docs: set[int] = set()
        return docs.union(*(self._having(segment, want) for want in group))

    def _having(self, segment: Segment, want: SearchTerm) -> set[int]:
        """The posts that have a word or a phrase."""
        field, row = "title" if want.title else "text", want.row
        placed = [(self._postings(segment, field, term), offset) for term, offset in row.terms]
        all_of = [postings for postings, _ in placed] + [
            self._postings(segment, field, unit) for unit in row.characters
        ]
        docs = set.intersection(
            *(set(postings.docs) for postings in sorted(all_of, key=lambda postings: len(postings.docs)))
        )
        return docs if len(placed) < 2 else {doc for doc in docs if _in_a_row(doc, placed)}

    def _scored(self, wanted: EngineQuery) -> Scored:
        """(field, term, weight) of the terms that raise a score, the rarest first."""
        if wanted.newest_first:
            return []
        weights: dict[Key, float] = {}
        for field, term, weight in _weighed(wanted):
            weights[field, term] = weights.get((field, term), 0.0) + weight
        counts = {key: sum(len(self._postings(segment, *key).docs) for segment in self._segments) for key in weights}
        keys = sorted((key for key in weights if counts[key]), key=counts.__getitem__)
        return [(*key, weights[key] * self._rarity(counts[key])) for key in _within_budget(keys, counts, wanted)]

    def _rarity(self, count: int) -> float:
        return log(1 + (self._count - count + 0.5) / (count + 0.5))

    def _best(self, segment: Segment, docs: Iterable[int], scored: Scored, limit: int) -> list[tuple[float, int]]:
        """(score, number) of the best `limit` posts."""
        lengths, scores = segment.columns.lengths, dict.fromkeys(docs, 0.0)
        usual, slope = K1 * (1 - B), K1 * B / self._usual
        for field, term, weight in scored:
            postings, most = self._postings(segment, field, term), weight * (K1 + 1)
            for doc, count in zip(postings.docs, postings.counts, strict=True):
                if doc in scores:
                    scores[doc] += most * count / (count + usual + slope * lengths[doc])
        return _highest(scores, segment.columns.numbers, limit)


def _highest(scores: Mapping[int, float], numbers: Sequence[int], limit: int) -> list[tuple[float, int]]:
    """(score, number) of the best `limit` posts of {post: score}, and of those that score as the last of them; in any order."""
    if len(scores) <= limit:
        return [(score, numbers[doc]) for doc, score in scores.items()]
    least = sorted(scores.values())[-limit]
    return [(score, numbers[doc]) for doc, score in scores.items() if score >= least]


def _weighed(wanted: EngineQuery) -> Iterator[tuple[str, str, float]]:
    for group in wanted.groups:
        for want in group:
            field = "title" if want.title else "text"
            yield from ((field, term, 1.0) for term in _terms(want, wanted.loose))
        if not wanted.loose:
            yield from (("title", term, TITLE_WEIGHT) for term in _terms(group[0], True))
    yield from (("text", pair, 1.0) for pair in wanted.nearer)


def _terms(want: SearchTerm, either: bool) -> tuple[str, ...]:
    """The terms of a want, and its single characters unless `either` is enough and there are terms."""
    found = tuple(term for term, _ in want.row.terms)
    return found if found and either else found + want.row.characters


def _within_budget(keys: Iterable[Key], counts: Mapping[Key, int], wanted: EngineQuery) -> Iterator[Key]:
    left = BUDGET
    for place, key in enumerate(keys):
        left -= counts[key]
        if wanted.loose and left < 0 and place:
            return
        yield key


def _allowed(segment: Segment, docs: set[int], wanted: EngineQuery) -> set[int]:
    for field, values in (("board", wanted.boards), ("kind", wanted.kinds), ("author", wanted.authors)):
        if values is not None:
            docs &= set().union(*(segment.postings(field, str(value)).docs for value in values))
    if wanted.groups and not (wanted.first is None and wanted.last is None):
        first, last, created = wanted.first, wanted.last, segment.columns.created
        docs = {
            doc for doc in docs if (first is None or created[doc] >= first) and (last is None or created[doc] < last)
        }
    return docs


def _newest(segment: Segment, docs: Iterable[int], limit: int) -> list[tuple[float, int]]:
    """(date, number) of the newest `limit` posts."""
    found = heapq.nlargest(limit, map(segment.columns.date, docs))
    return [(created, number) for created, number in found]


def _in_a_row(doc: int, placed: Iterable[tuple[Postings, int]]) -> bool:
    starts = None
    for postings, offset in placed:
        here = {place - offset for place in postings.places(doc)}
        starts = here if starts is None else starts & here
        if not starts:
            return False
    return True
