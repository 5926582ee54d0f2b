"""Registering, signing in and out, one's own account, and what is kept of the way there."""

from dataclasses import replace

import pytest

from forum.accounts.models import Session

PASSWORD = "a long enough password"
NEW = {"username": "newcomer", "display_name": "新来的街坊", "password": "another long password"}


def test_registering_signs_in_and_greets(app, places):
    browser = app.test_client()
    answer = browser.post("/register", data={**NEW, "next": "/boards/zhujian/new"})
    assert (answer.status_code, answer.location) == (303, "/boards/zhujian/new")
    page = browser.get("/account").text
    assert "新来的街坊" in page and "欢迎" in page


def test_a_registration_comes_back_with_its_names_but_not_its_password(app, places):
    answer = app.test_client().post(
        "/register", data={**NEW, "display_name": "<b>住建局</b>", "password": "secret-pass"}
    )
    assert answer.status_code == 422
    assert "&lt;b&gt;住建局&lt;/b&gt;" in answer.text and 'value="newcomer"' in answer.text
    assert "secret-pass" not in answer.text


@pytest.mark.parametrize("name", ["清源市交通运输局", "住建局", "官方 小王", "管 理 员"])
def test_a_name_like_an_office_is_refused(app, places, name):
    answer = app.test_client().post("/register", data={**NEW, "display_name": name})
    assert answer.status_code == 422 and "容易被当作部门" in answer.text


@pytest.mark.parametrize("typed", ["asker", "ASKER", " asker ", "ａｓｋｅｒ"])
def test_signing_in_takes_the_username_in_any_case_and_width(app, cast, typed):
    browser = app.test_client()
    assert browser.post("/login", data={"username": typed, "password": PASSWORD}).status_code == 303
    assert "三衢路的小陈" in browser.get("/account").text


def test_the_device_is_known_again_by_a_cookie_of_its_own(app, cast):
    browser = app.test_client()
    assert browser.get_cookie("wenqu-device") is None
    answer = browser.post("/login", data={"username": "asker", "password": PASSWORD})
    cookie = browser.get_cookie("wenqu-device")
    assert (
        "wenqu-device" in str(answer.headers.getlist("Set-Cookie")) and cookie.http_only and cookie.same_site == "Lax"
    )
    browser.post("/logout")
    browser.post("/login", data={"username": "asker", "password": PASSWORD})
    assert browser.get_cookie("wenqu-device").value == cookie.value


def test_names_in_capitals_are_one_account(app, places):
    assert app.test_client().post("/register", data={**NEW, "username": "NewComer"}).status_code == 303
    again = app.test_client().post("/register", data={**NEW, "display_name": "另一位街坊"})
    assert again.status_code == 422 and "已经有人用了" in again.text
    assert app.test_client().post("/login", data=NEW).status_code == 303


@pytest.mark.parametrize("who", ["asker", "nobody"])
def test_a_wrong_login_does_not_tell_what_was_wrong(app, cast, who):
    answer = app.test_client().post("/login", data={"username": who, "password": "wrong"})
    assert answer.status_code == 401
    assert "用户名或密码不对" in answer.text and f'value="{who}"' in answer.text


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_leads_to_this_site_only(app, cast, target):
    sent = {"username": "asker", "password": PASSWORD, "next": target}
    assert app.test_client().post("/login", data=sent).location == "/"


def test_signing_out_ends_the_session_on_the_server(app, cast):
    browser = app.test_client()
    browser.post("/login", data={"username": "asker", "password": PASSWORD})
    cookie = browser.get_cookie("wenqu").value
    browser.post("/logout")
    thief = app.test_client()
    thief.set_cookie("wenqu", cookie)
    assert thief.get("/account").status_code == 302
    assert Session.select().where(Session.ended_at.is_null()).count() == 0


def test_a_new_password_ends_every_session(client_of, cast, app):
    browser, elsewhere = client_of(cast.asker), app.test_client()
    elsewhere.post("/login", data={"username": "asker", "password": PASSWORD})
    sent = {"current": PASSWORD, "password": "quite another password"}
    assert browser.post("/account/password", data=sent).location == "/login"
    assert elsewhere.get("/account").status_code == 302
    assert elsewhere.post("/login", data={"username": "asker", "password": PASSWORD}).status_code == 401
    assert elsewhere.post("/login", data={"username": "asker", "password": "quite another password"}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_open_session_is_not_enough_to_guess_the_password(client_of, cast, app):
    wenqu = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(wenqu, settings=replace(wenqu.settings, rate_limits=True))
    browser, sent = client_of(cast.asker), {"current": "a wrong guess", "password": "quite another password"}
    answers = [browser.post("/account/password", data=sent).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert browser.post("/account/password", data={**sent, "current": PASSWORD}).status_code == 429


def test_pages_for_one_person_are_kept_by_no_cache(client_of, cast, question):
    own, public = client_of(cast.asker).get("/account"), client_of(cast.guest).get(f"/threads/{question.id}")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert public.headers["Cache-Control"] == "no-cache" and "Set-Cookie" not in public.headers


def test_every_page_carries_the_headers_that_keep_browsers_safe(client_of, cast, question):
    for address in ("/", "/login", "/nowhere", "/static/wenqu.css"):
        headers = client_of(cast.guest).get(address, buffered=True).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff"
