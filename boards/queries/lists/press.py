"""Reporters' follow-up reports: the section, one with its versions, and what the form of a correction starts with."""

from typing import Any

import peewee

from boards.models.press import PressReport, PressThread, PressVersion
from boards.models.threads import Thread
from boards.pages.parts import Link
from boards.pages.press import PressFormPage, PressListPage, PressPage, PressRow, PressVersionLine, Withdrawn
from boards.queries.parts import shown
from boards.queries.parts.versions import attached_threads
from boards.rules.access import may_change_report
from boards.rules.text.difference import difference
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, NotFound
from forum.roles import LABELS, Actor, Role
from forum.store.cursors import NUMBER, Cursor
from forum.store.sql.conditions import is_true
from forum.text.checks import without_bidi

PAGE = 30
CURSOR = Cursor[int](NUMBER)
PATH = "/reports"

Target = Thread.alias("target")


def press_list(before: str | None, viewer: Actor) -> PressListPage:
    """The PressListPage of the reports older than the cursor `before`, or of the newest; raises Malformed for no such cursor."""
    rows, cursor = press_rows(before, PAGE)
    return PressListPage(
        rows=tuple(rows),
        may_publish=viewer.has(Role.REPORTER, Role.MODERATOR),
        first=PATH if before else None,
        following=f"{PATH}?before={cursor}" if cursor else None,
    )


def press_rows(before: str | None, size: int) -> tuple[list[PressRow], str | None]:
    """(the PressRows of one page, newest first, the cursor of the next)."""
    query = latest_versions().order_by(PressReport.id.desc())
    query = query.where(PressReport.id < CURSOR.decode(before)[0]) if before else query
    found = list(query.limit(size + 1).dicts())
    more = CURSOR.encode(found[size - 1]["id"]) if len(found) > size else None
    return [press_row(row) for row in found[:size]], more


def get_report(report_id: int) -> PressReport:
    """The PressReport; raises NotFound."""
    found = PressReport.get_or_none(PressReport.id == report_id)
    if found is None:
        raise NotFound(M("没有这篇报道。"))
    return found


def press_page(report: PressReport, viewer: Actor, number: int | None = None) -> PressPage:
    """The PressPage of a report with version `number`, by default the latest; raises NotFound, for old versions of a withdrawn one too."""
    number = number or report.version
    if not 1 <= number <= report.version or (report.withdrawn_at and number != report.version):
        raise NotFound(M("报道没有这一版。"))
    versions = {row.number: row for row in _versions(report)}
    texts = _texts(report, number)
    row = press_row(_columns(report, versions[number], texts[number][0]))
    changes = difference(texts[number - 1][2], texts[number][2]) if number - 1 in texts else ()
    return PressPage(
        row=row,
        url="" if row.withdrawn else texts[number][1],
        text="" if row.withdrawn else texts[number][2],
        threads=() if row.withdrawn else _threads(report),
        versions=tuple(_line(report, each) for each in versions.values()),
        shown=number,
        changes=() if row.withdrawn else changes,
        may_change=may_change_report(viewer, report.created_by_id) and report.withdrawn_at is None,
    )


def correction_page(report: PressReport, viewer: Actor) -> PressFormPage:
    """The PressFormPage of a correction; raises Forbidden, and Conflict for one that was withdrawn."""
    if not may_change_report(viewer, report.created_by_id):
        raise Forbidden(M("只能更正和撤回自己发表的报道。"))
    if report.withdrawn_at:
        raise Conflict(M("这篇报道已经撤回了。"))
    latest = PressVersion.get(PressVersion.report == report.id, PressVersion.number == report.version)
    names = ("title", "byline", "medium", "url", "text")
    values = {name: getattr(latest, name) for name in names} | {"published_on": latest.published_on.isoformat()}
    threads = "、".join(map(str, attached_threads(report.id)))
    return PressFormPage(report.id, latest.title, {**values, "threads": threads, "based_on": str(report.version)})


def latest_versions() -> peewee.ModelSelect:
    """The query of reports, each with what its latest version says, for `press_row`."""
    latest = (PressVersion.report == PressReport.id) & (PressVersion.number == PressReport.version)
    return PressReport.select(
        *(PressReport.id, PressReport.withdrawn_at, PressReport.withdrawn_role, PressReport.withdrawn_reason),
        *(PressVersion.title, PressVersion.byline, PressVersion.medium, PressVersion.published_on),
    ).join(PressVersion, on=latest)


def press_row(row: dict[str, Any]) -> PressRow:
    """The PressRow of a row of `latest_versions`, without its words once it was withdrawn."""
    withdrawn = row["withdrawn_at"] and Withdrawn(
        row["withdrawn_at"], LABELS[Role(row["withdrawn_role"])], row["withdrawn_reason"]
    )
    words = {name: "" if withdrawn else row[name] for name in ("title", "byline", "medium")}
    return PressRow(id=row["id"], published_on=row["published_on"], withdrawn=withdrawn or None, **words)


def _versions(report):
    columns = (PressVersion.number, PressVersion.created_at, PressVersion.role, PressVersion.note)
    more = (PressVersion.byline, PressVersion.medium, PressVersion.published_on)
    rows = PressVersion.select(*columns, *more).where(PressVersion.report == report.id)
    return rows.order_by(PressVersion.number.desc())


def _texts(report, number):
    """{number: (title, address, text)} of a version and of the one before."""
    rows = PressVersion.select(PressVersion.number, PressVersion.title, PressVersion.url, PressVersion.text)
    near = rows.where(PressVersion.report == report.id, PressVersion.number.in_((number - 1, number))).tuples()
    return {each: (title, url, without_bidi(text)) for each, title, url, text in near}


def _columns(report, version, title):
    """One version of a report as a row of `latest_versions`."""
    of_report = ("id", "withdrawn_at", "withdrawn_role", "withdrawn_reason")
    return {name: getattr(report, name) for name in of_report} | {
        "title": title,
        **{name: getattr(version, name) for name in ("byline", "medium", "published_on")},
    }


def _line(report, version):
    return PressVersionLine(
        number=version.number,
        at=version.created_at,
        by=LABELS[Role(version.role)],
        note="" if report.withdrawn_at else version.note,
        url=f"{PATH}/{report.id}/versions/{version.number}",
    )


def _threads(report):
    """Links to the threads to which a report is attached; of one that was merged, to the thread in which it stands now."""
    now = peewee.fn.COALESCE(Thread.merged_into, Thread.id)
    rows = (
        PressThread.select(Target.id, shown.title_column(Target), Target.hidden, Target.merged_into)
        .join(Thread)
        .join(Target, on=Target.id == now)
        .where(PressThread.report == report.id, PressThread.removed_at.is_null(), is_true(Target.public))
        .order_by(PressThread.id)
        .tuples()
    )
    return tuple({number: Link(_title(number, *row), f"/threads/{number}") for number, *row in rows}.values())


def _title(number: int, title: str, hidden: bool, merged: int | None) -> Message | str:
    return M("主题 %(n)s", n=number) if merged else shown.visible_title(title, hidden)
