"""Kept forms: whose they are, what is stored of them, how many and how long."""

from datetime import timedelta

import pytest

from forum.kept import actions
from forum.kept.actions import Expiring, Kept, claim, forget, keep, open_kept
from forum.kept.models import KeptForm
from forum.private import Encryptor
from forum.problems import NotFound, TooLarge

FORM = Kept("asking.submit_to_board", "/boards/zhujian/new", (("title", "路口的灯"), ("text", "没有\r\n灯")))
BOX = Encryptor("a secret key of at least thirty-two characters")


@pytest.fixture
def kept(database, now):
    def put(browser="one", account=None, at=now, form=FORM):
        return keep(form, browser=browser, account=account, now=at, encryptor=BOX)

    return put


@pytest.fixture
def opened(now):
    def look(key, browser="one", account=7, at=now):
        return open_kept(key, browser=browser, account=account, now=at, encryptor=BOX)

    return look


def test_a_kept_form_comes_back_as_it_was(kept, opened):
    assert opened(kept()) == FORM


def test_it_opens_in_its_own_browser_only(kept, opened):
    with pytest.raises(NotFound):
        opened(kept(), browser="another")


def test_it_opens_for_its_own_account_only(kept, opened):
    key = kept(account=7)
    assert opened(key, account=7) == FORM
    with pytest.raises(NotFound):
        opened(key, account=8)


def test_whoever_signs_in_first_claims_a_form_of_unknown_writer(kept, opened):
    key, elsewhere = kept(), kept(browser="another")
    claim("one", 7)
    claim("one", 8)
    assert opened(key, account=7) == FORM
    with pytest.raises(NotFound):
        opened(key, account=8)
    assert opened(elsewhere, browser="another", account=8) == FORM


def test_nothing_of_it_stands_in_clear_in_the_database(kept):
    key = kept()
    (row,) = KeptForm.select().dicts()
    assert not [value for value in row.values() if "灯" in str(value) or key in str(value) or value == "one"]


def test_after_a_day_it_does_not_open_and_the_worker_deletes_it(kept, opened, now):
    key, tomorrow = kept(), now + timedelta(days=1)
    kept(at=now + timedelta(hours=1))
    with pytest.raises(NotFound):
        opened(key, at=tomorrow)
    assert Expiring().advance(tomorrow) == 0
    assert KeptForm.select().count() == 1


def test_after_success_it_is_gone(kept, opened):
    key, other = kept(), kept()
    forget(key, "another")
    assert opened(key) == FORM
    forget(key, "one")
    with pytest.raises(NotFound):
        opened(key)
    assert opened(other) == FORM


def test_a_browser_keeps_so_many_and_the_oldest_make_room(kept, opened, now, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OF_A_BROWSER", 3)
    elsewhere = kept(browser="another")
    keys = [kept(at=now + timedelta(seconds=n)) for n in range(5)]
    assert KeptForm.select().count() == 4
    assert [opened(key) for key in keys[2:]] == [FORM] * 3
    assert opened(elsewhere, browser="another") == FORM


def test_all_together_are_so_many_and_those_of_unknown_writers_make_room_first(kept, opened, now, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 3)
    known = kept(browser="known", account=7)
    for number in range(5):
        kept(browser=f"stranger {number}", at=now + timedelta(seconds=number))
    assert KeptForm.select().count() == 3
    assert opened(known, browser="known") == FORM


def test_one_that_is_too_large_is_not_kept(kept):
    with pytest.raises(TooLarge):
        kept(form=Kept("e", "/", (("text", "水" * 90_000),)))
    assert KeptForm.select().count() == 0
