"""The page of the statistics is rendered once for guests while nothing happens, and never shown as it was."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.city import structure
from boards.models.threads import Department, Thread
from boards.readers.figures import reader
from moderation.supervision.statistics import views

BODY, PAGE = "moderation/statistics_body.html", "moderation/statistics.html"


@pytest.fixture
def rendered(monkeypatch):
    """The templates of the statistics, each time one was rendered."""
    names, render = [], views.render_template
    monkeypatch.setattr(views, "render_template", lambda name, **given: names.append(name) or render(name, **given))
    return names


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a PostgreSQL's other databases make pages anew
def test_guests_are_sent_one_page_and_who_is_signed_in_their_own_with_the_same_figures(city, client_of, cast, rendered):
    guest, other = client_of(cast.guest), client_of(cast.guest)
    assert guest.get("/statistics").text == other.get("/statistics").text and rendered == [BODY, PAGE]
    assert cast.asker.name in client_of(cast.asker).get("/statistics").text and rendered == [BODY, PAGE, PAGE]
    assert cast.asker.name not in guest.get("/statistics").text and rendered == [BODY, PAGE, PAGE]


@pytest.mark.parametrize("address", ["/statistics", "/search?q=灯"])
def test_each_language_and_size_of_type_has_a_page_of_its_own(city, client_of, cast, address):
    guest = client_of(cast.guest)
    usual = guest.get(address).text
    for name, value, marked in (("type", "large", 'class="large"'), ("lang", "en", '<html lang="en"')):
        guest.set_cookie(name, value)
        assert marked not in usual and marked in guest.get(address).text
        guest.delete_cookie(name)
    assert guest.get(address).text == usual


def test_figures_are_shown_anew_after_what_changes_them_and_not_before(city, client_of, cast, rules, clock, rendered):
    guest = client_of(cast.guest)

    def made():
        rendered.clear()
        guest.get("/statistics")
        return rendered.count(BODY)

    clock.advance(timedelta(seconds=-clock.now().second))
    assert made() == 1
    clock.advance(timedelta(minutes=1))
    assert (made(), rendered) == (0, [PAGE])
    handling.accept(city["open"], actor=cast.spokesperson, now=clock.now(), city=rules)
    assert made() == 0  # until the reader of the figures has read of it
    reader(rules).catch_up(clock.now())
    assert made() == 1


def test_figures_are_shown_anew_when_a_limit_has_run_out(city, client_of, cast, clock, rendered):
    due = Thread.get_by_id(city["open"].id).next_due_at.replace(second=0)
    guest, shown = client_of(cast.guest), []
    for minutes in (-2, -1, 600, 601):
        clock.set(due + timedelta(minutes=minutes))
        guest.get("/statistics")
        shown.append(rendered.count(BODY))
    assert shown == [1, 1, 2, 2]


def test_a_department_that_is_renamed_is_shown_by_its_new_name(city, client_of, cast, rules, clock):
    guest = client_of(cast.guest)
    assert "新住建局" not in guest.get("/statistics").text
    structure.rename_department(
        Department.get(slug="zhujian"), name="清源市新住建局", short="新住建局", now=clock.now()
    )
    reader(rules).catch_up(clock.now())
    assert "新住建局" in guest.get("/statistics").text


def test_a_refusal_stays_one(city, client_of, cast):
    guest = client_of(cast.guest)
    assert [guest.get("/statistics?from=x").status_code for _ in range(2)] == [422, 422]
