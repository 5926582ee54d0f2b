"""Tokens and accounts through the API."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from forum.accounts import actions, second_factor
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account

PASSWORD = "a long enough password"
LOGIN = {"username": "asker", "password": PASSWORD}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def owe_second_factor(app):
    wenqu = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(wenqu, settings=replace(wenqu.settings, second_factor_required=True))


def test_a_token_works_until_it_is_ended(api_of, cast, question):
    caller = api_of(cast.guest)
    answer = caller.post("/tokens", json=LOGIN)
    assert (answer.status_code, answer.json["account"]["display_name"]) == (201, "三衢路的小陈")
    assert answer.json["expires_at"] == "2014-10-22T10:00:00+08:00"
    assert answer.headers["Cache-Control"] == "no-store"
    mine = bearer(answer.json["token"])
    assert caller.post("/threads/1/support", headers=mine).status_code == 200
    ended = caller.delete("/tokens/current", headers=mine)
    assert (ended.status_code, ended.data) == (204, b"")
    assert caller.get("/boards", headers=mine).status_code == 401


def test_a_token_runs_out(api_of, cast, clock):
    caller = api_of(cast.asker)
    clock.advance(timedelta(days=31))
    assert caller.get("/boards").status_code == 401


@pytest.mark.parametrize(
    "credential", ["Bearer nonsense", "Bearer", "Bearer  ", "Basic YTpi", "nonsense", "Bearer é\x00"]
)
def test_a_credential_that_does_not_count_is_refused_even_for_reading(api_of, cast, credential):
    answer = api_of(cast.guest).get("/boards", headers={"Authorization": credential})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "login",
    [
        {"username": "asker", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
        {"username": "as\x00ker", "password": PASSWORD},
        {"username": "asker", "password": "\x00"},
    ],
)
def test_a_wrong_login_gets_no_token(api_of, cast, login):
    assert api_of(cast.guest).post("/tokens", json=login).status_code == 401


def test_guessing_passwords_is_slowed_down(app, api_of, cast):
    wenqu = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(wenqu, settings=replace(wenqu.settings, rate_limits=True))
    caller = api_of(cast.guest)
    answers = [caller.post("/tokens", json={"username": "as\x00ker", "password": "wrong"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_an_account_tells_its_roles(api_of, cast):
    answer = api_of(cast.guest).post("/tokens", json={"username": "spokesperson", "password": PASSWORD})
    assert answer.json["account"]["roles"] == [{"role": "spokesperson", "department": "zhujian"}]


def test_an_official_who_owes_a_second_factor_gets_no_token_without_it(app, api_of, cast, settings):
    owe_second_factor(app)
    login = {"username": "moderator", "password": PASSWORD}
    assert api_of(cast.guest).post("/tokens", json=login).status_code == 403
    secret = pyotp.random_base32()
    sealed = second_factor.seal_secret(secret, cast.moderator.account, settings)
    Account.update(otp_secret=sealed).where(Account.id == cast.moderator.account).execute()
    assert api_of(cast.guest).post("/tokens", json=login).status_code == 401
    code = pyotp.TOTP(secret).at(app.extensions["wenqu"].clock.now())
    assert api_of(cast.guest).post("/tokens", json=login | {"otp": code}).status_code == 201


def test_a_netizens_token_does_not_grow_into_an_officials(app, api_of, cast, question, now):
    owe_second_factor(app)
    caller = api_of(cast.neighbour)
    actions.grant(Account.get_by_id(cast.neighbour.account), "moderator", now=now)
    assert caller.post("/posts/1/hiding", json={"reason": "广告"}).status_code == 401


def test_binding_a_second_factor_ends_the_tokens_from_before(app, api_of, cast, now, settings):
    caller, secret = api_of(cast.neighbour), pyotp.random_base32()
    actor = actor_of_account(Account.get_by_id(cast.neighbour.account), now)
    second_factor.enrol(actor, secret, pyotp.TOTP(secret).at(now), now=now, settings=settings)
    assert caller.get("/boards").status_code == 401


def test_registering_makes_a_netizen(api_of, cast):
    new = {"username": "newcomer", "password": "清源市的新朋友2014", "display_name": "新来的市民"}
    answer = api_of(cast.guest).post("/accounts", json=new)
    assert (answer.status_code, answer.json["username"], answer.json["roles"]) == (201, "newcomer", [])
    assert (
        api_of(cast.guest).post("/tokens", json={key: new[key] for key in ("username", "password")}).status_code == 201
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"username": "asker"}, "username"),
        ({"username": "a b"}, "username"),
        ({"password": "short"}, "password"),
        ({"display_name": "住建局"}, "display_name"),
        ({"display_name": "清源老李"}, "display_name"),
        ({"display_name": "李\x00"}, "display_name"),
    ],
)
def test_a_wrong_registration_names_its_field(api_of, cast, changed, field):
    new = {"username": "newcomer", "password": "清源市的新朋友2014", "display_name": "新来的市民"}
    answer = api_of(cast.guest).post("/accounts", json=new | changed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
