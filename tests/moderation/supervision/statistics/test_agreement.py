"""The page, the CSV, the XLSX, the API and the lists behind the figures say the same, whatever is chosen."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from walk_verbs import VERBS

from boards.actions.posts.threads import ask
from boards.models.threads import Thread
from boards.readers.figures import reader
from boards.rules.channel import Channel
from boards.rules.figures.published import FIGURES

CHOICES = (
    "",
    "department=zhujian",
    "department=jiaotong",
    "category=1",
    "category=1&from=2014-09-23",
    "kind=suggestion",
    "channel=hotline",
    "from=2014-09-22&to=2014-09-22",
    "from=2014-09-10&to=2014-10-02&department=zhujian",
    "from=2014-10-01&to=2014-10-31",
    "from=2001-01-01&to=2001-12-31",
    "from=2000-01-01&to=2199-12-31",
)
PAGES = 4  # the lists of every so manieth choice are read as pages too, which take longer
FIGURE_ROW = re.compile(
    r'<tr><th scope="row">([^<]+)</th><td class="num">(?:<a href="[^"]+">)?([\d,]+)(?:</a>)?</td><td>'
)
OLDER = re.compile(r'href="([^"]*before=[^"]*)"')
FATES = {
    "waiting": (),
    "platform": ("platform",),
    "duplicate": ("duplicate",),
    "discussion": ("discuss",),
    "open": (),
    "accepted": ("accept",),
    "answered": ("accept", "result"),
    "rated": ("accept", "first reply", "result", "rate"),
    "again": ("accept", "result", "follow up"),
    "passed": ("transfer",),
    "returned": ("return",),
    "declined": ("decline",),
    "merged": ("merge",),
    "hidden": ("hide thread",),
    "sealed": ("seal",),
    "own": (),
}
SCREENED = ("waiting", "platform", "duplicate", "discussion")
WITHOUT = {"first_reply_due", "first_reply_on_time"}  # limits that the policy does not have
ROUNDS = (("complaint", Channel.WEB), ("suggestion", Channel.HOTLINE), ("complaint", Channel.HOTLINE))
BY_ASKER, BY_DEPARTMENT = ("rate", "follow up"), ("accept", "first reply", "result", "transfer", "return")


@pytest.fixture
def busy(places, cast, rules, screened, clock, second):
    """A city in which each figure counts something: every fate three times, on another day, by another channel and of another kind."""
    boards, first = (places.housing_board, places.roads_board), None
    for number, (kind, channel) in enumerate(ROUNDS):
        for place, (fate, verbs) in enumerate(FATES.items()):
            given = {"kind": kind, "channel": channel, "city": screened if fate in SCREENED else rules}
            by = {"actor": cast.spokesperson if fate == "own" else cast.asker, "now": clock.now()}
            board = boards[0] if fate == "own" else boards[(place + number) % 2]
            thread = ask(board, title=f"{fate} {number}", text="请看一看。", **given, **by)
            first = first or (ask(board, title="第一件", text="请看一看。", **given | {"city": rules}, **by))
            for verb in verbs:
                clock.advance(timedelta(hours=7))
                _do(verb, thread, first, places, cast, rules, clock.now(), second, number)
        clock.advance(timedelta(days=9) if number < 2 else timedelta(hours=1))
    reader(rules).catch_up(clock.now())


def _do(verb, thread, other, places, cast, rules, now, second, number):
    thread = Thread.get_by_id(thread.id)
    voices = {places.housing.id: cast.spokesperson, places.roads.id: cast.outsider}
    who = cast.asker if verb in BY_ASKER else voices[thread.department_id] if verb in BY_DEPARTMENT else cast.moderator
    at = SimpleNamespace(
        thread=thread,
        other=other,
        unit=places.roads if thread.department_id == places.housing.id else places.housing,
        talk=places.talk_board,
        city=rules,
        people={**vars(cast), "second": second},
        by={"actor": who, "now": now},
        choose=lambda options: list(options)[number % len(list(options))],
        count=lambda: thread.id,
    )
    VERBS[verb](at)


def test_everything_says_the_same_whatever_is_chosen(busy, client_of, api_of, cast, subtests):
    browser, api = client_of(cast.guest), api_of(cast.guest)
    for place, chosen in enumerate(CHOICES):
        with subtests.test(chosen=chosen):
            found = api.get(f"/statistics?{chosen}").json["figures"]
            files = _in_csv(browser, chosen), _in_xlsx(browser, chosen)
            assert files[0] == files[1] and files[0][""] == _on_page(browser, chosen) == found
            for figure, number in found.items():
                lists = f"/statistics/threads?{chosen}&figure={figure}"
                assert _length(api.get, lists, _items) == number, figure
                assert place % PAGES or not number or _length(browser.get, lists, _rows) == number, figure


def test_each_department_has_the_same_figures_alone_and_among_all(busy, client_of, api_of, cast):
    browser, api = client_of(cast.guest), api_of(cast.guest)
    rows = _in_csv(browser, "from=2014-09-20")
    assert rows == _in_xlsx(browser, "from=2014-09-20") and rows.keys() == {"", "zhujian", "jiaotong"}
    assert {key for key, number in rows[""].items() if not number} == WITHOUT
    for slug in ("zhujian", "jiaotong"):
        alone = f"department={slug}&from=2014-09-20"
        assert api.get(f"/statistics?{alone}").json["figures"] == rows[slug] == _in_csv(browser, alone)[""]


def _on_page(browser, chosen):
    found = dict(FIGURE_ROW.findall(browser.get(f"/statistics?{chosen}").text))
    return {key: int(found[str(figure.label)].replace(",", "")) if found else 0 for key, figure in FIGURES.items()}


def _in_csv(browser, chosen):
    answer = browser.get(f"/statistics.csv?{chosen}")
    return _by_slug(csv.reader(answer.data.decode("utf-8-sig").splitlines()))


def _in_xlsx(browser, chosen):
    book = load_workbook(BytesIO(browser.get(f"/statistics.xlsx?{chosen}").data))
    return _by_slug([cell.value for cell in row] for row in book.worksheets[0])


def _by_slug(rows):
    """{slug, or "" for all: {figure: number}} of the rows of a file below its heads."""
    _, *rows = rows
    return {row[0] or "": dict(zip(FIGURES, map(int, row[2:]), strict=False)) for row in rows}


def _length(get, address, read):
    number = 0
    while address:
        found, address = read(get(address))
        number += found
    return number


def _items(answer):
    page = answer.json
    return len(page["items"]), page["next"] and page["next"].split("/api/v1")[1]


def _rows(answer):
    assert answer.status_code == 200
    older = OLDER.search(answer.text)
    return answer.text.count('<li class="thread-row'), older and unescape(older[1])
