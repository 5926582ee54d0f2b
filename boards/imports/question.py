"""One line or row of a file of questions, read and checked; the format is described in docs/importing.md. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any

from boards.clocks.policy import Kind
from forum.messages import M, Message
from forum.problems import Invalid, Malformed, collect_errors
from forum.tables.columns import Column
from forum.tables.dates import read_moment
from forum.text.checks import check_body, check_text, check_title

EARLIEST_YEAR = 1970
LONGEST_ID = 64
LONGEST_AUTHOR = 80
LONGEST_BOARD = 40

KINDS = {"咨询": Kind.CONSULTATION.value, "投诉": Kind.COMPLAINT.value, "建议": Kind.SUGGESTION.value}
COLUMNS = (
    Column("source_id", ("编号", "序号", "工单号", "id"), required=True, whole=True),
    Column("author", ("提问人", "网友", "作者", "发帖人"), required=True),
    Column("title", ("标题", "主题"), required=True),
    Column("body", ("内容", "正文", "问题", "提问内容", "问题内容"), required=True),
    Column("created_at", ("提问时间", "发帖时间", "时间"), required=True, date=True),
    Column("board_derived", ("版块", "部门", "单位", "受理部门", "答复部门", "board"), required=True),
    Column("kind", ("类型", "类别")),
    Column("reply", ("答复", "回复", "答复内容", "回复内容")),
    Column("replied_at", ("答复时间", "回复时间"), date=True),
)


@dataclass(frozen=True)
class Answer:
    """What a department answered, and when (UTC)."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Question:
    """A question as it was asked elsewhere; `asked_at` is in UTC, `answer` None while there is none."""

    source_id: str
    author: str
    board: str
    title: str
    text: str
    kind: str
    asked_at: datetime
    answer: Answer | None

    @property
    def reference(self) -> str:
        """The `external_ref` of its thread, by which a repeated import recognises it."""
        return f"questions:{self.source_id}"


def read_question(line: str | None, now: datetime) -> Question:
    """The Question of one line's text. Raises Malformed unless it is a JSON object, Invalid with every wrong field."""
    return _checked(_row(line), {}, now)


def question_of_row(values: Mapping[str, str], now: datetime, zone: tzinfo) -> Question:
    """The Question of a table's row; times without an offset are in `zone`. Raises Invalid with every wrong field."""
    row: dict[str, Any] = {name: text or None for name, text in values.items()}
    row["kind"] = KINDS.get(values["kind"], row["kind"])
    errors = dict[str, Message]()
    for field in ("created_at", "replied_at"):
        if text := values[field]:
            moment = collect_errors(errors, partial(read_moment, text, zone, field))
            row[field] = moment and moment.isoformat()
    return _checked(row, errors, now)


def _checked(row, wrong, now):
    """The Question of a row of which some fields are `wrong` already; raises Invalid."""
    errors = dict[str, Message]()
    found = {name: _read(errors, row, field, check) for field, (name, check) in FIELDS.items()}
    found["answer"] = _answer(errors, row) if _has_reply(row) else None
    errors |= wrong
    if not errors:
        _check_order(errors, found["asked_at"], found["answer"], now)
    if errors:
        raise Invalid(errors)
    return Question(**found)


def _row(line):
    if line is None:
        raise Malformed(M("这一行太长。"))
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise Malformed(M("不是有效的 JSON。")) from None
    if not isinstance(row, dict):
        raise Malformed(M("应当是一个 JSON 对象。"))
    return row


def _read(errors, row, field, check):
    try:
        if row.get(field) is None and check is not _kind:
            raise Invalid({field: M("缺少这一项。")})
        return check(row.get(field), field)
    except Invalid as problem:
        errors.update(problem.errors)


def _has_reply(row):
    reply = row.get("reply")
    return bool(reply.strip()) if isinstance(reply, str) else reply is not None


def _answer(errors, row):
    text = _read(errors, row, "reply", check_body)
    return Answer(text, _read(errors, row, "replied_at", _moment))


def _check_order(errors, asked_at, answer, now):
    if asked_at > now:
        errors["created_at"] = M("这个时间还没有到。")
    if answer and answer.at > now:
        errors["replied_at"] = M("这个时间还没有到。")
    if answer and answer.at < asked_at:
        errors["replied_at"] = M("答复不能早于提问。")


def _identifier(raw, field):
    return _line(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw, field, LONGEST_ID)


def _author(raw, field):
    return _line(raw, field, LONGEST_AUTHOR)


def _board(raw, field):
    return _line(raw, field, LONGEST_BOARD)


def _line(raw, field, limit):
    text = check_title(raw, field)
    return check_text(field, text, limit)


def _kind(raw, field):
    if raw is None:
        return Kind.CONSULTATION.value
    if raw not in tuple(Kind):
        raise Invalid({field: M("应当是 %(kinds)s 之一。", kinds=" / ".join(Kind))})
    return raw


def _moment(raw, field):
    try:
        at = datetime.fromisoformat(raw)
        utc = at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise Invalid({field: M("应当是带时区的时间，例如 2019-04-24T15:40:04+08:00。")}) from None
    if at.utcoffset() is None:
        raise Invalid({field: M("没有写明时区；请写成 2019-04-24T15:40:04+08:00 这样。")})
    if utc.year < EARLIEST_YEAR:
        raise Invalid({field: M("不能早于 %(year)s 年。", year=EARLIEST_YEAR)})
    return utc


FIELDS = {
    "source_id": ("source_id", _identifier),
    "author": ("author", _author),
    "board_derived": ("board", _board),
    "title": ("title", check_title),
    "body": ("text", check_body),
    "kind": ("kind", _kind),
    "created_at": ("asked_at", _moment),
}
