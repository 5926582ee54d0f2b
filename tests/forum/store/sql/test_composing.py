"""Queries that are composed once give the rows of the query composed anew, for other values too."""

from datetime import timedelta

import pytest

from forum.accounts.models import Account, Session
from forum.accounts.queries import key_hash
from forum.store.db import composed


@pytest.fixture
def found(cast):
    """The rows of a composed query, and how often it was composed."""
    made = []

    @composed
    def by_name(name, until, *, ended):
        made.append(ended)
        rows = Account.select(Account, Session).join(Session, attr="session").where(Account.username == name)
        rows = rows.where(Session.created_at <= until)
        return rows.where(Session.ended_at.is_null(False)) if ended else rows

    return by_name, made


@pytest.fixture
def sessions(cast, now):
    for number, actor in enumerate((cast.asker, cast.neighbour)):
        Session.create(
            key_hash=key_hash(str(number)), account=actor.account, created_at=now, expires_at=now + timedelta(days=1)
        )


def test_the_rows_are_models_with_what_was_joined(found, sessions, cast, now):
    by_name, _ = found
    (row,) = by_name("asker", now, ended=False)
    assert (row.id, row.session.created_at) == (cast.asker.account, now)


def test_it_is_composed_once_for_each_shape_whatever_the_values(found, sessions, cast, now):
    by_name, made = found
    names = [by_name(name, now, ended=False)[0].username for name in ("asker", "neighbour", "asker")]
    assert names == ["asker", "neighbour", "asker"] and made == [False]
    assert by_name("asker", now, ended=True) == [] and made == [False, True]


def test_a_time_is_compared_as_a_time(found, sessions, now):
    by_name, _ = found
    assert by_name("asker", now - timedelta(microseconds=1), ended=False) == []


def test_rows_are_read_anew_each_time(found, sessions, now):
    by_name, _ = found
    by_name("asker", now, ended=False)
    Session.update(ended_at=now).execute()
    assert by_name("asker", now, ended=True)[0].session.ended_at == now
