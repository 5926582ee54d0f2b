"""Reads a question bank from CSV. Pure.

Columns: code, kind (single, multiple, true_false), text, options (separated by |; empty for true_false), answer (letters), article,
explanation. UTF-8, with or without a byte order mark.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from boards.services.quiz.rules import LETTERS, Kind, Question
from forum.messages import M
from forum.problems import Invalid
from forum.text.checks import check_text

TRAFFIC = Path(__file__).with_name("traffic.csv")  # the traffic rules, written for this project
COLUMNS = ("code", "kind", "text", "options", "answer", "article", "explanation")
MOST = 5000  # questions of a bank
LONGEST = {"text": 300, "article": 80, "explanation": 500}
LONGEST_OPTION = 120


def read_bank(content: bytes) -> tuple[Question, ...]:
    """The Questions of a file; raises Invalid with the line of the first mistake."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise Invalid(file=M("第一行应当是：%(columns)s。", columns=",".join(COLUMNS)))
        found = tuple(_question(row, table.line_num) for row in table)
    except (UnicodeError, csv.Error):
        raise Invalid(file=M("应当是 UTF-8 的 CSV 文件。")) from None
    codes = {question.code for question in found}
    if not found or len(found) > MOST or len(codes) < len(found):
        raise Invalid(file=M("题目要有 1 到 %(most)s 道，编号不能重复。", most=MOST))
    return found


def _question(row: Mapping[str, str | None], line: int) -> Question:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    wrong = next(_mistakes(given, None in row), None)
    if wrong is not None:
        raise Invalid(file=M("第 %(line)s 行的 %(column)s 不对。", line=line, column=wrong))
    texts = {name: given[name] for name in ("code", "text", "answer", "article", "explanation")}
    return Question(kind=Kind(given["kind"]), options=_options(given), **texts)


def _mistakes(given: Mapping[str, str], too_long: bool) -> Iterator[str]:
    """The names of the columns that are wrong."""
    if too_long:
        yield "explanation"
    if not (given["code"].isascii() and given["code"].isalnum() and len(given["code"]) <= 20):
        yield "code"
    if given["kind"] not in tuple(Kind):
        yield "kind"
    for name, most in LONGEST.items():
        if not _is_text(given[name], most):
            yield name
    options = _options(given)
    if not 2 <= len(options) <= len(LETTERS) or len(set(options)) < len(options):
        yield "options"
    if not all(_is_text(option, LONGEST_OPTION) for option in options):
        yield "options"
    letters = given["answer"]
    sorted_once = list(letters) == sorted(set(letters)) and set(letters) <= set(LETTERS[: len(options)])
    several = given["kind"] == Kind.MULTIPLE
    if not letters or not sorted_once or (len(letters) > 1) != several:
        yield "answer"


def _options(given: Mapping[str, str]) -> tuple[str, ...]:
    if given["kind"] == Kind.TRUE_FALSE:
        return () if given["options"] else ("对", "错")
    return tuple(option.strip() for option in given["options"].split("|"))


def _is_text(text: str, most: int) -> bool:
    try:
        check_text("text", text, most)
    except Invalid:
        return False
    return "\n" not in text
