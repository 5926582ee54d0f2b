"""What the statistics answer to periods that cannot be, departments that closed, and cases that changed after they were counted."""

import threading

from boards.actions.cases import handling, transfers
from boards.models.figures import CaseFigures, PeriodFigures
from boards.models.threads import Department
from boards.queries.lists.figures import Scope, counts, number_behind
from boards.readers import figures_rebuild
from boards.readers.figures import reader
from boards.readers.figures_rebuild import Differences, rebuild
from boards.rules.figures.choice import YEAR, Choice
from forum.deeds import Deed
from forum.roles import SYSTEM
from forum.store import db, log
from moderation.hiding import actions as hiding
from moderation.tools import merging

PAGES = ("/statistics", "/statistics.csv", "/statistics.xlsx")
LIST = "/statistics/threads?figure=received&"
REFUSED = {
    "from=2014-10-01&to=2014-09-01": "开始日期不能晚于结束日期。",
    "from=2014-02-30": "请写一个日期，例如 2026-11-01。",
    "to=2014-13-01": "请写一个日期，例如 2026-11-01。",
    "from=20140901": "请写一个日期，例如 2026-11-01。",
    "from=2014-W36-1": "请写一个日期，例如 2026-11-01。",
    "from=２０１４-09-01": "请写一个日期，例如 2026-11-01。",
    "from=1814-09-01&to=2014-09-01": "年份要在 2000 到 2199 之间。",
    "to=9999-12-31": "年份要在 2000 到 2199 之间。",
    "kind=cake": "没有这种问题类别。",
    "channel=pigeon": "没有这个渠道。",
    "category=x": "没有这个分类。",
    "category=99": "没有这个分类。",
    "category=1&department=zhujian": "部门和分类请只选一个。",
}


def test_what_cannot_be_is_refused_with_a_sentence_everywhere(city, client_of, api_of, cast, subtests):
    browser, api = client_of(cast.guest), api_of(cast.guest)
    for query, sentence in REFUSED.items():
        with subtests.test(query=query):
            for address in (*(f"{page}?" for page in PAGES), LIST):
                answer = browser.get(address + query)
                assert answer.status_code == 422 and sentence in answer.text, address
            assert [api.get(address + query).status_code for address in ("/statistics?", LIST)] == [400, 400]


def test_a_place_in_a_list_that_cannot_be_is_refused(city, client_of, api_of, cast):
    for before in ("x", "2014-09-22", "2014-09-22.x", "9" * 80):
        for get in (client_of(cast.guest).get, api_of(cast.guest).get):
            assert get(f"{LIST}before={before}").status_code == 400


PERIODS = {
    "from=2000-01-01&to=2199-12-31": 7,
    "from=2000-01-01&to=2000-01-01": 0,
    "from=2199-12-31&to=2199-12-31": 0,
    "from=2014-09-22&to=2014-09-22": 7,
    "from=2014-09-02&to=2014-09-21": 0,
    "to=2014-09-21": 0,
    "from=2014-09-23": 0,
}


def test_two_hundred_years_and_a_day_without_questions_are_answered(city, client_of, api_of, cast, subtests):
    browser, api = client_of(cast.guest), api_of(cast.guest)
    for query, received in PERIODS.items():
        with subtests.test(query=query):
            assert api.get(f"/statistics?{query}").json["received"] == received
            assert [browser.get(f"{page}?{query}").status_code for page in PAGES] == [200] * 3


def test_a_department_that_gave_its_cases_to_another_and_closed_keeps_what_it_did(
    city, places, cast, rules, clock, client_of, api_of
):
    """Two departments become one: the one that ends hands its open cases over, and its answered ones stay its own."""
    now, why = clock.now(), "我局已并入交通运输局，这件事由交通运输局继续办理。"
    transfers.transfer(city["open"], city=rules, to=places.roads, explanation=why, actor=cast.spokesperson, now=now)
    _close(places.housing, now)
    reader(rules).catch_up(now)
    browser, api = client_of(cast.guest), api_of(cast.guest)
    gone, heir = (api.get(f"/statistics?department={slug}").json["figures"] for slug in ("zhujian", "jiaotong"))
    assert (gone["received"], gone["answered"], gone["transferred"]) == (5, 1, 1)
    assert (heir["received"], heir["transferred"]) == (2, 0)
    page = browser.get("/statistics?department=zhujian")
    assert page.status_code == 200 and "department=zhujian" in page.text
    assert "zhujian,住建局,5," in browser.get("/statistics.csv").data.decode()


