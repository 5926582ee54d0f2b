"""Services and requests as everybody may see them; what is hidden, sealed or covered is withheld as on the pages."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import peewee

from boards.channels.open311.models import Open311Request
from boards.channels.open311.rules import MOST, Period, ServiceStatus, description_of, service_status
from boards.models.locations import Location
from boards.models.threads import LISTED, PUBLIC, Board, Category, Department, Post, Thread
from boards.pages.outside import not_shown
from boards.pages.posts import PostView
from boards.queries.parts import shown
from boards.queries.thread.answers import OFFICIAL_ANSWERS, by_weight
from boards.queries.thread.locations import CURRENT, position_of
from boards.queries.thread.posts import post_view, posts_with_text
from boards.rules.labels import STATUS_LABELS
from boards.rules.status import Section, Status
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import NotFound
from forum.roles import GUEST
from forum.store.log import Entry
from forum.store.sql.conditions import is_true, unindexed
from forum.text.checks import excerpt

LONGEST_NOTES = 1000  # characters of the official answer
Lead = Department.alias("lead")
# The question of a thread; that of a merged one stands in another.
STANDS = (Post.place_thread == Thread.id) & (Post.place_floor == 1)
MERGED = Thread.merged_into.is_null(False) & (Post.thread == Thread.id) & (Post.floor == 1)

NO_SERVICE = M("没有这个 service_code。")


def service_boards() -> list[Board]:
    """The Boards, with department and category, of the departments that can be asked, in the order of the front page."""
    return list(_service_boards().order_by(Category.position, Board.position, Board.id))


def service_board(code: str) -> Board:
    """The Board of one department; raises NotFound."""
    board = _service_boards().where(Department.slug == code).first()
    if board is None:
        raise NotFound(NO_SERVICE)
    return board


def requests_named(numbers: Collection[int]) -> list[dict[str, Any]]:
    """The requests with these numbers, those that are public, newest first."""
    return _told(Thread.select(Thread.id).where(Thread.id.in_(list(numbers)), PUBLIC))


def requests_asked(codes: Collection[str], statuses: Collection[Status], period: Period) -> list[dict[str, Any]]:
    """The newest requests of some services, all for none, and of these statuses; raises NotFound for an unknown service."""
    asked = Thread.created_at.between(period.start, period.end)
    found = Thread.select(Thread.id).where(asked, LISTED, unindexed(Thread.status).in_(list(statuses)))
    if codes:
        offices = [row[0] for row in Department.select(Department.id).where(Department.slug.in_(codes)).tuples()]
        if len(offices) < len(set(codes)):
            raise NotFound(NO_SERVICE)
        found = found.where(unindexed(Thread.department).in_(offices))
    return _told(found.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(MOST))


def request_of_token(token: str) -> int | None:
    """The number of the request of a token, None while it is not public; raises NotFound."""
    row = Open311Request.select(Thread.id, Thread.public).join(Thread).where(Open311Request.token == token)
    found = row.tuples().first()
    if found is None:
        raise NotFound(M("没有这个 token。"))
    thread, public = found
    return int(thread) if public else None


def _service_boards() -> peewee.ModelSelect:
    joined = Board.select(Board, Department, Category).join(Department).switch(Board).join(Category)
    return joined.where(Board.section == Section.DEPARTMENT, is_true(Department.active))


def _told(threads: peewee.ModelSelect) -> list[dict[str, Any]]:
    rows = list(_questions([number for (number,) in threads.tuples()]).dicts())
    numbers = [row["thread"] for row in rows]
    answers, changed = _answers(numbers), _changed(numbers)
    return [_request(row, answers.get(row["thread"]), changed) for row in rows]


def _questions(numbers: Collection[int]) -> peewee.ModelSelect:
    return (
        posts_with_text()
        .select_extend(
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden.alias("thread_hidden"),
            Thread.status,
            Thread.created_at.alias("asked_at"),
            Thread.next_due_at,
            Thread.merged_into.alias("merged_into"),
            Lead.slug.alias("lead_slug"),
            Lead.name.alias("lead_name"),
            Location.address,
            Location.lat,
            Location.lon,
            Open311Request.media_url,
        )
        .join_from(Post, Thread, on=STANDS | MERGED)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)
        .join_from(Thread, Location, peewee.JOIN.LEFT_OUTER, on=CURRENT)
        .join_from(Thread, Open311Request, peewee.JOIN.LEFT_OUTER, on=Open311Request.thread == Thread.id)
        .where(Thread.id.in_(numbers), Thread.status.is_null(False))
        .order_by(Thread.created_at.desc(), Thread.id.desc())
    )


def _answers(numbers: Collection[int]) -> dict[int, str]:
    """{thread: the beginning of its official answer, as everybody may read it}."""
    rows = (
        posts_with_text()
        .select_extend(Post.place_thread.alias("stands_in"))
        .where(Post.place_thread.in_(numbers), Post.kind.in_(OFFICIAL_ANSWERS))
        .order_by(*by_weight())
    )
    found: dict[int, str] = {}
    for row in rows.dicts():
        if row["stands_in"] not in found:
            found[row["stands_in"]] = _words(post_view(row, GUEST, Thread(id=row["stands_in"])), LONGEST_NOTES)
    return found


def _changed(numbers: Iterable[int]) -> dict[int, datetime]:
    """{thread: the time of the last entry of its history}."""
    last = peewee.fn.MAX(Entry.at)
    rows = Entry.select(Entry.thread_id, last).where(Entry.thread_id.in_(list(numbers))).group_by(Entry.thread_id)
    return dict(rows.tuples())


def _words(post: PostView, most: int | None = None) -> str:
    sentence = not_shown(post)
    if sentence is not None:
        return translate(sentence)
    text = post.text or ""
    return excerpt(text, most) if most else text


def _request(row: Mapping[str, Any], answer: str | None, changed: Mapping[int, datetime]) -> dict[str, Any]:
    question = post_view(dict(row), GUEST, Thread(id=row["thread"]))
    open_to_all = not_shown(question) is None and not row["thread_hidden"] and row["title"] != ""
    text = _words(question)
    title = translate(shown.visible_title(row["title"], row["thread_hidden"]))
    status = service_status(row["status"])
    at = position_of(Location(lat=row["lat"], lon=row["lon"])) if open_to_all else None
    return {
        "service_request_id": str(row["thread"]),
        "status": status.value,
        "status_notes": _notes(row, answer),
        "service_name": row["lead_name"],
        "service_code": row["lead_slug"],
        "description": description_of(title, text),
        "agency_responsible": row["lead_name"],
        "service_notice": None,
        "requested_datetime": row["asked_at"],
        "updated_datetime": max(changed.get(row["thread"], row["asked_at"]), row["asked_at"]),
        "expected_datetime": row["next_due_at"] if status is ServiceStatus.OPEN else None,
        "address": (row["address"] or None) if open_to_all else None,
        "address_id": None,
        "zipcode": None,
        "lat": at and at.degrees[0],
        "long": at and at.degrees[1],
        "media_url": _media(row, question, text) if open_to_all else None,
    }


def _notes(row: Mapping[str, Any], answer: str | None) -> str:
    if row["merged_into"]:
        return translate(M("已经合并到主题 %(n)s", n=row["merged_into"]))
    label = translate(STATUS_LABELS[Status(row["status"])])
    return f"{label}：{answer}" if answer else label


def _media(row: Mapping[str, Any], question: PostView, text: str) -> str | None:
    """The path of the question's first picture, or the address that its app sent while the text still shows it."""
    pictures = [file.url for file in question.files if file.kind == "picture"]
    if pictures:
        return pictures[0]
    return row["media_url"] if row["media_url"] and row["media_url"] in text else None
