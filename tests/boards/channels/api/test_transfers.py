"""Passing a case on over the API: the state, the hop's own clocks, and clear refusals."""

import pytest

EXPLANATION = "道路标线归交通局管，请带照片到窗口登记。"


@pytest.fixture
def call(api_of, question):
    def post(actor, noun, **body):
        return api_of(actor).post(f"/threads/{question.id}/{noun}", json=body)

    return post


def test_a_transfer_starts_the_other_departments_clocks(call, cast):
    thread = call(cast.spokesperson, "transfer", to="jiaotong", explanation=EXPLANATION).get_json()
    assert (thread["status"], thread["department"]) == ("unaccepted", "jiaotong")
    hops = [
        (clock["department"], clock["outcome"], clock["ended_at"] is None, clock["met_at"])
        for clock in thread["clocks"]
    ]
    assert hops == [("zhujian", "stopped", False, None)] * 2 + [("jiaotong", None, True, None)] * 2
    assert "停止，不计入按时率" in thread["timeline"][-1]["text"]
    assert thread["timeline"][-1]["deed"] == "case.transfer"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"to": "zhujian", "explanation": EXPLANATION}, "to"),
        ({"to": "nowhere", "explanation": EXPLANATION}, "to"),
        ({"to": "jiaotong", "explanation": "短"}, "explanation"),
        ({"to": "jiaotong", "explanation": "  "}, "explanation"),
    ],
)
def test_a_transfer_without_a_taker_or_an_explanation_is_refused(call, cast, body, field):
    refused = call(cast.spokesperson, "transfer", **body)
    assert refused.status_code == 422
    assert field in refused.get_json()["errors"]


def test_an_extension_to_the_past_is_refused_and_one_to_come_is_asked_for(call, cast):
    assert call(cast.spokesperson, "extension", until="2014-01-01T10:00:00+08:00", reason="忙").status_code == 422
    assert call(cast.spokesperson, "extension", until="not a date", reason="忙").status_code == 422
    asked = call(cast.spokesperson, "extension", until="2014-10-20T10:00:00+08:00", reason="等设备").get_json()
    assert asked["timeline"][-1]["deed"] == "case.extension_ask"


def test_a_rating_needs_an_answer_and_one_of_five_grades(call, cast):
    assert call(cast.asker, "rating", grade=5).status_code == 409
    assert call(cast.asker, "rating", grade=9).status_code == 422


def test_a_returned_case_is_routed_by_a_moderator(call, cast):
    assert call(cast.spokesperson, "return", reason="不知道归谁").get_json()["status"] == "pending"
    routed = call(cast.moderator, "routing", to="jiaotong").get_json()
    assert (routed["status"], routed["department"]) == ("unaccepted", "jiaotong")