def _close(department, now):
    with db.write():
        Department.update(active=False).where(Department.id == department.id).execute()
        log.record(Deed.ROWS_CHANGE, ("department", department.id), actor=SYSTEM, now=now)


def test_cases_that_are_hidden_or_merged_after_they_were_counted(city, cast, rules, clock, client_of):
    """They stay received; the merged one is a duplicate now, and no list shows the title of the hidden one."""
    by = {"actor": cast.moderator, "now": clock.now()}
    hiding.hide_thread(city["open"], code="insult", text="辱骂他人", **by)
    merging.merge(city["late"], into=city["roads"], city=rules, code="same_matter", **by)
    reader(rules).catch_up(clock.now())
    found = counts(Scope(Choice()), clock.now())
    assert (found["received"], found["duplicate"], found["forwarded"]) == (7, 1, 4)
    page = client_of(cast.guest).get(f"{LIST}kind=complaint").text
    assert page.count('<li class="thread-row') == 6 and ">open<" not in page
    assert number_behind(Scope(Choice()), "duplicate", clock.now()) == 1
    assert _differences(rules, clock.now()) == Differences()


def test_a_rebuild_during_traffic_agrees_with_what_is_written_meanwhile(city, asked, cast, rules, clock, monkeypatch):
    monkeypatch.setattr(figures_rebuild, "BATCH", 2)
    now, stop, written = clock.now(), threading.Event(), []
    CaseFigures.update(measures=0).where(CaseFigures.thread <= 3).execute()

    def ask_and_answer():
        with db.connection():
            while not stop.is_set() or len(written) < 3:
                thread = asked(f"第{len(written)}个")
                handling.accept(thread, actor=cast.spokesperson, city=rules, now=now)
                handling.give_result(thread, actor=cast.spokesperson, city=rules, now=now, text="修好了。")
                written.append(thread.id)
                stop.wait(0.02)

    traffic = threading.Thread(target=ask_and_answer)
    traffic.start()
    found = Differences()
    for _ in rebuild(rules, now, found):
        stop.wait(0.01)
    stop.set()
    traffic.join()
    assert found.cases == CaseFigures.select().where(CaseFigures.thread <= 3).count()
    reader(rules).catch_up(now)
    assert _differences(rules, now) == Differences()
    assert counts(Scope(Choice()), now)["answered"] == 1 + len(written)


def test_a_rebuild_that_finds_no_difference_waits_for_no_writer(city, rules, clock):
    begun, done = threading.Event(), threading.Event()

    def write_for_long():
        with db.connection(), db.write():
            begun.set()
            done.wait(60)

    writer = threading.Thread(target=write_for_long)
    writer.start()
    begun.wait(10)
    try:
        assert _differences(rules, clock.now()) == Differences()
        assert writer.is_alive()
    finally:
        done.set()
        writer.join()


def _differences(rules, now):
    found = Differences()
    list(rebuild(rules, now, found))
    return found


def test_rows_of_departments_and_months_that_there_are_none_of_are_taken_away(city, rules, clock):
    row = CaseFigures.select().where(CaseFigures.thread == city["open"].id).dicts().first()
    CaseFigures.insert(**row | {"id": 900, "department": 900}).execute()
    PeriodFigures.update(begins=row["day"].replace(month=1, day=1, year=2002)).where(
        PeriodFigures.category == 0, PeriodFigures.months == YEAR
    ).execute()
    assert _differences(rules, clock.now()).cases == 1
    assert _differences(rules, clock.now()) == Differences()
