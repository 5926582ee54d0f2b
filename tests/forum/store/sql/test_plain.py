"""Plain queries find and change what they do when peewee composes them; every other one is left to peewee."""

import peewee
import pytest

from boards.models.threads import Board, Department, Thread
from forum.accounts.models import Account, RoleGrant, Session
from forum.store import db
from forum.store.sql.plain import plain_sql, with_limit_written


def plain_queries(cast):
    named = Account.select().where(Account.username == "asker")
    people = Account.select(Account.id, Account.username).tuples()
    return {
        "all": Account.select(),
        "equal": named,
        "the row itself": RoleGrant.select().where(RoleGrant.account == Account(id=cast.asker.account)),
        "null": RoleGrant.select().where(RoleGrant.revoked_at.is_null()),
        "none": Board.select().where(Board.department == None),  # noqa: E711
        "not null": Board.select().where(Board.department.is_null(False)),
        "compared": Account.select().where(Account.id > 1, Account.id <= 3),
        "either": Account.select().where((Account.id == 1) | ((Account.id >= 3) & (Account.username != "x"))),
        "two columns": Account.select().where(Account.username != Account.display_name),
        "listed": people.where(Account.username.in_(["asker", "neighbour"])),
        "in nothing": people.where(Account.id.in_([])),
        "not in nothing": people.where(Account.id.not_in([])),
        "not listed": people.where(Account.id.not_in({1, 2})),
        "ordered": people.order_by(Account.username.desc(), Account.id).limit(3),
        "a truth": Thread.select().where(Thread.public, Thread.hidden == False),  # noqa: E712
        "at a time": RoleGrant.select().where(RoleGrant.granted_at < RoleGrant.get().granted_at),
    }


def test_a_plain_query_finds_what_peewee_finds(cast, subtests):
    for name, query in plain_queries(cast).items():
        with subtests.test(name):
            composed = plain_sql(query, db.database.param)
            assert composed, "it is plain"
            found = db.database.execute_sql(*composed).fetchall()
            wanted = db.database.execute_sql(*query.sql()).fetchall()
            assert found == wanted if query._order_by else sorted(map(str, found)) == sorted(map(str, wanted))


def test_what_is_not_plain_is_left_to_peewee(cast, subtests):
    other = Account.alias()
    queries = {
        "joined": RoleGrant.select().join(Account),
        "an alias": other.select().where(other.id == 1),
        "counted": RoleGrant.select(peewee.fn.COUNT(RoleGrant.id)),
        "grouped": RoleGrant.select(RoleGrant.role).group_by(RoleGrant.role),
        "distinct": RoleGrant.select(RoleGrant.role).distinct(),
        "a page": Account.select().limit(2).offset(2),
        "a function": Account.select().where(peewee.fn.LOWER(Account.username) == "asker"),
        "a query in it": RoleGrant.select().where(RoleGrant.account.in_(Account.select(Account.id))),
        "negated": Thread.select().where(~Thread.public),
        "another table": Account.select().where(RoleGrant.account == 1),
        "inserted": Department.insert(slug="x", name="x"),
    }
    for name, query in queries.items():
        with subtests.test(name):
            assert plain_sql(query, db.database.param) is None


def test_an_update_changes_the_rows_of_its_condition_and_says_how_many(cast):
    assert plain_sql(Account.update(unread=3).where(Account.id == 1), "?") == (
        'UPDATE "account" SET "unread" = ? WHERE ("id" = ?)',
        [3, 1],
    )
    first = Account.id == cast.asker.account
    assert Account.update(unread=3).where(first).execute() == 1
    assert Account.update(unread=Account.unread + 2).where(first, Account.unread == 3).execute() == 1
    assert Account.update(unread=9).where(first, Account.unread == 3).execute() == 0
    assert {row.id: row.unread for row in Account.select()}[cast.asker.account] == 5
    assert Account.update(unread=0).execute() == Account.select().count()


def test_an_update_gives_the_rows_that_it_returns(cast):
    (row,) = Account.update(unread=4).where(Account.id == cast.asker.account).returning(Account)
    assert (row.id, row.unread) == (cast.asker.account, 4)


@pytest.mark.parametrize(
    ("sql", "params", "written"),
    [
        ("SELECT 1 LIMIT ?", [1], ("SELECT 1 LIMIT 1", [])),
        ("SELECT ? LIMIT ? OFFSET ?", [7, 20, 0], ("SELECT ? LIMIT 20", [7])),
        ("SELECT ? LIMIT ? OFFSET ?", [7, 20, 40], ("SELECT ? LIMIT ? OFFSET ?", [7, 20, 40])),
        ("SELECT ?", [7], ("SELECT ?", [7])),
    ],
)
def test_a_limit_is_written_out(sql, params, written):
    assert with_limit_written(sql, params, "?") == written


def test_a_row_by_its_primary_key_is_the_row_that_peewee_reads(cast):
    for model in (Account, RoleGrant, Board):
        for wanted in model.select():
            found = model.get_by_id(wanted.id)
            assert (found.__data__, found.dirty_fields) == (wanted.__data__, [])
            assert model.get(model.id == wanted.id).__data__ == wanted.__data__
    grant = Board.select().where(Board.department.is_null(False)).first()
    assert grant.department.id == grant.department_id


def test_a_primary_key_that_no_row_has_is_refused(cast):
    for find in (Account.get_by_id, lambda key: Account.get(Account.id == key)):
        with pytest.raises(Account.DoesNotExist):
            find(10**9)
    assert Account.get_or_none(Account.id == 10**9) is None


def test_sessions_by_time_are_found_by_plain_queries(cast, now):
    Session.create(key_hash="x", account=cast.asker.account, created_at=now, expires_at=now)
    assert Session.select().where(Session.created_at <= now).count() == 1
    assert [row.created_at for row in Session.select().where(Session.created_at == now)] == [now]
