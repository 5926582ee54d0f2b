"""The statistics through the API."""

import pytest


@pytest.fixture
def api(api_of, cast, city):
    return api_of(cast.guest)


def test_the_figures_their_rates_and_links(api):
    found = api.get("/statistics").json
    assert (found["received"], found["forwarded"], found["forwarded_rate"]) == (7, 5, 71.43)
    assert (found["answered"], found["pending"], found["overdue"], found["reply_rate"]) == (1, 0, 4, 20.0)
    assert sum(found["dispositions"].values()) == found["received"]
    assert found["figures"].keys() == found["links"].keys() == found["definitions"].keys()
    assert found["median_hours"]["answer"] == pytest.approx(1.0, abs=0.2)


def test_each_list_has_the_length_of_its_figure(api):
    for figure, number in api.get("/statistics?department=zhujian").json["figures"].items():
        listed = api.get(f"/statistics/threads?department=zhujian&figure={figure}").json["items"]
        assert len(listed) == number, figure


def test_lists_go_on_by_cursor_and_conceal_what_is_concealed(api):
    items, address = [], "/statistics/threads?figure=received&limit=3"
    while address:
        page = api.get(address).json
        items += page["items"]
        address = page["next"] and page["next"].split("/api/v1")[1]
    titles = [item["title"] for item in items]
    assert len({item["id"] for item in items}) == 7
    assert "（等待审核的问题）" in titles and "（标题已屏蔽）" in titles and "qzwaiting" not in titles


@pytest.mark.parametrize(
    "query", ["from=2014-10-01&to=2014-09-01", "department=nowhere", "kind=cake", "from=x", "x=1", "from=1814-01-01"]
)
def test_what_cannot_be_is_refused(api, query):
    assert api.get(f"/statistics?{query}").status_code == 400
