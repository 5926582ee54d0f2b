"""The board index: every category with its boards in one query."""

from datetime import datetime, timedelta
from itertools import groupby

import peewee

from boards.clocks.city import City
from boards.models.threads import Board, Category, Tally, Thread
from boards.pages.lists import BoardRow, CategoryView, IndexPage
from boards.queries.parts import shown
from boards.queries.parts.people import last_name
from boards.rules.labels import SECTION_LABELS
from boards.rules.status import Section
from forum.messages import M
from forum.store.db import composed


def index_page(now: datetime, city: City) -> IndexPage:
    """The IndexPage as everybody sees it."""
    today = city.day(now)
    rows = _boards(today, today - timedelta(days=1))
    return IndexPage(_categories(rows), _figures(rows))


@composed
def _boards(today, yesterday):
    columns = (
        Category.id.alias("category"), Category.name.alias("category_name"), Category.section, Board.id, Board.slug,
        Board.name, Board.description, Board.threads, Board.posts, Board.last_thread_id, Board.last_at,
        Board.last_name, shown.title_column(), Thread.hidden, _posts_of(today).alias("today"),
        _posts_of(yesterday).alias("yesterday"),
    )  # fmt: skip
    return (
        Board.select(*columns)
        .join(Category)
        .join(Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == Board.last_thread_id)
        .order_by(Category.position, Category.id, Board.position, Board.id)
        .dicts()
    )


def _posts_of(day):
    counted = Tally.select(Tally.posts).where(Tally.board == Board.id, Tally.day == day)
    return peewee.fn.COALESCE(counted, 0)


def _categories(rows):
    return tuple(
        CategoryView(str(key), name, SECTION_LABELS[Section(section)], tuple(map(_row, group)), section)
        for (key, name, section), group in groupby(
            rows, lambda row: (row["category"], row["category_name"], row["section"])
        )
    )


def _row(row):
    return BoardRow(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        threads=row["threads"],
        posts=row["posts"],
        today=row["today"],
        last_thread=row["last_thread_id"],
        last_title=shown.visible_title(row["title"], row["hidden"]) or "",
        last_at=row["last_at"],
        last_name=last_name(row["last_name"]),
    )


def _figures(rows):
    return (
        (M("今日"), sum(row["today"] for row in rows)),
        (M("昨日"), sum(row["yesterday"] for row in rows)),
        (M("主题"), sum(row["threads"] for row in rows)),
        (M("帖子"), sum(row["posts"] for row in rows)),
        (SECTION_LABELS[Section.DEPARTMENT], sum(row["section"] == Section.DEPARTMENT for row in rows)),
    )
