"""What is wanted, as whoosh asks for it; and rows of terms, which whoosh's own phrases cannot place."""

from whoosh import matching, query
from whoosh.query import spans
from whoosh.util import make_binary_tree

TITLE_BOOST = 3.0
NEAR_BOOST = 1.0
ALL = "*"  # stands in the field `board` of every post


def query_of(wanted):
    """The whoosh query that finds a Wanted. It is never normalised: that drops a range beside another query of its field."""
    allowed = _allowed(wanted)
    return query.And([_asked(wanted), *allowed]) if allowed else _asked(wanted)


def _asked(wanted):
    groups = [query.Or([_want(want) for want in group]) if len(group) > 1 else _want(group[0]) for group in wanted.groups]
    better = [query.Term("text", pair.encode(), boost=NEAR_BOOST) for pair in wanted.near]
    if not groups:
        asked = query.Term("board", ALL.encode(), boost=0.0)
    elif wanted.loose:
        asked = query.Or([*groups, *better])
    else:
        asked = query.And(groups) if len(groups) > 1 else groups[0]
        better += [_in_title(group[0]) for group in wanted.groups]
        asked = query.AndMaybe(asked, query.Or(better))
    if wanted.without:
        asked = query.AndNot(asked, query.Or([_want(want) for want in wanted.without]))
    return asked


def _want(want):
    return _row(want.row, "title" if want.title else "text", "title_characters" if want.title else "characters")


def _row(row, words, characters):
    parts = [query.Term(characters, unit.encode()) for unit in row.characters]
    found = row.terms
    if len(found) == 1:
        parts.append(query.Term(words, found[0][0].encode()))
    elif found:
        parts.append(_Phrase(words, found))
    return parts[0] if len(parts) == 1 else query.And(parts)


def _in_title(want):
    return query.Or([query.Term("title", term.encode(), boost=TITLE_BOOST) for term, _ in want.row.terms] or
                    [query.Term("title_characters", unit.encode(), boost=TITLE_BOOST) for unit in want.row.characters])


def _allowed(wanted):
    allowed = []
    for name, values in (("board", wanted.boards), ("kind", wanted.kinds), ("author", wanted.authors)):
        if values is not None:
            allowed.append(query.ConstantScoreQuery(query.Or([query.Term(name, str(value).encode()) for value in values]), 0.0))
    if wanted.first is not None or wanted.last is not None:
        allowed.append(query.ConstantScoreQuery(query.NumericRange("created", wanted.first, wanted.last, endexcl=True), 0.0))
    return allowed


class _Phrase(query.And):
    """Documents in which (term, offset) pairs of a field stand in a row."""

    def __init__(self, field, found):
        super().__init__([query.Term(field, term.encode()) for term, _ in found])
        self.offsets = [offset for _, offset in found]

    def __hash__(self):
        return hash((_Phrase, tuple(self.subqueries), tuple(self.offsets)))

    def normalize(self):
        return self

    def matcher(self, searcher, context=None):
        matchers = [part.matcher(searcher, context) for part in self.subqueries]
        if not all(matcher.is_active() for matcher in matchers):
            return matching.NullMatcher()
        return _InARow(matchers, self.offsets)


class _InARow(spans.SpanWrappingMatcher):
    def __init__(self, matchers, offsets):
        self.matchers, self.offsets = matchers, offsets
        super().__init__(make_binary_tree(matching.IntersectionMatcher, matchers))

    def copy(self):
        return _InARow([matcher.copy() for matcher in self.matchers], self.offsets)

    def replace(self, minquality=0):
        return self if self.is_active() else matching.NullMatcher()

    def _get_spans(self):
        starts = None
        for matcher, offset in zip(self.matchers, self.offsets):
            here = {place - offset for place in matcher.value_as("positions")}
            starts = here if starts is None else starts & here
            if not starts:
                return ()
        return tuple(starts)
