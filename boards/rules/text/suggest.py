"""Suggests the department for a question by comparing its words with the departments' duties. Pure.

Chinese is written without spaces, so words are compared as pairs of neighbouring characters; a pair
weighs the more, the fewer departments share it. A person decides: every suggestion comes with its reasons.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from boards.rules.text.synonyms import SYNONYMS
from forum.messages import M, Message

MOST = 3
NAMED = 5  # the score for the department's name; a pair that only one department has scores 1
LEAST = 0.9  # the lowest score of a suggestion
IN_TITLE = 2  # words of the title count double

_RUN = re.compile(r"[^\W\d_的和与及]+")


@dataclass(frozen=True)
class Office:
    """A department that may be suggested, by the slug of its board."""

    slug: str
    name: str
    short: str
    duty: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A suggested department: the slug of its board, a score, and the reasons."""

    slug: str
    score: float
    reasons: tuple[Message, ...]


def suggest(title: str, text: str, offices: Iterable[Office], most: int = MOST) -> list[Suggestion]:
    """At most `most` Suggestions for a question, the highest score first; empty when no word matches."""
    offices = tuple(offices)
    rarity = _rarity(offices)
    words = _QuestionWords(_plain(title), _plain(text))
    guesses = [_guess(office, words, rarity) for office in offices]
    likely = [guess for guess in guesses if guess.score >= LEAST and guess.reasons]
    return sorted(likely, key=lambda guess: -guess.score)[:most]


class _QuestionWords:
    """The words of a question: the weight of each pair, and the everyday word for which a pair of an official one stands."""

    def __init__(self, title: str, text: str) -> None:
        self.whole = f"{title}\n{text}"
        self.pairs = dict.fromkeys(_pairs(text), 1) | dict.fromkeys(_pairs(title), IN_TITLE)
        self.everyday: dict[str, str] = {}
        for word, official in SYNONYMS.items():
            if word in self.whole:
                weight = IN_TITLE if word in title else 1
                for pair in _pairs(official):
                    self.pairs[pair] = max(weight, self.pairs.get(pair, 0))
                    self.everyday.setdefault(pair, word)


def _guess(office: Office, words: _QuestionWords, rarity: Mapping[str, float]) -> Suggestion:
    found = _pairs(_vocabulary(office)) & words.pairs.keys()
    score = sum(rarity[pair] * words.pairs[pair] for pair in found)
    named = next((name for name in (office.name, office.short) if name in words.whole), None)
    reasons = [M("提到了“%(name)s”", name=named)] if named else []
    runs = _runs(_vocabulary(office), found)
    if runs:
        reasons.append(M("职责里有“%(words)s”", words="”“".join(runs)))
    reasons += [M("“%(word)s”多归它管", word=word) for word in _everyday(found, words)]
    return Suggestion(office.slug, score + NAMED * bool(named), tuple(reasons))


def _everyday(found: Iterable[str], words: _QuestionWords) -> list[str]:
    return list(dict.fromkeys(words.everyday[pair] for pair in sorted(found) if pair in words.everyday))[:2]


def _vocabulary(office: Office) -> str:
    return f"{office.duty}\n{office.short}"


@lru_cache(maxsize=4)
def _rarity(offices: tuple[Office, ...]) -> dict[str, float]:
    """The weight of each pair, from 1 when one office has it to nearly 0 when all have it."""
    shared = Counter(pair for office in offices for pair in _pairs(_vocabulary(office)))
    return {pair: log((len(offices) + 1) / count, len(offices) + 1) for pair, count in shared.items()}


def _runs(duty: str, found: Collection[str]) -> list[str]:
    """The passages of a duty whose pairs were all found, the longest first."""
    passages = []
    for run in _RUN.findall(duty):
        start = None
        for at in range(len(run)):
            matched = run[at : at + 2] in found  # at the end of a run there is no pair left
            if matched and start is None:
                start = at
            if not matched and start is not None:
                passages.append(run[start : at + 1])
                start = None
    return sorted(dict.fromkeys(passages), key=lambda passage: -len(passage))[:MOST]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pairs(text: str) -> set[str]:
    return {run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)}
