"""The mail address of an account, and a lost password: from the page through the outbox to a letter and back."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from forum.accounts.models import Account, MailAddress
from forum.channel_settings import MailServer
from forum.outbox.models import OutboxItem
from forum.outbox.sending import Sending
from forum.private import Encryptor
from forum.store.log import Deed, Entry

PASSWORD, NEW = "a long enough password", "quite another password"
ADDRESS = "Li.Hua@example.com"
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(settings):
    return replace(settings, mail=MailServer("mail.example.com", 25, False, "", "", None))


@pytest.fixture
def letters(settings, clock):
    """letters(): what the worker hands over now."""

    def deliver():
        sent = []

        class Peer:
            def send(self, key, content):
                sent.append(content)

        Sending({"mail": Peer()}, Encryptor(settings.secret_key)).advance(clock.now())
        return sent

    return deliver


@pytest.fixture
def asker(app, cast):
    client = app.test_client()
    client.post("/login", data={"username": "asker", "password": PASSWORD})
    return client


@pytest.fixture
def confirmed(asker, letters):
    """The asker's browser, with a confirmed address."""
    asker.post("/account/mail", data={"mail": ADDRESS, "password": PASSWORD})
    (letter,) = letters()
    assert asker.post("/account/mail/confirmation", data={"code": code_in(letter)}).location == "/account"
    return asker


def code_in(letter):
    return re.search(r"\w{4}(-\w{4}){3}", letter["text"])[0]


def deeds():
    return [deed for (deed,) in Entry.select(Entry.deed).order_by(Entry.id).tuples()]


def test_an_address_counts_once_its_code_came_back(asker, letters):
    answer = asker.post("/account/mail", data={"mail": f" {ADDRESS} ", "password": PASSWORD})
    assert answer.location == "/account/mail/confirmation"
    (letter,) = letters()
    assert letter["to"] == ADDRESS and "确认邮箱" in letter["subject"]
    page = asker.get("/account/mail").text
    assert "等待确认的邮箱" in page and ADDRESS in page and "还没有" in page
    wrong = asker.post("/account/mail/confirmation", data={"code": "aaaa-bbbb-cccc-dddd"})
    assert wrong.status_code == 422 and "验证码不对" in wrong.text and "aaaa-bbbb-cccc-dddd" in wrong.text
    asker.post("/account/mail/confirmation", data={"code": code_in(letter)})
    assert "已确认，用来找回密码" in asker.get("/account").text and deeds()[-1] == Deed.MAIL
    again = asker.post("/account/mail/confirmation", data={"code": code_in(letter)})
    assert again.status_code == 422, "a code works once"


def test_a_code_is_too_old_after_an_hour(asker, letters, clock):
    asker.post("/account/mail", data={"mail": ADDRESS, "password": PASSWORD})
    (letter,) = letters()
    clock.advance(HOUR)
    assert asker.post("/account/mail/confirmation", data={"code": code_in(letter)}).status_code == 422


@pytest.mark.parametrize(
    "address", ["", "li", "li@", "li@example", "li@example.com\nBcc: x@example.com", "李@例子.中国"]
)
def test_what_is_no_address_comes_back_as_it_was_typed(asker, letters, address):
    answer = asker.post("/account/mail", data={"mail": address, "password": PASSWORD})
    assert answer.status_code == 422 and "邮箱" in answer.text and letters() == []


def test_the_password_is_asked_for(asker, letters):
    assert asker.post("/account/mail", data={"mail": ADDRESS, "password": "guess"}).status_code == 422
    assert letters() == []


def test_no_address_stands_in_clear_or_in_the_log(confirmed):
    row = MailAddress.select().dicts().get()
    entries = [json.dumps(entry, default=str) for entry in Entry.select().dicts()]
    assert not any("example.com" in str(value) for value in (row, *entries, *OutboxItem.select().dicts()))


def test_the_former_address_is_told_of_a_change_and_of_the_end(confirmed, letters):
    confirmed.post("/account/mail", data={"mail": "new@example.com", "password": PASSWORD})
    (letter,) = letters()
    confirmed.post("/account/mail/confirmation", data={"code": code_in(letter)})
    assert [(told["to"], "已更换或删除" in told["subject"]) for told in letters()] == [(ADDRESS, True)]
    assert confirmed.post("/account/mail/removal", data={"password": PASSWORD}).location == "/account"
    assert [told["to"] for told in letters()] == ["new@example.com"] and deeds()[-1] == Deed.MAIL_END
    assert MailAddress.select().count() == 0


