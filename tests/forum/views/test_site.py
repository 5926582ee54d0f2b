"""The ground's own pages, in a browser whose forms have no token."""

import pytest
from stage_clients import without_tokens


@pytest.fixture
def browser(app):
    return without_tokens(app.test_client())


def test_a_guest_changes_the_language_without_a_cookie_and_comes_back(browser):
    answer = browser.post("/language", data={"lang": "en", "next": "/departments?level=1"})
    assert (answer.status_code, answer.location) == (303, "/departments?level=1")
    assert '<html lang="en">' in browser.get("/about").text


def test_an_unknown_language_is_refused(browser):
    assert browser.post("/language", data={"lang": "xx"}).status_code == 422


def test_nothing_else_is_free_of_the_token(browser):
    assert browser.post("/login", data={"username": "chenxiao", "password": "x"}).status_code == 400
