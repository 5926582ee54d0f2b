"""What every answer carries, what may be cached, and what is refused before a view sees it."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from stage_clients import FormClient, without_tokens

from forum.app import create_app
from forum.web.door import safe_redirect_target
from forum.web.security import HEADERS, LARGEST_BODY

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = [
    "/",
    "/boards/zhujian",
    "/threads/1",
    "/login",
    "/register",
    "/about",
    "/about/design",
    "/about/privacy",
    "/about/accessibility",
    "/departments",
    "/moderation/log",
]
PASSWORD = "a long enough password"


def built(settings, clock, **changes):
    return create_app(replace(settings, **changes), clock)


def test_every_answer_carries_the_headers(app, client_of, cast, question, subtests):
    guest, asker = client_of(cast.guest), client_of(cast.asker)
    for path in (*PAGES, "/healthz", "/no-such-page", "/static/wenqu.css", "/account", "/threads/404", "/favicon.ico"):
        for browser in (guest, asker):
            with subtests.test(path), browser.get(path) as answer:
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    refused = guest.delete("/posts/1")
    assert {name: refused.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(app):
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert not [source for source in policy.values() if "unsafe" in source or "*" in source or "http" in source]


def test_no_page_has_anything_inline_that_the_policy_would_stop(app, client_of, cast, question, subtests):
    for path in PAGES:
        with subtests.test(path):
            page = client_of(cast.asker).get(path, follow_redirects=True).text
            assert not [word for word in (" style=", " onclick=", " onload=", "<style", "javascript:") if word in page]


def test_pages_of_guests_may_be_shared_and_pages_of_people_are_not_kept(app, client_of, cast, question, subtests):
    for path in ("/", "/boards/zhujian", "/threads/1", "/about", "/departments", "/moderation/log"):
        with subtests.test(path):
            public = client_of(cast.guest).get(path)
            assert public.headers.getlist("Set-Cookie") == []
            assert public.headers["Cache-Control"] == "no-cache"
            assert {"Cookie", "Accept-Language"} <= set(public.vary.as_set(preserve_casing=True))
            assert client_of(cast.asker).get(path).headers["Cache-Control"] == "private, no-store"


def test_a_guests_page_with_a_token_of_his_session_is_not_shared(app, cast):
    browser = app.test_client()
    for path in ("/login", "/login", "/register", "/recovery"):
        page = browser.get(path)
        assert "csrf_token" in page.text and page.headers["Cache-Control"] == "private, no-store"


def test_no_page_stands_where_a_cache_takes_it_for_a_file(client_of, cast):
    for path in ("/static/no-such.css", "/static/../account.css", "/account/x.css", "/no-such.js"):
        missing = client_of(cast.asker).get(path)
        assert (missing.status_code, missing.headers.get("Cache-Control")) == (404, "private, no-store"), path


def test_a_form_from_elsewhere_is_refused_with_a_page_that_says_what_to_do(client_of, cast, question):
    browser = without_tokens(client_of(cast.asker))
    for data in ({"text": "伪造的回复"}, {"text": "伪造的回复", "csrf_token": "forged"}):
        answer = browser.post("/threads/1/posts", data=data)
        assert answer.status_code == 400
        assert "刚才没有提交" in answer.text and "再按一次提交" in answer.text
    assert "伪造的回复" not in browser.get("/threads/1").text


def test_the_session_cookie_is_out_of_reach(app, cast):
    answer = app.test_client().post("/login", data={"username": "asker", "password": PASSWORD})
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("wenqu="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(settings, clock, cast):
    app = built(settings, clock, url="https://wenqu.example")
    browser = FormClient(app)
    answer = browser.post(
        "/login",
        data={"username": "asker", "password": PASSWORD},
        base_url="https://wenqu.example",
        headers={"Referer": "https://wenqu.example/login"},
    )
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-wenqu="))
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_signing_in_again_ends_the_session_before(app, cast):
    browser = app.test_client()
    signed_in = {"username": "asker", "password": PASSWORD}
    browser.post("/login", data=signed_in)
    former = browser.get_cookie("wenqu").value
    browser.post("/login", data=signed_in)
    assert browser.get("/account").status_code == 200
    browser.set_cookie("wenqu", former)
    assert browser.get("/account").headers["Location"] == "/login?next=/account"


def test_nothing_that_is_sent_begins_a_line_of_the_log(app, client_of, api_of, cast, question, caplog):
    for mark in ("\u2028", "\x85", "\u202e", "\x9b"):
        api_of(cast.moderator).post(f"/boards/x{quote(mark)}FAKE/threads", json={"title": "题目", "text": "文"})
        client_of(cast.moderator).post(f"/boards/x{quote(mark)}FAKE/new", data={"title": "题目", "text": "文"})
        assert "FAKE" in caplog.text and mark not in caplog.text
        caplog.clear()


AWAY = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)", "evil.example", " //evil.example", "///evil.example", "/a\\b", "", None,
]  # fmt: skip


def test_signing_in_leads_nowhere_else(app, cast, subtests):
    for target in AWAY:
        with subtests.test(repr(target)):
            assert safe_redirect_target(target) == "/"
            data = {"username": "asker", "password": PASSWORD, "next": target or ""}
            assert app.test_client().post("/login", data=data).headers["Location"] == "/"
    assert safe_redirect_target("/threads/7?page=2#floor-3") == "/threads/7?page=2#floor-3"


def test_a_body_that_is_too_large_is_refused(app, client_of, cast, question):
    answer = client_of(cast.asker).post("/threads/1/posts", data={"text": "水" * LARGEST_BODY})
    assert answer.status_code == 413
    assert "超过了上限" in answer.text


@pytest.mark.parametrize(("proxies", "seen"), [(0, "192.0.2.9"), (1, "203.0.113.7"), (2, "198.51.100.1")])
def test_the_address_is_the_one_that_a_trusted_proxy_saw(settings, clock, database, proxies, seen):
    from flask import request

    app = built(settings, clock, trusted_proxies=proxies)
    addresses = []
    app.before_request(lambda: addresses.append(request.remote_addr))
    forwarded = {"X-Forwarded-For": "10.0.0.1, 198.51.100.1, 203.0.113.7"}
    app.test_client().get("/healthz", headers=forwarded, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert addresses == [seen]