def test_an_address_that_is_confirmed_again_is_not_told_that_it_is_gone(confirmed, letters):
    confirmed.post("/account/mail", data={"mail": ADDRESS.lower(), "password": PASSWORD})
    (letter,) = letters()
    confirmed.post("/account/mail/confirmation", data={"code": code_in(letter)})
    assert letters() == []


@pytest.mark.parametrize("who", ["asker", " ASKER", "li.hua@EXAMPLE.com"])
def test_a_lost_password_is_replaced_with_the_code_of_a_letter(confirmed, app, letters, who):
    guest = app.test_client()
    assert "用邮箱找回密码" in guest.get("/recovery").text
    assert guest.post("/recovery/mail", data={"who": who}).location == "/recovery"
    (letter,) = letters()
    assert letter["to"] == ADDRESS and "asker" in letter["text"]
    assert guest.post("/login", data={"username": "asker", "password": PASSWORD}).status_code == 303, "it still counts"
    sent = {"username": "asker", "recovery_code": code_in(letter), "password": NEW}
    assert guest.post("/recovery", data=sent).location == "/login"
    assert deeds()[-1] == Deed.PASSWORD_RECOVER
    assert guest.post("/login", data={"username": "asker", "password": NEW}).status_code == 303
    assert confirmed.get("/account").status_code == 302, "every session has ended"
    assert guest.post("/recovery", data=sent).status_code == 401, "a code works once"


def test_the_answer_tells_nobody_whether_there_is_an_account(confirmed, app, letters):
    guest = app.test_client()
    answers = [
        guest.post("/recovery/mail", data={"who": who}) for who in ("asker", "nobody", "neighbour", "no@example.com")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/recovery")}
    assert [letter["to"] for letter in letters()] == [ADDRESS]


def test_a_code_by_mail_is_too_old_after_an_hour_and_the_second_ends_the_first(confirmed, app, letters, clock):
    guest = app.test_client()
    codes = []
    for _ in range(2):
        guest.post("/recovery/mail", data={"who": "asker"})
        codes.append(code_in(letters()[0]))
    form = {"username": "asker", "password": NEW}
    assert guest.post("/recovery", data=form | {"recovery_code": codes[0]}).status_code == 401
    clock.advance(HOUR)
    assert guest.post("/recovery", data=form | {"recovery_code": codes[1]}).status_code == 401


def test_a_disabled_account_is_not_written_to(confirmed, app, letters, now):
    Account.update(disabled_at=now).where(Account.username == "asker").execute()
    app.test_client().post("/recovery/mail", data={"who": "asker"})
    assert letters() == []


def test_letters_are_limited_for_each_account_in_silence(confirmed, app, letters, settings):
    program = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(program, settings=replace(settings, rate_limits=True))
    guest = app.test_client()
    answers = {guest.post("/recovery/mail", data={"who": "asker"}).status_code for _ in range(6)}
    assert answers == {303} and len(letters()) == 3


def test_a_letter_is_in_the_language_of_the_page(asker, letters):
    asker.set_cookie("lang", "en")
    asker.post("/account/mail", data={"mail": ADDRESS, "password": PASSWORD})
    (letter,) = letters()
    assert letter["language"] == "en" and not re.search(r"[\u4e00-\u9fff]", letter["text"].replace("问渠", ""))


def test_without_a_mail_server_the_pages_say_so(app, asker, settings):
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], settings=replace(settings, mail=None))
    assert "本站没有开通邮件" in asker.get("/account/mail").text
    assert "本站没有开通邮件" in app.test_client().get("/recovery").text
    for address, sent in (
        ("/account/mail", {"mail": ADDRESS, "password": PASSWORD}),
        ("/recovery/mail", {"who": "asker"}),
    ):
        refused = asker.post(address, data=sent)
        assert refused.status_code == 409 and "本站没有开通邮件" in refused.text
