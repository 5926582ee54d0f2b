"""Who looked at which number, for the supervisors."""

import pytest

from boards.models.cases import Callback

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_newest_look_is_on_top_with_its_reason(answered, client_of, cast):
    for title in ("第一个问题", "第二个问题"):
        answered(title=title)
    for callback in Callback.select().order_by(Callback.id):
        client_of(cast.operator).post(f"/hotline/callbacks/{callback.id}/look", data={"reason": f"第 {callback.id} 次"})
    page = client_of(cast.supervisor).get("/hotline/looks").text
    assert page.index("第二个问题") < page.index("第一个问题")
    assert "话务一号" in page and "第 2 次" in page


def test_older_looks_are_a_page_further(answered, client_of, cast, monkeypatch):
    monkeypatch.setattr("boards.channels.hotline.queries.PAGE", 2)
    answered()
    for turn in range(3):
        client_of(cast.operator).post(f"/hotline/callbacks/{Callback.get().id}/look", data={"reason": f"第 {turn} 次"})
    page = client_of(cast.supervisor).get("/hotline/looks").text
    assert "第 2 次" in page and "第 0 次" not in page
    older = page.split('rel="next" href="')[1].split('"')[0]
    assert "第 0 次" in client_of(cast.supervisor).get(older).text


@pytest.mark.parametrize("before", ["", "x", "-1", "99999999999999999999", "１"])
def test_a_strange_position_is_the_first_page(client_of, cast, before):
    assert client_of(cast.supervisor).get("/hotline/looks", query_string={"before": before}).status_code == 200


def test_a_reason_that_is_too_long_is_refused_without_a_look(answered, client_of, cast):
    answered()
    response = client_of(cast.operator).post(
        f"/hotline/callbacks/{Callback.get().id}/look", data={"reason": "一" * 201}
    )
    assert response.status_code == 422
    assert "13812341234" not in response.text
    assert "还没有人查看过" in client_of(cast.supervisor).get("/hotline/looks").text
