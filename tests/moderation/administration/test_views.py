"""Administrators disable and enable accounts and reset passwords and authenticators on pages."""

import re
from datetime import timedelta

import pyotp
import pytest

from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.models import Account, RoleGrant
from forum.accounts.queries import actor_of_account
from forum.accounts.second_factor import seal_secret
from forum.store.log import Deed, Entry

PASSWORD, NEW = "a long enough password", "quite another password"
SURE = {"reason": "本人到窗口申请", "password": PASSWORD}


@pytest.fixture
def page_of():
    return lambda actor: f"/admin/accounts/{actor.public_id}"


@pytest.fixture
def second(cast, password_hash, now):
    """Another administrator."""
    account = accounts.open_account("second", "机房二号", password_hash, now=now)
    accounts.grant(account, "administrator", now=now)
    return actor_of_account(account, now)


def log_in(app, username, password=PASSWORD, **more):
    browser = app.test_client()
    browser.status = browser.post("/login", data={"username": username, "password": password, **more}).status_code
    return browser


def newest():
    return Entry.select().order_by(Entry.id.desc()).get()


def test_a_disabled_account_is_out_at_once_and_its_posts_stay(app, client_of, api_of, cast, page_of, question):
    browser, caller, administrator = log_in(app, "asker"), api_of(cast.asker), client_of(cast.administrator)
    posts = Post.select().count()
    assert administrator.post(page_of(cast.asker) + "/disabling", data=SURE).status_code == 303
    assert browser.get("/account").status_code == 302 and caller.get("/boards").status_code == 401
    assert log_in(app, "asker").status == 401
    assert Post.select().count() == posts and "三衢路的小陈" in app.test_client().get(f"/threads/{question.id}").text
    assert (newest().deed, newest().object) == (Deed.DISABLE, f"account/{cast.asker.public_id}")
    assert "本人到窗口申请" in newest().data and "本人到窗口申请" in administrator.get(page_of(cast.asker)).text
    assert administrator.post(page_of(cast.asker) + "/disabling", data=SURE).status_code == 409
    assert administrator.post(page_of(cast.asker) + "/enabling", data=SURE).status_code == 303
    assert log_in(app, "asker").status == 303 and newest().deed == Deed.ENABLE


def test_a_disabled_spokesperson_is_listed_no_more(app, client_of, cast, page_of):
    before = app.test_client().get("/departments/zhujian").text
    client_of(cast.administrator).post(page_of(cast.spokesperson) + "/disabling", data=SURE)
    after = app.test_client().get("/departments/zhujian").text
    assert "王晓燕" in before and "王晓燕" not in after and "周建国" in after
    assert (
        RoleGrant.select()
        .where(RoleGrant.account == cast.spokesperson.account, RoleGrant.revoked_at.is_null())
        .exists()
    )


@pytest.mark.parametrize("lacking", [{"reason": ""}, {"reason": "x" * 201}, {"password": ""}, {"password": "guess"}])
@pytest.mark.parametrize("what", ["disabling", "password-reset"])
def test_a_reason_and_the_own_password_are_needed(client_of, cast, page_of, everything, lacking, what):
    administrator = client_of(cast.administrator)
    before = everything()
    answer = administrator.post(f"{page_of(cast.asker)}/{what}", data=SURE | lacking)
    assert answer.status_code == 422 and everything() == before
    assert SURE["password"] not in answer.text


def test_a_reset_password_is_chosen_anew_with_a_code_that_is_shown_once(app, client_of, cast, page_of, everything):
    browser, administrator = log_in(app, "asker"), client_of(cast.administrator)
    answer = administrator.post(page_of(cast.asker) + "/password-reset", data=SURE)
    (code,) = re.findall(r'<code class="secret">([^<]+)</code>', answer.text)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert code not in administrator.get(page_of(cast.asker)).text and code not in repr(everything())
    assert browser.get("/account").status_code == 302 and log_in(app, "asker").status == 401
    assert newest().deed == Deed.PASSWORD_RESET
    sent = {"username": "asker", "recovery_code": code, "password": NEW}
    assert app.test_client().post("/recovery", data=sent | {"username": "neighbour"}).status_code == 401
    assert app.test_client().post("/recovery", data=sent).location == "/login"
    assert log_in(app, "asker", NEW).status == 303
    assert app.test_client().post("/recovery", data=sent).status_code == 401, "used once"


def test_a_code_lasts_a_day_and_a_later_one_replaces_it(app, client_of, cast, page_of, clock):
    administrator = client_of(cast.administrator)

    def given():
        answer = administrator.post(page_of(cast.asker) + "/password-reset", data=SURE)
        return re.findall(r'<code class="secret">([^<]+)</code>', answer.text)[0]

    def choose(code):
        sent = {"username": "asker", "recovery_code": code, "password": NEW}
        return app.test_client().post("/recovery", data=sent).status_code

    first, second = given(), given()
    assert choose(first) == 401
    clock.advance(timedelta(days=1))
    assert choose(second) == 401
    assert choose(given()) == 303


def bind(actor, settings):
    secret = pyotp.random_base32()
    sealed = seal_secret(secret, actor.account, settings)
    Account.update(otp_secret=sealed).where(Account.id == actor.account).execute()


def test_a_lost_authenticator_is_removed(app, client_of, cast, page_of, settings):
    bind(cast.moderator, settings)
    assert log_in(app, "moderator").status == 401
    answer = client_of(cast.administrator).post(page_of(cast.moderator) + "/second-factor-reset", data=SURE)
    assert answer.status_code == 303 and newest().deed == Deed.SECOND_FACTOR_RESET
    assert log_in(app, "moderator").status == 303
    again = client_of(cast.administrator).post(page_of(cast.moderator) + "/second-factor-reset", data=SURE)
    assert again.status_code == 409


@pytest.mark.parametrize(
    "order", [("password-reset", "second-factor-reset"), ("second-factor-reset", "password-reset")]
)
def test_no_administrator_alone_resets_both_factors_of_an_official(client_of, cast, second, page_of, settings, order):
    bind(cast.moderator, settings)
    first, other = (f"{page_of(cast.moderator)}/{what}" for what in order)
    assert client_of(cast.administrator).post(first, data=SURE).status_code in (200, 303)
    assert client_of(cast.administrator).post(other, data=SURE).status_code == 403
    assert client_of(second).post(other, data=SURE).status_code in (200, 303)


def test_nobody_acts_on_his_own_account_and_nobody_else_acts(client_of, cast, page_of):
    own = page_of(cast.administrator)
    assert "停用账号" not in client_of(cast.administrator).get(own).text
    for what in ("disabling", "enabling", "password-reset", "second-factor-reset"):
        assert client_of(cast.administrator).post(f"{own}/{what}", data=SURE).status_code == 403
        assert client_of(cast.moderator).post(f"{page_of(cast.asker)}/{what}", data=SURE).status_code == 403


def test_an_account_is_found_by_part_of_its_names(client_of, cast):
    def found(wanted):
        page = client_of(cast.administrator).get("/admin/accounts", query_string={"q": wanted}).text
        return re.findall(r'/admin/accounts/[0-9a-f]+">([^<]+)<', page)

    assert found("ask") == found("三衢路") == found("ASKER") == ["三衢路的小陈"]
    assert found("%") == found("_") == found("\x00x") == []
    assert len(found("")) == 11
    assert client_of(cast.administrator).get("/admin/accounts/nobody").status_code == 404
