"""The kinds of questions, how a test is composed and marked. Pure.

100 questions, 45 minutes, 90 points to pass: 机动车驾驶证申领和使用规定 (公安部令第162号) and its test of subject one (科目一).
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.messages import M

QUESTIONS = 100
MINUTES = 45
PASS = 90  # of 100 points
GRACE = timedelta(minutes=1)  # for a form that was sent in the last second
LETTERS = "ABCDEF"


class Kind(StrEnum):
    """The kinds of questions."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


KIND_LABELS = {Kind.SINGLE: M("单选题"), Kind.MULTIPLE: M("多选题"), Kind.TRUE_FALSE: M("判断题")}
TRUE, FALSE = "A", "B"  # the answers of a question of TRUE_FALSE


@dataclass(frozen=True)
class Question:
    """A question of a bank. `answer` are the letters of the options that are right, in order; `article` is where it stands in the law."""

    code: str
    kind: Kind
    text: str
    options: tuple[str, ...]
    answer: str
    article: str
    explanation: str

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """(letter, option) of each option."""
        return tuple(zip(LETTERS, self.options, strict=False))


@dataclass(frozen=True)
class Mark:
    """What became of a test: `points` of 100, whether it took too long, and the questions with a wrong answer."""

    points: int
    late: bool
    wrong: tuple[int, ...]

    @property
    def passed(self) -> bool:
        """Whether the test is passed."""
        return self.points >= PASS and not self.late


def is_right(answer: str, given: Iterable[str]) -> bool:
    """Whether exactly the right options were chosen."""
    return set(answer) == set(given)


def compose(ids: Sequence[int], seed: int) -> list[int]:
    """The questions of a test: QUESTIONS of a bank's, or all of a small one, in an order that the seed decides."""
    chosen = random.Random(seed)  # no secret
    return chosen.sample(sorted(ids), min(QUESTIONS, len(ids)))


def mark(right: Collection[int], asked: Sequence[int], began: datetime, now: datetime) -> Mark:
    """The Mark of a test of the questions `asked` of which those of `right` were answered rightly."""
    points = 100 * len(right) // len(asked) if asked else 0
    wrong = tuple(number for number in asked if number not in right)
    return Mark(points, now - began > timedelta(minutes=MINUTES) + GRACE, wrong)
