"""Imports questions and answers by the real actions, at the times when they were asked and answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from boards.actions.cases import handling
from boards.actions.posts import threads
from boards.actions.steps.recording import plain_draft
from boards.clocks.city import City
from boards.imports.lines import numbered
from boards.imports.people import imported_author
from boards.imports.places import Places
from boards.imports.question import read_question
from boards.models.threads import Thread
from boards.queries.parts.current_city import with_current_calendar
from boards.rules.channel import Channel
from forum.commands.progress import progress
from forum.problems import Problem
from forum.store import db

BATCH = 25  # lines in one transaction: few enough that a running site's writers get their turn


@dataclass
class Report:
    """How many lines of a file were imported, were present already, or are broken."""

    imported: int = 0
    present: int = 0
    broken: int = 0


@dataclass
class FileSummary:
    """The number of lines of a file, when its first question was asked, and when each author's first one was."""

    lines: int = 0
    began: datetime | None = None
    joined: dict[str, datetime] = field(default_factory=dict)


def import_questions(file: BinaryIO, *, city: City, now: datetime, tell: Callable[[int, Problem], None]) -> Report:
    """Import a binary, seekable file of questions; returns the Report.

    `tell(number, problem)` is called for each broken line. A line imported before is skipped, so an interrupted run
    can be repeated. Raises Malformed, before anything is written, for a file that is not UTF-8.
    """
    survey, report = _survey(file, now), Report()
    places, city = Places(survey.began or now, now), with_current_calendar(city).without_limits()
    file.seek(0)
    lines = progress(numbered(file), "questions", survey.lines)
    for batch in _batches(_checked(lines, now, report, tell)):
        with db.write():
            _put_batch(batch, places, survey.joined, city, report, tell)
    return report


def _survey(file, now):
    survey = FileSummary()
    for _, line in numbered(file):
        survey.lines += 1
        try:
            question = read_question(line, now)
        except Problem:
            continue
        survey.began = min(survey.began or question.asked_at, question.asked_at)
        first = survey.joined.get(question.author, question.asked_at)
        survey.joined[question.author] = min(first, question.asked_at)
    return survey


def _checked(lines, now, report, tell):
    for number, line in lines:
        try:
            yield number, read_question(line, now)
        except Problem as problem:
            report.broken += 1
            tell(number, problem)


def _batches(questions):
    batch = []
    for each in questions:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _put_batch(batch, places, joined, city, report, tell):
    present = _present([question.reference for _, question in batch])
    for number, question in batch:
        if question.reference in present:
            report.present += 1
            continue
        try:
            place = places.place(question.board)
            with db.write():
                _put(question, place, joined.get(question.author, question.asked_at), city)
        except Problem as problem:
            report.broken += 1
            tell(number, problem)
        else:
            report.imported += 1
            present.add(question.reference)


def _present(references):
    rows = Thread.select(Thread.external_ref).where(Thread.external_ref.in_(references))
    return {reference for (reference,) in rows.tuples()}


def _put(question, place, joined, city):
    thread = threads.ask(
        place.board,
        actor=imported_author(question.author, joined),
        now=question.asked_at,
        city=city,
        title=question.title,
        text=plain_draft(question.text),
        kind=question.kind,
        channel=Channel.IMPORT,
        external_ref=question.reference,
    )
    if question.answer:
        _answer(thread, question.answer, place.spokesperson, city)


def _answer(thread, answer, spokesperson, city):
    # The file has no time of acceptance, so the case counts as accepted when it was answered.
    handling.accept(thread, actor=spokesperson, now=answer.at)
    text = plain_draft(answer.text)
    handling.give_result(thread, actor=spokesperson, now=answer.at, city=city, text=text, channel=Channel.IMPORT)
