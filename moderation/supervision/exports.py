"""A table of the supervisors' page as a file for spreadsheets."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from forum.clock import local
from forum.i18n.languages import translate
from forum.messages import M, Message
from forum.tables.spreadsheets import csv_file, harmless
from forum.web.addresses import absolute_url
from moderation.supervision.choice import ALARMS, DUE, EXTENSIONS, OVERDUE, UNSATISFIED
from moderation.supervision.pages import AlarmRow, CaseRow, ExtensionRow, UnsatisfiedRow


def as_csv(view: str, rows: Iterable[Any], zone: tzinfo) -> bytes:
    """The rows of a table in UTF-8, times in `zone`; a text that would be a formula gets an apostrophe before it."""
    heads, cells = FILES[view]
    lines = [[_cell(each, zone) for each in cells(row)] for row in rows]
    return csv_file([[translate(each) for each in heads], *lines])


def _cell(value, zone):
    if isinstance(value, datetime):
        return f"{local(value, zone):%Y-%m-%d %H:%M}"
    if isinstance(value, int):
        return value
    return harmless("" if value is None else translate(value))


def _extension(row: ExtensionRow) -> list[Any]:
    return [*_case(row.thread), row.department, row.name, row.asked_at, row.due_at, row.until, row.reason]


def _alarm(row: AlarmRow) -> list[Any]:
    return [*_case(row.thread), row.department, row.why, row.hops, row.at]


def _open_case(row: CaseRow) -> list[Any]:
    row_shown, due_at = row.case.thread, row.case.due_at
    label = row_shown.badge.label if row_shown.badge else None
    case = [row_shown.title, absolute_url(f"/threads/{row_shown.id}")]
    return [*case, row.department, label, due_at, row_shown.created_at, row_shown.supports]


def _unsatisfied(row: UnsatisfiedRow) -> list[Any]:
    return [*_case(row.thread), row.department, row.grade, row.solved, row.at]


def _case(link):
    return [link.label, absolute_url(link.url)]


CASE = (M("问题"), M("网址"), M("承办部门"))
OPEN_CASE = (*CASE, M("状态"), M("时限"), M("提问时间"), M("支持数")), _open_case
FILES: Mapping[str, tuple[tuple[Message, ...], Callable[[Any], list[Any]]]] = {
    EXTENSIONS: ((*CASE, M("申请人"), M("申请时间"), M("现在的时限"), M("希望延到"), M("理由")), _extension),
    ALARMS: ((*CASE, M("原因"), M("转办次数"), M("时间")), _alarm),
    DUE: OPEN_CASE,
    OVERDUE: OPEN_CASE,
    UNSATISFIED: ((*CASE, M("满意度"), M("是否解决"), M("时间")), _unsatisfied),
}
