"""Addresses in templates: the same as Flask's, below whatever root the program is mounted at; and what a foreign Host header does."""

import re
from pathlib import Path

import pytest
from flask import url_for

from forum.web.addresses import cached_url_for

ASKED = [
    ("boards.index", {}),
    ("boards.board", {"slug": "zhujian"}),
    ("boards.board", {"slug": "zhujian", "page": 2, "text": "红 绿 灯"}),
    ("static", {"filename": "none.css"}),
    ("boards.index", {"_anchor": "main"}),
    ("boards.index", {"_external": True}),
]


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
@pytest.mark.parametrize("root", ["", "/forum"])
def test_it_is_the_address_that_flask_gives(app, root, endpoint, values):
    for host in ("one.example", "other.example"):
        with app.test_request_context(base_url=f"http://{host}{root}/"):
            assert (
                cached_url_for(endpoint, **values) == cached_url_for(endpoint, **values) == url_for(endpoint, **values)
            )


def test_a_static_file_is_addressed_by_its_hash_below_any_root(app):
    for root in ("", "/forum"):
        with app.test_request_context(base_url=f"http://one.example{root}/"):
            address = cached_url_for("static", filename="site.css")
            assert re.fullmatch(rf"{root}/static/site\.[0-9a-f]{{10}}\.css", address)


def test_the_root_is_that_of_the_request(app):
    for root in ("", "/forum", ""):
        with app.test_request_context(base_url=f"http://one.example{root}/"):
            assert cached_url_for("boards.index") == f"{root}/"


STRANGER = "stranger.example"
LISTS = ("/api/v1/boards/zhujian/threads?limit=1", "/api/v1/search?q=路口&limit=1", "/api/v1/threads/1/posts?limit=1")


def plain_addresses(app):
    return [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_host_that_a_stranger_names_comes_back_nowhere(app, client_of, cast, question):
    for who in (cast.guest, cast.administrator):
        browser = client_of(who)
        for path in (*plain_addresses(app), *LISTS, "/threads/1", "/boards/zhujian", "//boards", "//ledger//check"):
            answer = browser.get(path, headers={"Host": STRANGER})
            assert STRANGER not in answer.get_data().decode(errors="replace"), path
            assert STRANGER not in str(answer.headers), path


def test_a_list_leads_on_at_the_address_of_the_settings(app, api_of, cast, question):
    api_of(cast.asker).post(
        "/boards/zhujian/threads", json={"title": "路口又堵了", "text": "请看看", "kind": "complaint"}
    )
    following = app.test_client().get(LISTS[0], headers={"Host": STRANGER}).json["next"]
    assert following.startswith("http://127.0.0.1:8000/api/v1/boards/zhujian/threads?")


def test_no_address_is_made_out_of_the_host_header():
    made = re.compile(r"request\.(host|host_url|url|url_root|base_url|root_url)\b|_external")
    root = Path(__file__).parents[3]
    sources = [
        file
        for floor in ("forum", "boards", "moderation", "search", "templates")
        for file in root.joinpath(floor).rglob("*")
    ]
    found = {
        file.name
        for file in sources
        if file.suffix in (".py", ".html", ".xml", ".txt") and made.search(file.read_text("utf-8"))
    }
    assert found == {"addresses.py"}  # which takes it away
