"""Addresses in templates: the same as Flask's, below whatever root the program is mounted at."""

import pytest
from flask import url_for

from forum.web.addresses import cached_url_for

ASKED = [
    ("boards.index", {}),
    ("boards.board", {"slug": "zhujian"}),
    ("boards.board", {"slug": "zhujian", "page": 2, "text": "红 绿 灯"}),
    ("static", {"filename": "wenqu.css"}),
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


def test_the_root_is_that_of_the_request(app):
    for root in ("", "/forum", ""):
        with app.test_request_context(base_url=f"http://one.example{root}/"):
            assert cached_url_for("boards.index") == f"{root}/"
