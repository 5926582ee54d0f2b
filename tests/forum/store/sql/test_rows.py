"""Rows of joined queries are made as peewee makes them."""

import peewee

from boards.models.threads import Board, Category, Department, Post, Thread
from boards.queries.thread import thread as threads
from forum.accounts.models import Account
from forum.store.sql.rows import row_maker

Lead, Author = Department.alias("lead"), Account.alias("author")


def described(row):
    """A row as plain values, with all that is joined to it."""
    if not isinstance(row, peewee.Model):
        return row
    related = {name: described(other) for name, other in row.__rel__.items()}
    more = {name: described(value) for name, value in vars(row).items() if not name.startswith("_")}
    return type(row), row.__data__, related, more, row._dirty


def both_ways(query):
    wrapper = query._get_cursor_wrapper(query.model._meta.database.execute(query))
    wrapper.initialize()
    rows, make = wrapper.cursor.fetchall(), row_maker(wrapper)
    assert rows
    return [described(make(row)) for row in rows], [described(wrapper.process_row(row)) for row in rows]


def test_joined_objects_and_absent_ones_are_as_peewee_makes_them(question, asked, cast):
    asked("公共版块的主题")
    query = (
        Thread.select(Thread, Board, Category, Lead, Department.short, peewee.fn.LENGTH(Thread.title).alias("length"))
        .join(Board)
        .join(Category)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Thread.department)
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Thread.author_department)
        .join_from(Thread, Author, peewee.JOIN.LEFT_OUTER, on=(Author.username == Thread.title), attr="writer")
    )
    made, expected = both_ways(query)
    assert made == expected and made[0][2]["author_department"] is None


def test_what_lies_beyond_an_unselected_object_is_reached(question):
    query = Post.select(Post.id, Category.name).join(Thread, on=Thread.id == Post.place_thread, attr="there")
    made, expected = both_ways(query.join(Board).join(Category))
    assert made == expected


def test_a_query_for_tuples_is_left_to_peewee(question):
    query = Thread.select(Thread.id, Thread.title).tuples()
    wrapper = query._get_cursor_wrapper(query.model._meta.database.execute(query))
    wrapper.initialize()
    assert row_maker(wrapper) == wrapper.process_row


def test_a_thread_that_is_read_for_its_page_brings_its_board_and_what_its_viewer_did(question, cast):
    found = threads.get_thread(question.id, cast.neighbour)
    assert (found.board.category_id, found.location, found.supported) == (found.board.category.id, None, False)
    assert found.created_at == question.created_at and found.public is True
