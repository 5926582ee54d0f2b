"""The devices on which an account is signed in, and ending them one by one or all others."""

import re

import pytest

from forum.accounts.guesses import Client
from forum.accounts.models import Session
from forum.web.device import browser_name
from forum.web.noted import Noted

PASSWORD = "a long enough password"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1"
ENDING = re.compile(r"/account/devices/(\d+)/ending")


@pytest.fixture
def signed_in(app, cast):
    """signed_in(user_agent): a browser in which the asker has signed in."""

    def sign_in(user_agent, username="asker"):
        browser = app.test_client()
        browser.environ_base = {"HTTP_USER_AGENT": user_agent, "REMOTE_ADDR": "203.0.113.7"}
        assert browser.post("/login", data={"username": username, "password": PASSWORD}).status_code == 303
        return browser

    return sign_in


def test_each_device_is_listed_with_its_browser_and_half_of_its_network(signed_in, words):
    signed_in(PHONE)
    page = words(signed_in(FIREFOX).get("/account/devices").text)
    assert "Firefox · Windows 这台设备" in page and "Safari · iPhone" in page
    assert "203.0.*.*" in page and "203.0.113" not in page


def test_one_device_is_signed_out_and_says_nothing_any_more(signed_in):
    phone, desk = signed_in(PHONE), signed_in(FIREFOX)
    _, other = ENDING.findall(desk.get("/account/devices").text)
    assert desk.post(f"/account/devices/{other}/ending").location == "/account/devices"
    assert phone.get("/account").status_code == 302 and desk.get("/account").status_code == 200
    ended = Session.get_by_id(other)
    assert (ended.browser, ended.network, ended.seen_on) == (None, None, None)


def test_all_others_are_signed_out_at_once_and_this_one_stays(signed_in):
    others, desk = [signed_in(PHONE), signed_in(FIREFOX)], signed_in(FIREFOX)
    desk.post("/account/devices/ending")
    assert [browser.get("/account").status_code for browser in (*others, desk)] == [302, 302, 200]


def test_the_device_that_one_holds_can_be_signed_out_too(signed_in):
    desk = signed_in(FIREFOX)
    (own,) = ENDING.findall(desk.get("/account/devices").text)
    assert desk.post(f"/account/devices/{own}/ending").location == "/login"
    assert desk.get("/account").status_code == 302


def test_nobody_signs_out_anothers_device(signed_in):
    desk, stranger = signed_in(FIREFOX), signed_in(FIREFOX, "neighbour")
    (own,) = ENDING.findall(desk.get("/account/devices").text)
    assert stranger.post(f"/account/devices/{own}/ending").status_code == 404
    assert desk.get("/account").status_code == 200


def test_the_day_of_the_last_use_is_written_beside_the_requests_once_a_day(app, signed_in, words):
    desk, seen = signed_in(FIREFOX), app.extensions["wenqu"].seen
    desk.get("/account")
    assert Session.get().seen_on is None
    seen.flush()
    assert "2014-09-22 用过" in words(desk.get("/account/devices").text)
    assert seen._waiting == {}


def test_signing_out_erases_what_was_known_of_the_device(signed_in):
    signed_in(FIREFOX).post("/logout")
    assert (Session.get().browser, Session.get().network) == (None, None)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox · Windows"),
        (PHONE, "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Linux"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/107 Mobile MicroMessenger/8.0", "微信 · Android"),
        ("", ""),
        ("curl/8", ""),
        ("\x00" * 9000, ""),
    ],
)
def test_a_browser_is_named_roughly(agent, name):
    assert browser_name(agent) == name


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("203.0.113.7", "203.0.*.*"),
        ("2001:db8:1:2::3", "2001:0db8:*"),
        ("::ffff:203.0.113.7", "203.0.*.*"),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_named_by_its_first_half(address, region):
    assert Client(address).region == region


def test_what_the_database_refuses_is_forgotten_and_memory_is_bounded():
    def refuse(noted):
        raise RuntimeError("locked")

    noted = Noted(refuse)
    for key in range(30_000):
        noted.add(key, 1)
    assert len(noted._waiting) == 20_000
    noted.flush()
    assert noted._waiting == {}
