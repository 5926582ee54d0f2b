"""Changing the name that is shown: with the password, seldom, and never to one that is or was just another's."""

from datetime import timedelta

import pytest

from forum.accounts import actions as accounts
from forum.accounts.models import Account, AccountName
from forum.accounts.queries import actor_of_account
from forum.personal.names import APART, rename
from forum.problems import Conflict, Invalid
from forum.store.log import Deed, Entry, entry_data

PASSWORD = "a long enough password"
YEAR = timedelta(days=365)


def test_a_name_is_changed_with_the_password_and_the_change_is_on_record(client_of, see, cast, question):
    browser = client_of(cast.asker)
    assert browser.post("/account/name", data={"display_name": "陈小路", "password": "wrong"}).status_code == 422
    assert browser.post("/account/name", data={"display_name": "陈小路", "password": PASSWORD}).location == "/account"
    entry = Entry.get(Entry.deed == Deed.RENAME)
    assert entry.object == f"account/{cast.asker.public_id}"
    assert entry_data(entry.data) == {"former": "三衢路的小陈", "name": "陈小路"}
    assert "陈小路" not in entry.leaf and "三衢路的小陈" not in entry.leaf
    assert "三衢路的小陈" in see(cast.guest, f"/threads/{question.id}")
    profile = see(cast.guest, f"/users/{Account.get_by_id(cast.asker.account).profile_id}")
    assert "陈小路" in profile and "三衢路的小陈" in profile


def test_a_name_can_be_changed_again_after_a_while_only(cast, now):
    rename(cast.asker, "陈小路", now=now)
    with pytest.raises(Conflict):
        rename(cast.asker, "陈大路", now=now + APART - timedelta(seconds=1))
    rename(cast.asker, "陈大路", now=now + APART)
    assert Account.get_by_id(cast.asker.account).display_name == "陈大路"


def test_a_name_that_was_given_up_is_kept_for_its_former_holder_for_a_year(cast, now, password_hash):
    rename(cast.asker, "陈小路", now=now)
    for taken in ("三衢路的小陈", "陈小路", "清源老李"):
        with pytest.raises(Invalid):
            rename(cast.reporter, taken, now=now)
    with pytest.raises(Invalid):
        accounts.open_account("thief", "三衢路的小陈", password_hash, now=now)
    rename(cast.asker, "三衢路的小陈", now=now + APART)
    later = now + APART + YEAR + timedelta(seconds=1)
    rename(cast.reporter, "陈小路", now=later)
    assert Account.get_by_id(cast.reporter.account).display_name == "陈小路"


@pytest.mark.parametrize("name", ["", "一", "三衢路的小陈", "很" * 21, "a\u202eb", "<b>x</b>"])
def test_what_is_no_new_name_is_refused(client_of, cast, name):
    answer = client_of(cast.asker).post("/account/name", data={"display_name": name, "password": PASSWORD})
    assert answer.status_code == 422 and AccountName.select().count() == 0


def test_a_name_like_an_offices_is_refused(client_of, cast):
    answer = client_of(cast.asker).post("/account/name", data={"display_name": "住建局发言人", "password": PASSWORD})
    assert answer.status_code == 422


def test_the_actor_has_the_new_name_at_once(client_of, see, cast, now):
    rename(cast.asker, "陈小路", now=now)
    assert actor_of_account(Account.get_by_id(cast.asker.account), now).name == "陈小路"
