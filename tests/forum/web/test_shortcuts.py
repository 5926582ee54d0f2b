"""Keyboard shortcuts: the page lists each key that some element has, and they can be switched off."""

import re
from pathlib import Path

import pytest

from forum.web.shortcuts import SHORTCUTS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEMPLATES = Path(__file__).parents[3] / "templates"
OF_THE_SCRIPT = {"j", "k", "?"}


def test_the_list_names_every_key_of_the_templates_and_no_other(database_url):
    used = {key for path in TEMPLATES.rglob("*.html") for key in re.findall(r'data-key="(.)"', path.read_text("utf-8"))}
    listed = [key for _, keys in SHORTCUTS for key, _ in keys]
    assert set(listed) == used | OF_THE_SCRIPT
    assert len(listed) == len(set(listed))


def test_a_guest_reads_the_list_and_switches_the_keys_off_and_on(client_of, cast, words):
    guest = client_of(cast.guest)
    assert "j 下一条" in words(guest.get("/about/shortcuts").text)
    answer = guest.post("/about/shortcuts", data={"keys": "off"})
    assert (answer.status_code, answer.location) == (303, "/about/shortcuts")
    assert guest.get_cookie("keys").value == "off"
    page = guest.get("/about/shortcuts")
    assert "快捷键关着" in page.text and "Cookie" in page.vary.to_header()
    guest.post("/about/shortcuts", data={"keys": "on"})
    assert "快捷键开着" in guest.get("/about/shortcuts").text


def test_an_odd_choice_switches_them_on(client_of, cast):
    guest = client_of(cast.guest)
    guest.post("/about/shortcuts", data={"keys": "x; Path=/"})
    assert guest.get_cookie("keys").value == "on"
