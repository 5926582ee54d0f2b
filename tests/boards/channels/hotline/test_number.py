"""The hotline's number and the city's name are settings; the hotline's account keeps the name that it was made with."""

from dataclasses import replace
from functools import partial

import pytest

from boards.models.threads import Thread
from boards.queries.lists.departments import reserved_names
from forum.accounts.actions import grant, open_account
from forum.roles import Role
from forum.site_settings import Site
from forum.store import db
from forum.wenqu import wenqu

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def set_site(app):
    """set_site(city, hotline): as if the program had been started with these settings."""

    def change(city="", hotline="96811"):
        with app.app_context():
            current = wenqu().current_city
            current.city = replace(current.city, site=Site(city, hotline))
            app.extensions["wenqu"] = replace(wenqu(), reserved_names=partial(reserved_names, Site(city, hotline)))

    return change


@pytest.fixture
def enter(client_of, cast, call):
    """enter(): an operator enters a call; returns the Thread."""

    def made():
        client_of(cast.operator).post("/hotline/calls", data={**call, "board": "zhujian"})
        return Thread.select().order_by(Thread.id.desc()).get()

    return made


def test_pages_and_a_new_account_have_the_number_that_is_set(set_site, enter, client_of, cast):
    set_site("瑞安市", "12345")
    entry = client_of(cast.operator).get("/hotline").text
    assert "热线 12345 接听登记" in entry and "以 12345 的名义发布" in entry and "“12345 话务员”" in entry
    thread = enter()
    page = client_of(cast.guest).get(f"/threads/{thread.id}").text
    assert thread.author_name == "12345" and "热线 12345" in page
    assert "96811" not in entry + page
    assert "瑞安市公开答复市民的地方" in page


def test_an_account_keeps_its_name_when_the_number_changes(set_site, enter, client_of, cast):
    first = enter()
    set_site(hotline="12345")
    second = enter()
    assert (second.author_id, second.author_name) == (first.author_id, "96811")
    entry = client_of(cast.operator).get("/hotline").text
    assert "热线 12345 接听登记" in entry and "以 96811 的名义发布" in entry
    page = client_of(cast.guest).get(f"/threads/{second.id}").text
    assert "96811" in page and "热线 12345" in page and "话务一号" not in page


def test_an_account_of_before_the_setting_goes_on(set_site, enter, now):
    with db.write():
        made = open_account("hotline 96811", "96811", None, now=now)
        grant(made, Role.OPERATOR, now=now)
    set_site(hotline="12345")
    assert enter().author_id == made.id


def test_a_number_that_a_citizen_bears_already_gets_a_word_before_it(set_site, enter, now):
    with db.write():
        open_account("first", "8886666", "a long enough password", now=now)
    set_site(hotline="8886666")
    assert enter().author_name == "热线8886666"


def test_the_old_and_the_new_number_are_kept_from_citizens(set_site, enter, client_of, cast):
    enter()
    set_site(hotline="8886666")
    for name in ("8886666", "小王96811"):
        form = {"username": "wang", "display_name": name, "password": "a long enough password"}
        assert client_of(cast.guest).post("/register", data=form).status_code == 422, name
