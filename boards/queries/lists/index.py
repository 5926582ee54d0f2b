"""The board index: every category with its boards in a fixed number of queries."""

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


def index_page(now: datetime, city: City) -> IndexPage:
    """The IndexPage as everybody sees it."""
    today = city.day(now)
    days = _tallies(today)
    rows = list(_boards())
    return IndexPage(_categories(rows, days, today), _figures(rows, days, today))


def _boards():
    columns = (
        Category.id.alias("category"), Category.name.alias("category_name"), Category.section, Board.id, Board.slug,
        Board.name, Board.description, Board.threads, Board.posts, Board.last_thread_id, Board.last_at,
        Board.last_name, shown.title_column(), Thread.hidden,
    )  # fmt: skip
    return (
        Board.select(*columns)
        .join(Category)
        .join(Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == Board.last_thread_id)
        .order_by(Category.position, Category.id, Board.position, Board.id)
        .dicts()
    )


def _tallies(today):
    days = Tally.select(Tally.board, Tally.day, Tally.threads, Tally.posts)
    return list(days.where(Tally.day.in_([today, today - timedelta(days=1)])).tuples())


def _categories(rows, days, today):
    fresh = {board: posts for board, day, _, posts in days if day == today}
    return tuple(
        CategoryView(
            str(key), name, SECTION_LABELS[Section(section)], tuple(_row(row, fresh) for row in group), section
        )
        for (key, name, section), group in groupby(
            rows, lambda row: (row["category"], row["category_name"], row["section"])
        )
    )


def _row(row, fresh):
    return BoardRow(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        threads=row["threads"],
        posts=row["posts"],
        today=fresh.get(row["id"], 0),
        last_thread=row["last_thread_id"],
        last_title=shown.visible_title(row["title"], row["hidden"]) or "",
        last_at=row["last_at"],
        last_name=last_name(row["last_name"]),
    )


def _figures(rows, days, today):
    return (
        (M("今日"), sum(posts for _, day, _, posts in days if day == today)),
        (M("昨日"), sum(posts for _, day, _, posts in days if day != today)),
        (M("主题"), sum(row["threads"] for row in rows)),
        (M("帖子"), sum(row["posts"] for row in rows)),
        (SECTION_LABELS[Section.DEPARTMENT], sum(row["section"] == Section.DEPARTMENT for row in rows)),
    )
