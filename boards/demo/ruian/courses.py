"""What departments, moderators and askers do with a question of the example, step by step, according to its fate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from boards.clocks.calendar import WorkingCalendar
from boards.demo.ruian.fates import LAST_OFFICE_DAY, NOW, at_hour
from boards.demo.story import Story

Texts = Mapping[str, Any]  # of texts.toml
Steps = Iterator[tuple[datetime, dict[str, Any]]]

MODERATOR = "banzhu"
ANSWERED_ON = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5)  # the working day of the answer, counted from that of the question
LATE_ON = (6, 7, 8, 10)
LATE, RATED, FOLLOWED_UP, UNTOUCHED, MERGED = 0.05, 0.2, 0.03, 0.5, 0.05  # parts of the questions concerned
GRADES = (5, 5, 5, 4, 4, 4, 3)  # none for which somebody would have to call back
SAME = {"code": "same_matter"}


@dataclass(frozen=True)
class Question:
    """A question of the example; `settled_at` is when a moderator published it or disposed of it, on the day it was asked.

    `like` is the story of an earlier question on the same matter, for a duplicate.
    """

    story: Story
    fate: str
    settled_at: datetime
    matter: Mapping[str, Any]
    place: str
    like: Story | None = None


class Courses:
    """Draws the steps of questions. `speakers` are the usernames of spokespersons by the slug of their board."""

    def __init__(self, texts: Texts, speakers: Mapping[str, str], calendar: WorkingCalendar, random: Random) -> None:
        self.texts, self.speakers, self.calendar, self.random = texts, speakers, calendar, random

    def steps(self, question: Question) -> Steps:
        """(time, step of the story) in order, none later than NOW."""
        draw = {
            "answered": self._answered,
            "pending": self._open,
            "overdue": self._overdue,
            "duplicate": self._duplicate,
        }
        return draw.get(question.fate, self._settled)(question)

    def _answered(self, question: Question) -> Steps:
        yield _published(question)
        days = self.random.choice(LATE_ON if self.random.random() < LATE else ANSWERED_ON)
        answered_at = self._office_time(question, days)
        if answered_at.date() > self._office_time(question, 1).date():
            yield from self._first_reply(question)
            yield answered_at, self._spoken(question, "answer", _answer(question))
        else:
            yield answered_at - timedelta(minutes=30), self._spoken(question, "accept")
            yield answered_at, self._spoken(question, "answer", _answer(question))
        yield from self._reaction(question, answered_at)

    def _reaction(self, question: Question, answered_at: datetime) -> Steps:
        """The asker rates the answer, or asks again and gets another answer."""
        asker, later = question.story.data["author"], at_hour(answered_at.date(), self.random.uniform(18, 22))
        what = self.random.random()
        if what < RATED and later < NOW:
            rating = {"grade": self.random.choice(GRADES), "solved": self.random.random() < 0.9}
            yield later, {"do": "rate", "by": asker, **rating}
        elif what < RATED + FOLLOWED_UP and later.date() < LAST_OFFICE_DAY - timedelta(days=5):
            yield later, {"do": "follow_up", "by": asker, "text": self.texts["again"]}
            again = self._office_day(later.date(), 2)
            yield at_hour(again, self.random.uniform(9, 11)), self._spoken(question, "answer", _answer(question))

    def _open(self, question: Question) -> Steps:
        """A case inside its limits: its first reply is there, or not due yet."""
        yield _published(question)
        if question.settled_at.date() < LAST_OFFICE_DAY:
            yield from self._first_reply(question)

    def _overdue(self, question: Question) -> Steps:
        yield _published(question)
        if self.random.random() > UNTOUCHED:
            yield from self._first_reply(question)

    def _duplicate(self, question: Question) -> Steps:
        """Marked while it waits; a few were published before a moderator saw that, and are merged."""
        if self.random.random() < MERGED:
            yield _published(question)
            when = question.settled_at + timedelta(minutes=40)
            yield when, {"do": "merge", "by": MODERATOR, "into": question.like, **SAME}
        else:
            yield question.settled_at, {"do": "duplicate", "by": MODERATOR, "of": question.like, **SAME}

    def _settled(self, question: Question) -> Steps:
        """Answered by the platform, declined, or made a discussion, by a moderator."""
        said: dict[str, dict[str, Any]] = {
            "platform": {"do": "platform", "text": _answer(question)},
            "declined": {"do": "decline", "code": question.matter.get("code"), "text": _answer(question)},
            "discussion": {"do": "discuss", "board": "linli"},
        }
        yield question.settled_at, {"by": MODERATOR, **said[question.fate]}

    def _first_reply(self, question: Question) -> Steps:
        replied_at = at_hour(self._office_day(question.settled_at.date(), 1), self.random.uniform(8.9, 11.5))
        yield replied_at - timedelta(minutes=15), self._spoken(question, "accept")
        yield replied_at, self._spoken(question, "first_reply", self.texts["received"])

    def _spoken(self, question: Question, verb: str, text: str | None = None) -> dict[str, Any]:
        return {"do": verb, "by": self.speakers[question.story.data["board"]], "text": text}

    def _office_time(self, question: Question, days: int) -> datetime:
        return at_hour(self._office_day(question.settled_at.date(), days), self.random.uniform(14, 17.4))

    def _office_day(self, day: date, days: int) -> date:
        """The working day so many after `day`, or the last one before NOW."""
        passed: date = self.calendar.days_passed(day, days)[-1][0]
        return min(passed, LAST_OFFICE_DAY)


def _published(question: Question) -> tuple[datetime, dict[str, Any]]:
    return question.settled_at, {"do": "publish", "by": MODERATOR}


def _answer(question: Question) -> str:
    return str(question.matter.get("answer", "")).format(place=question.place)
