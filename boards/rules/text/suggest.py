"""Which department a question may belong to, guessed from the words of the departments' duties. Pure.

Chinese is written without spaces, so words are compared as pairs of neighbouring characters; a pair
counts the more, the fewer departments share it. A person decides: every guess says its reason.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log

from boards.rules.text.synonyms import SYNONYMS
from forum.messages import M, Message

MOST = 3
NAMED = 5  # the score of being called by name; a pair that only one department has scores 1
LEAST = 0.9  # below this a guess is noise
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
    """A guess: the office's board, how strong it is, and why."""

    slug: str
    score: float
    reasons: tuple[Message, ...]


def suggest(title, text, offices, most=MOST):
    """At most `most` Suggestions for a question, the strongest first; none when no word says anything."""
    offices = tuple(offices)
    rarity = _rarity(offices)
    said = _QuestionWords(_plain(title), _plain(text))
    guesses = [_guess(office, said, rarity) for office in offices]
    likely = [guess for guess in guesses if guess.score >= LEAST and guess.reasons]
    return sorted(likely, key=lambda guess: -guess.score)[:most]


class _QuestionWords:
    """The words of a question: what weighs how much, and which everyday words stand for which duties."""

    def __init__(self, title, text):
        self.whole = f"{title}\n{text}"
        self.pairs = dict.fromkeys(_pairs(text), 1) | dict.fromkeys(_pairs(title), IN_TITLE)
        self.meant = {}
        for word, official in SYNONYMS.items():
            if word in self.whole:
                weight = IN_TITLE if word in title else 1
                for pair in _pairs(official):
                    self.pairs[pair] = max(weight, self.pairs.get(pair, 0))
                    self.meant.setdefault(pair, word)


def _guess(office, said, rarity):
    found = _pairs(_vocabulary(office)) & said.pairs.keys()
    score = sum(rarity[pair] * said.pairs[pair] for pair in found)
    named = next((name for name in (office.name, office.short) if name in said.whole), None)
    reasons = [M("提到了“%(name)s”", name=named)] if named else []
    words = _runs(_vocabulary(office), found)
    if words:
        reasons.append(M("职责里有“%(words)s”", words="”“".join(words)))
    reasons += [M("“%(word)s”多归它管", word=word) for word in _everyday(found, said)]
    return Suggestion(office.slug, score + NAMED * bool(named), tuple(reasons))


def _everyday(found, said):
    return list(dict.fromkeys(said.meant[pair] for pair in sorted(found) if pair in said.meant))[:2]


def _vocabulary(office):
    return f"{office.duty}\n{office.short}"


@lru_cache(maxsize=4)
def _rarity(offices):
    """How much each pair says, from 1 when one office has it to nearly 0 when all have."""
    shared = Counter(pair for office in offices for pair in _pairs(_vocabulary(office)))
    return {pair: log((len(offices) + 1) / count, len(offices) + 1) for pair, count in shared.items()}


def _runs(duty, found):
    """The stretches of a duty whose pairs were all found, the longest first."""
    stretches = []
    for run in _RUN.findall(duty):
        start = None
        for at in range(len(run)):
            matched = run[at : at + 2] in found  # at the end of a run there is no pair left
            if matched and start is None:
                start = at
            if not matched and start is not None:
                stretches.append(run[start : at + 1])
                start = None
    return sorted(dict.fromkeys(stretches), key=lambda stretch: -len(stretch))[:MOST]


def _plain(text):
    return unicodedata.normalize("NFKC", text).casefold()


def _pairs(text):
    return {run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)}
