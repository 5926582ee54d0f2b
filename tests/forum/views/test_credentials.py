"""One's second factor, recovery codes and API tokens on pages, and a lost password."""

import html
import re
from datetime import timedelta

import pyotp
import pytest

from forum.accounts.models import Account, RecoveryCode, Session, Token
from forum.accounts.second_factor import check_code, enrolment_picture
from forum.store.log import Deed, Entry

PASSWORD, NEW = "a long enough password", "quite another password"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def browser(app, cast):
    """browser(username, **more): one that has signed in on the page, and its answer."""

    def sign_in(username, password=PASSWORD, **more):
        client = app.test_client()
        client.answer = client.post("/login", data={"username": username, "password": password, **more})
        return client

    return sign_in


@pytest.fixture
def bound(browser, clock):
    """bound(username): (a browser that has bound an authenticator, its secret)."""

    def bind(username="spokesperson"):
        client = browser(username)
        secret = secret_on(client.get("/account/second-factor").text)
        answer = client.post("/account/second-factor", data={"otp": code(secret, clock), "password": PASSWORD})
        assert answer.location == "/account"
        clock.advance(MINUTE)
        return client, secret

    return bind


def secret_on(page):
    return page.partition('<code class="secret">')[2].partition("<")[0]


def code(secret, clock):
    return pyotp.TOTP(secret).at(clock.now())


def codes_on(page):
    return re.findall(r'<code class="secret">([^<]+)</code>', page)


def deeds():
    return [
        deed
        for (deed,) in Entry.select(Entry.deed).where(Entry.object.startswith("account/")).order_by(Entry.id).tuples()
    ]


def test_binding_asks_for_the_password_and_keeps_the_secret_encrypted(browser, cast, clock, settings):
    client = browser("spokesperson")
    secret = secret_on(client.get("/account/second-factor").text)
    for sent in (
        {"otp": code(secret, clock)},
        {"otp": code(secret, clock), "password": "guess"},
        {"otp": "000000", "password": PASSWORD},
    ):
        wrong = client.post("/account/second-factor", data=sent)
        assert wrong.status_code == 422 and secret in wrong.text, "the key stays the same after a mistake"
    assert (
        client.post("/account/second-factor", data={"otp": code(secret, clock), "password": PASSWORD}).location
        == "/account"
    )
    account = Account.get_by_id(cast.spokesperson.account)
    assert secret not in account.otp_secret and account.otp_secret.startswith("v1.")
    clock.advance(MINUTE)
    assert check_code(account, code(secret, clock), clock.now(), settings)
    assert browser("spokesperson").answer.status_code == 401


def test_the_secret_is_shown_as_a_qr_code_too(browser):
    page = browser("spokesperson").get("/account/second-factor").text
    shown = re.search(r'<img class="qr" src="(data:image/svg\+xml[^"]+)"', page)[1]
    assert len(shown) > 1000
    assert enrolment_picture(re.search(r'href="(otpauth:[^"]+)"', page)[1].replace("&amp;", "&")) == html.unescape(
        shown
    )


def test_an_authenticator_is_replaced_by_who_has_the_old_one(bound, browser, clock, cast):
    client, old = bound()
    elsewhere = browser("spokesperson", otp=code(old, clock))
    clock.advance(MINUTE)
    new = secret_on(client.get("/account/second-factor/replacement").text)
    sent = {"otp": code(new, clock), "password": PASSWORD}
    for wrong in (
        {},
        {"old_otp": "000000"},
        {"old_otp": code(new, clock)},
        {"old_otp": code(old, clock), "password": "guess"},
    ):
        assert client.post("/account/second-factor/replacement", data=sent | wrong).status_code == 422
    answer = client.post("/account/second-factor/replacement", data=sent | {"old_otp": code(old, clock)})
    assert answer.location == "/account"
    assert client.get("/account").status_code == 200 and elsewhere.get("/account").status_code == 302
    clock.advance(MINUTE)
    assert browser("spokesperson", otp=code(old, clock)).answer.status_code == 401
    assert browser("spokesperson", otp=code(new, clock)).answer.status_code == 303


def test_an_authenticator_is_removed_with_password_and_code(bound, browser, clock):
    client, secret = bound("asker")
    assert client.post("/account/second-factor/removal", data={"password": PASSWORD}).status_code == 422
    sent = {"password": PASSWORD, "otp": code(secret, clock)}
    assert client.post("/account/second-factor/removal", data=sent).location == "/account"
    assert browser("asker").answer.status_code == 303
    assert deeds()[-1] == Deed.SECOND_FACTOR_END


