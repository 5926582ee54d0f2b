"""The phone number of an account: in any usual form, encrypted, shown to its holder alone and masked, removed with the account."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from boards.mine.closing import AccountCloser
from forum.accounts.models import PhoneNumber
from forum.store.log import Deed, Entry

PASSWORD = "a long enough password"
PHONE = "13812345678"


@pytest.fixture
def asker(app, cast):
    client = app.test_client()
    client.post("/login", data={"username": "asker", "password": PASSWORD})
    return client


def give(client, phone, password=PASSWORD):
    return client.post("/account/phone", data={"phone": phone, "password": password})


def deeds():
    return [deed for (deed,) in Entry.select(Entry.deed).order_by(Entry.id).tuples()]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("138 1234 5678", "138****5678"),
        ("+86-138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0086 13812345678", "138****5678"),
        ("（0570）8021234", "0570-***1234"),
        ("010-8765 4321 转 801", "010-****4321-***"),
    ],
)
def test_a_number_is_taken_in_any_usual_form_and_shown_masked(asker, typed, shown):
    assert give(asker, typed).location == "/account/phone"
    assert shown in asker.get("/account/phone").text and "已填，只有您看得到" in asker.get("/account").text
    assert deeds()[-1] == Deed.PHONE


@pytest.mark.parametrize(
    "typed", ["", "12345", "138123456789", "10012345678", "8021234", "1381234567x", "+1 212 5550100"]
)
def test_what_is_no_number_comes_back_as_it_was_typed(asker, typed):
    answer = give(asker, typed)
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text
    assert PhoneNumber.select().count() == 0


def test_the_password_is_asked_for_each_change_and_the_removal(asker):
    assert give(asker, PHONE, "guess").status_code == 422 and not PhoneNumber.select().count()
    give(asker, PHONE)
    assert asker.post("/account/phone/removal", data={"password": "guess"}).status_code == 422
    assert PhoneNumber.select().count() == 1
    assert asker.post("/account/phone/removal", data={"password": PASSWORD}).location == "/account"
    assert PhoneNumber.select().count() == 0 and deeds()[-1] == Deed.PHONE_END
    asker.post("/account/phone/removal", data={"password": PASSWORD})
    assert deeds().count(Deed.PHONE_END) == 1, "what is gone is not removed again"


def test_the_same_number_typed_otherwise_is_no_change(asker):
    give(asker, PHONE)
    give(asker, "+86 138-1234-5678")
    assert deeds().count(Deed.PHONE) == 1
    give(asker, "13912345678")
    assert deeds().count(Deed.PHONE) == 2 and "139****5678" in asker.get("/account/phone").text


def test_it_stands_nowhere_in_clear_but_in_the_own_export(asker, client_of, cast):
    give(asker, PHONE)
    rows = [*PhoneNumber.select().dicts(), *Entry.select().dicts()]
    assert not any("12345678" in json.dumps(row, default=str) for row in rows)
    for page in ("/account", "/account/phone", "/account/phone/removal", "/my"):
        assert PHONE not in asker.get(page).text
    assert account_in_export(asker)["phone"] == PHONE
    other = client_of(cast.neighbour)
    assert "138****5678" not in other.get("/account/phone").text


def account_in_export(client):
    archive = client.post("/account/export", data={"password": PASSWORD})
    (account,) = json.loads(zipfile.ZipFile(io.BytesIO(archive.data)).read("account.json"))
    return account


def test_it_is_deleted_with_the_account(asker, clock):
    give(asker, PHONE)
    asker.post("/account/closing", data={"password": PASSWORD})
    clock.advance(timedelta(days=8))
    assert AccountCloser().work(clock.now()) == 1
    assert PhoneNumber.select().count() == 0
