"""Reporters' follow-up reports (记者追踪): published, corrected and withdrawn by a reporter, or by a moderator for one."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from boards.actions.steps.word_check import check_official_text
from boards.models.press import PressReport, PressThread, PressVersion
from boards.models.threads import PUBLIC, Thread
from boards.queries.parts.versions import attached_threads
from boards.rules import lengths
from boards.rules.access import may_change_report
from boards.rules.text.thread_numbers import MOST_THREADS, thread_numbers
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, record
from forum.text.checks import BODY_LIMIT, check_text, check_title, excerpt

FIRST_DAY = date(1949, 10, 1)
MOST_NAMED = 5  # threads that a refusal names
SHOWN = ("title", "byline", "medium", "published_on")  # on the pages of its threads
TOLD = (*SHOWN, "url", "text", "note")


def publish(given: Mapping[str, str], *, actor: Actor, now: datetime, today: date) -> PressReport:
    """A new PressReport of what is `given`: title, byline, medium, published_on, url, text, threads, as typed. Raises Invalid."""
    role = _guard(actor)
    said, typed = _checked(given, today), given["threads"]
    with db.write():
        threads = _threads(typed)
        report = PressReport.create(created_at=now, created_by=actor.account)
        _write(report, 1, {**said, "note": ""}, role, actor, now)
        _record(Deed.PRESS_PUBLISH, report, actor, now, role, number=1, **_said(said, TOLD), threads=threads)
        _attach(report, threads, now)
        _record_on(threads, Deed.PRESS_ATTACH, report, actor, now, role, said)
    return report


def correct(report: PressReport, given: Mapping[str, str], *, actor: Actor, now: datetime, today: date) -> None:
    """Another version of a report, with a `note` of what it corrects, over version `based_on`.

    Raises Invalid, or Conflict once it was withdrawn, and when somebody has written a version meanwhile.
    """
    role = _guard(actor, report)
    said, typed = _checked(given, today), given["threads"]
    said["note"] = check_official_text(check_text("note", given["note"], lengths.REASON)).text
    with db.write():
        threads, number = _threads(typed), report.version + 1
        _next_version(report, given["based_on"], number)
        _write(report, number, said, role, actor, now)
        before = attached_threads(report.id)
        new, gone = [each for each in threads if each not in before], [each for each in before if each not in threads]
        _record(Deed.PRESS_CORRECT, report, actor, now, role, number=number, **_said(said, TOLD), threads=threads)
        _attach(report, new, now)
        _detach(report, gone, now)
        _record_on(new, Deed.PRESS_ATTACH, report, actor, now, role, said)
        _record_on([each for each in threads if each in before], Deed.PRESS_CORRECT, report, actor, now, role, said)
        _record_on(gone, Deed.PRESS_DETACH, report, actor, now, role, {})


def withdraw(report: PressReport, *, actor: Actor, now: datetime, reason: str) -> None:
    """Withdraw a report with a reason; it stays on record. Raises Invalid, or Conflict for one withdrawn already."""
    role = _guard(actor, report)
    reason = check_official_text(check_text("reason", reason, lengths.REASON)).text
    with db.write():
        still = (PressReport.id == report.id) & PressReport.withdrawn_at.is_null()
        values = {"withdrawn_role": role.role.value, "withdrawn_reason": reason, "withdrawn_by": actor.account}
        if not PressReport.update(withdrawn_at=now, **values).where(still).execute():
            raise Conflict(M("这篇报道已经撤回了。"))
        _record(Deed.PRESS_WITHDRAW, report, actor, now, role, text=reason)
        _record_on(attached_threads(report.id), Deed.PRESS_WITHDRAW, report, actor, now, role, {})


def _guard(actor: Actor, report: PressReport | None = None) -> ActingRole:
    """The role in which `actor` publishes; raises Unauthorized or Forbidden."""
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.REPORTER, Role.MODERATOR):
        raise Forbidden(M("记者追踪由记者发表，或者由管理员代为发表。"))
    if report and not may_change_report(actor, report.created_by_id):
        raise Forbidden(M("只能更正和撤回自己发表的报道。"))
    return ActingRole(Role.REPORTER if actor.has(Role.REPORTER) else Role.MODERATOR)


def _checked(given: Mapping[str, str], today: date) -> dict[str, Any]:
    """The fields of a version; every field that is wrong is named at once."""
    checks = {
        "title": lambda raw: check_official_text(check_title(raw)).text,
        "byline": lambda raw: check_text("byline", check_title(raw, "byline"), lengths.BYLINE),
        "medium": lambda raw: check_text("medium", check_title(raw, "medium"), lengths.BYLINE),
        "published_on": lambda raw: _day(raw, today),
        "url": _address,
        "text": lambda raw: check_official_text(check_text("text", raw, BODY_LIMIT, minimum=0)).text,
    }
    values: dict[str, Any] = {}
    errors: dict[str, Message] = {}
    for name, check in checks.items():
        try:
            values[name] = check(given[name])
        except Invalid as problem:
            errors |= problem.errors
    if not errors and not values["url"] and not values["text"]:
        errors["text"] = M("链接和正文至少填一样。")
    if errors:
        raise Invalid(errors)
    return values


def _day(raw: str, today: date) -> date:
    try:
        day = date.fromisoformat(raw.strip())
    except ValueError:
        raise Invalid(published_on=M("请写一个日期，如 2014-12-31。")) from None
    if not FIRST_DAY <= day <= today:
        raise Invalid(published_on=M("发表日期不能晚于今天。"))
    return day


def _address(raw: str) -> str:
    url = check_text("url", raw, lengths.ADDRESS, minimum=0).strip()
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        known = False
    if url and (not known or not url.isprintable() or " " in url or "\\" in url):
        raise Invalid(url=M("链接要以 http:// 或 https:// 开头，写完整的网址。"))
    return url


def _threads(typed: str) -> list[int]:
    """The ids of the public threads that were typed, those of merged ones by the thread they are in now; raises Invalid."""
    numbers, others = thread_numbers(typed[:BODY_LIMIT])
    if len(numbers) > MOST_THREADS:
        raise Invalid(threads=M("一篇报道最多附到 %(n)s 个主题。", n=MOST_THREADS))
    rows = Thread.select(Thread.id, Thread.merged_into).where(Thread.id.in_(numbers), PUBLIC).tuples()
    found = {number: merged or number for number, merged in rows}
    unknown = [*others, *(str(number) for number in numbers if number not in found)]
    if unknown:
        named = "、".join(excerpt(each, 30) for each in unknown[:MOST_NAMED])
        raise Invalid(threads=M("没有这些主题：%(named)s。", named=named))
    if not numbers:
        raise Invalid(threads=M("请写至少一个主题的编号。"))
    return list(dict.fromkeys(_standing(found[number]) for number in numbers))


def _standing(number: int) -> int:
    """The thread in which the posts of a thread stand now, however often it was merged."""
    while into := Thread.select(Thread.merged_into).where(Thread.id == number).scalar():
        number = into
    return number


def _next_version(report: PressReport, based_on: str, number: int) -> None:
    same = (PressReport.id == report.id) & (PressReport.version == number - 1) & PressReport.withdrawn_at.is_null()
    if based_on.strip() == str(number - 1) and PressReport.update(version=number).where(same).execute():
        return
    withdrawn = PressReport.get_by_id(report.id).withdrawn_at is not None
    raise Conflict(
        M("这篇报道已经撤回了。") if withdrawn else M("您打开页面以后，别人更正过这篇报道。请对照新的一版再交。")
    )


def _write(
    report: PressReport, number: int, said: Mapping[str, Any], role: ActingRole, actor: Actor, now: datetime
) -> None:
    given = {"number": number, "role": role.role.value, "created_at": now, "editor": actor.account}
    PressVersion.create(report=report.id, **given, **said)


def _attach(report: PressReport, threads: Collection[int], now: datetime) -> None:
    for thread in threads:
        PressThread.create(report=report.id, thread=thread, added_at=now)


def _detach(report: PressReport, threads: Collection[int], now: datetime) -> None:
    there = (PressThread.report == report.id) & PressThread.thread.in_(list(threads)) & PressThread.removed_at.is_null()
    PressThread.update(removed_at=now).where(there).execute()


def _said(said: Mapping[str, Any], names: Collection[str]) -> dict[str, str]:
    """What a version says, for the log."""
    return {name: str(said[name]) for name in names if said.get(name)}


def _record(deed: Deed, of: PressReport, actor: Actor, now: datetime, role: ActingRole, **said: Any) -> None:
    record(deed, ("press", of.id), actor=actor, now=now, acting_role=role, report=of.id, **said)


def _record_on(
    threads: Collection[int],
    deed: Deed,
    of: PressReport,
    actor: Actor,
    now: datetime,
    role: ActingRole,
    said: Mapping[str, Any],
) -> None:
    """An entry for each thread, which tells its page what stands there (boards/queries/thread/press.py)."""
    for thread in threads:
        _record(deed, of, actor, now, role, thread=thread, **_said(said, SHOWN))
