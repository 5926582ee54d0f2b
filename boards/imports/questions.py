"""Imports questions and answers by the real actions, at the times when they were asked and answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from boards.actions.cases import handling
from boards.actions.posts import threads
from boards.actions.steps.recording import plain_draft
from boards.clocks.city import City
from boards.imports.board_names import BoardChoices
from boards.imports.imported_before import imported_before
from boards.imports.lines import holds_json, numbered
from boards.imports.people import imported_author
from boards.imports.places import Places
from boards.imports.question import COLUMNS, question_of_row, read_question
from boards.queries.parts.current_city import with_current_calendar
from boards.rules.channel import Channel
from forum.commands.progress import progress
from forum.messages import M
from forum.problems import Conflict, Invalid, Problem
from forum.store import db
from forum.tables.reader import MOST_BYTES, read_table
from forum.tables.report import Report

BATCH = 25  # lines in one transaction: few enough that a running site's writers get their turn


@dataclass
class FileSummary:
    """What is known of a file before anything is written.

    The number of lines, when the first question was asked and each author's first one, the lines of each board, and by line
    what is wrong.
    """

    lines: int = 0
    began: datetime | None = None
    joined: dict[str, datetime] = field(default_factory=dict)
    boards: dict[str, list[int]] = field(default_factory=dict)
    wrong: dict[int, Problem] = field(default_factory=dict)


NO_CHOICES = BoardChoices()


def import_questions(
    file: BinaryIO, *, city: City, now: datetime, choices: BoardChoices = NO_CHOICES, skip_wrong: bool = False
) -> Report:
    """Import a binary, seekable file of questions; returns the Report.

    Nothing is written while lines are wrong, unless they are to be skipped. A line imported before is passed over, so an
    interrupted run can be repeated; the Report notes where it differs. Raises Malformed, before anything is written, for a
    file that is neither lines of JSON in UTF-8 nor a table.
    """
    survey = _survey(_read(file, now, city.timezone))
    places, city = Places(survey.began or now, now, choices), with_current_calendar(city).without_limits()
    report = Report(wrong=survey.wrong | _asked(places, survey.boards))
    if report.wrong and not skip_wrong:
        report.right = survey.lines - len(report.wrong)
        return report
    right = ((line, each) for line, each in _read(file, now, city.timezone) if line not in report.wrong)
    questions = progress(right, "questions", survey.lines - len(report.wrong))
    for batch in _batches(questions):
        with db.write():
            _put_batch(batch, places, survey.joined, city, report)
    return report


def _read(file, now, zone):
    """(line, Question, or the Problem with it) of each line of JSON, or of each row of a table."""
    file.seek(0)
    if holds_json(file):
        return ((number, _attempt(read_question, line, now)) for number, line in numbered(file))
    return _rows(read_table(file.read(MOST_BYTES + 1), COLUMNS, others=True), now, zone)


def _rows(table, now, zone):
    yield from ((line, Invalid(row=message)) for line, message in table.wrong.items())
    yield from ((row.line, _attempt(question_of_row, row.values, now, zone)) for row in table.rows)


def _attempt(read, *arguments):
    try:
        return read(*arguments)
    except Problem as problem:
        return problem


def _survey(lines):
    survey, seen = FileSummary(), dict[str, tuple[int, int]]()
    for line, question in lines:
        survey.lines += 1
        if isinstance(question, Problem):
            survey.wrong[line] = question
            continue
        first, content = seen.setdefault(question.source_id, (line, hash(question)))
        if content != hash(question):
            survey.wrong[line] = Conflict(
                M("编号 %(id)s 在第 %(number)s 行已经有了，内容却不一样。", id=question.source_id, number=first)
            )
            continue
        survey.began = min(survey.began or question.asked_at, question.asked_at)
        joined = survey.joined.get(question.author, question.asked_at)
        survey.joined[question.author] = min(joined, question.asked_at)
        survey.boards.setdefault(question.board, []).append(line)
    return survey


def _asked(places, boards):
    """By line the question whether its board is one that is known."""
    asked = places.questions({name: len(lines) for name, lines in boards.items()})
    return {line: Conflict(message) for name, message in asked.items() for line in boards[name]}


def _batches(questions):
    batch = []
    for each in questions:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _put_batch(batch, places, joined, city, report):
    present = imported_before([question.reference for _, question in batch])
    for line, question in batch:
        if question.reference in present:
            report.present += 1
            _note_difference(line, question, present[question.reference], report)
            continue
        try:
            place = places.place(question.board)
            with db.write():
                _put(question, place, joined.get(question.author, question.asked_at), city)
        except Problem as problem:
            report.wrong[line] = problem
        else:
            report.imported += 1
            present[question.reference] = _content(question)


def _content(question):
    return question.title, question.text, question.answer.text if question.answer else None


def _note_difference(line, question, present, report):
    labels = ("title", "body", "reply")
    different = [label for label, new, old in zip(labels, _content(question), present, strict=True) if new != old]
    if different:
        report.notes[line] = M(
            "编号 %(id)s 导入过，没有改动。和现有的不一样的是：%(fields)s。",
            id=question.source_id,
            fields="、".join(different),
        )


def _put(question, place, joined, city):
    thread = threads.ask(
        place.board,
        actor=imported_author(question.author, joined, city.site),
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