def test_recovery_codes_are_shown_once_stored_as_hashes_and_each_signs_in_once(bound, browser, clock, everything):
    client, secret = bound()
    assert client.post("/account/recovery-codes", data={"password": PASSWORD}).status_code == 422
    page = client.post("/account/recovery-codes", data={"password": PASSWORD, "otp": code(secret, clock)})
    codes = codes_on(page.text)
    assert len(set(codes)) == 10 and page.headers["Cache-Control"] == "private, no-store"
    assert not any(each in client.get("/account/recovery-codes").text for each in codes)
    assert not any(each.replace("-", "") in repr(everything()) or each in repr(everything()) for each in codes)
    typed = codes[0].upper().replace("-", " ")
    assert browser("spokesperson", otp=typed).answer.status_code == 303
    assert browser("spokesperson", otp=codes[0]).answer.status_code == 401
    assert "还剩 9 个" in client.get("/account").text


def test_new_recovery_codes_replace_the_old(browser):
    client = browser("asker")
    first, second = (
        codes_on(client.post("/account/recovery-codes", data={"password": PASSWORD}).text) for _ in range(2)
    )
    assert recover(browser, first[0]).status_code == 401
    assert recover(browser, second[0]).location == "/login"


def recover(browser, code, username="asker", password=NEW):
    sent = {"username": username, "recovery_code": code, "password": password}
    return browser("nobody").post("/recovery", data=sent)


def test_a_lost_password_is_replaced_with_a_recovery_code(browser):
    client = browser("asker")
    codes = codes_on(client.post("/account/recovery-codes", data={"password": PASSWORD}).text)
    assert recover(browser, codes[0], password="short").status_code == 422
    assert recover(browser, codes[0]).location == "/login"
    assert client.get("/account").status_code == 302, "every session has ended"
    assert browser("asker").answer.status_code == 401
    assert browser("asker", NEW).answer.status_code == 303
    assert recover(browser, codes[0]).status_code == 401, "a code is used once"
    assert deeds()[-1] == Deed.PASSWORD_RECOVER


def test_one_recovery_code_never_stands_for_password_and_authenticator(bound, browser, clock):
    client, secret = bound()
    sent = {"password": PASSWORD, "otp": code(secret, clock)}
    codes = codes_on(client.post("/account/recovery-codes", data=sent).text)
    assert recover(browser, codes[0], "spokesperson").location == "/login"
    assert browser("spokesperson", NEW).answer.status_code == 401
    assert browser("spokesperson", NEW, otp=codes[0]).answer.status_code == 401
    assert browser("spokesperson", NEW, otp=codes[1]).answer.status_code == 303


@pytest.mark.parametrize("code", ["", "x", "2222-2222-2222-2222", "\x00", "１" * 16, "恢复码", "a" * 100_000])
def test_recovery_tells_nobody_which_names_exist(browser, code):
    somebody, nobody = (recover(browser, code, username) for username in ("asker", "nobody"))
    assert (somebody.status_code, nobody.status_code) == (401, 401)
    assert without_token(somebody.text).replace("asker", "nobody") == without_token(nobody.text)


def without_token(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_says_how_to_get_a_password_without_codes(browser):
    page = browser("nobody").get("/recovery").text
    assert "主办单位" in page and "没有开通邮件找回" in page
    assert "/recovery" in browser("nobody").get("/login").text


def test_own_tokens_are_listed_and_revoked(browser, api_of, cast, now):
    caller, client = api_of(cast.asker), browser("asker")
    api_of(cast.neighbour)
    token = Token.get(Token.account == cast.asker.account)
    other = Token.get(Token.account == cast.neighbour.account)
    page = client.get("/account").text
    assert f"/account/tokens/{token.id}/revocation" in page and f"/account/tokens/{other.id}/revocation" not in page
    assert client.post(f"/account/tokens/{other.id}/revocation").status_code == 404
    assert caller.get("/boards").status_code == 200
    assert client.post(f"/account/tokens/{token.id}/revocation").location == "/account"
    assert caller.get("/boards").status_code == 401
    assert client.post(f"/account/tokens/{token.id}/revocation").status_code == 404
    assert api_of(cast.neighbour).get("/boards").status_code == 200


def test_an_account_with_an_authenticator_needs_it_for_a_new_password(bound, browser, clock):
    client, secret = bound()
    sent = {"current": PASSWORD, "password": NEW}
    assert client.post("/account/password", data=sent).status_code == 422
    assert client.post("/account/password", data=sent | {"otp": code(secret, clock)}).location == "/login"
    assert Session.select().where(Session.ended_at.is_null()).count() == 0
    assert RecoveryCode.select().count() == 0
