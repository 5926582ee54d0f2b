"""A hundredth of the example of 14,301 questions: built by the real actions, it has the figures that were planned everywhere."""

import csv
from dataclasses import asdict, replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from boards.demo.ruian import city as example
from boards.demo.ruian.fates import NOW, ZONE, Fates
from boards.readers import figures, figures_rebuild
from boards.rules.figures.published import FIGURES
from forum.app import load_city
from forum.roles import GUEST
from moderation.demo.story import DO as moderators_part
from moderation.ledger.signing import Signer

SMALL = Fates(answered=95, pending=1, overdue=1, platform=23, duplicate=12, declined=7, discussion=5)
PLANNED = asdict(SMALL) | {"received": 144, "forwarded": 97, "waiting": 0}


@pytest.fixture
def ruian(settings):
    return load_city(replace(settings, policy="ruian", timezone=ZONE, screening=True))


@pytest.fixture
def api(ruian, clock, api_of):
    """The API of the built example, whose figures were reckoned."""
    clock.set(NOW)
    example.build(ruian, moderators_part, SMALL)
    figures.reader(ruian).catch_up(NOW)
    return api_of(GUEST)


def test_the_whole_example_has_the_figures_that_ruian_reported():
    fates = asdict(Fates())
    forwarded = fates["answered"] + fates["pending"] + fates["overdue"]
    assert (sum(fates.values()), forwarded, fates["answered"]) == (14_301, 9_562, 9_485)
    assert (fates["pending"], fates["overdue"]) == (46, 31)


def test_everything_says_what_was_planned_a_rebuild_finds_no_difference_and_an_audit_nothing(
    api, client_of, ruian, settings, audited
):
    found = api.get("/statistics").json
    assert {key: found["figures"][key] for key in PLANNED} == PLANNED
    assert (found["forwarded_rate"], found["reply_rate"]) == (67.36, 97.94)
    for figure, number in found["figures"].items():
        assert listed(api, figure) == number, figure
    check_files(client_of(GUEST), list(found["figures"].values()))
    differences = figures_rebuild.Differences()
    assert sum(figures_rebuild.rebuild(ruian, NOW, differences)) > SMALL.answered
    assert (differences.cases, differences.months) == (0, 0)
    Signer(settings).catch_up(NOW)
    assert audited() == []


def check_files(browser, figures):
    """The page, the CSV and the XLSX show these figures."""
    rows = list(csv.reader(browser.get("/statistics.csv").get_data(as_text=True).splitlines()))
    book = load_workbook(BytesIO(browser.get("/statistics.xlsx").data)).worksheets[0]
    assert [int(number) for number in rows[1][2 : 2 + len(FIGURES)]] == figures
    assert [cell.value for cell in book[2]][2 : 2 + len(FIGURES)] == figures
    assert "97.94" in browser.get("/statistics").get_data(as_text=True)


def listed(api, figure):
    number, address = 0, f"/statistics/threads?figure={figure}&limit=100"
    while address:
        page = api.get(address).json
        number, address = number + len(page["items"]), page["next"]
        address = address and address.split("/api/v1")[-1]
    return number
