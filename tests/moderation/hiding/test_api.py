"""Hiding, restoring and reporting through the API."""

from dataclasses import replace

import pytest

from forum.store.log import Deed, Entry, entry_data

REASON = {"reason": "写了别人的电话"}


@pytest.mark.parametrize(
    ("who", "status"), [("guest", 401), ("asker", 403), ("spokesperson", 403), ("administrator", 403)]
)
def test_only_moderators_hide_and_restore(api_of, cast, question, who, status):
    caller = api_of(getattr(cast, who))
    answers = [caller.post("/posts/1/hiding", json=REASON), caller.delete("/posts/1/hiding")]
    assert [answer.status_code for answer in answers] == [status] * 2


def test_a_post_is_hidden_once_and_restored_as_it_was(api_of, cast, question):
    caller = api_of(cast.moderator)
    before = caller.get("/posts/1").json
    hidden = caller.post("/posts/1/hiding", json=REASON)
    assert (hidden.status_code, hidden.json["hidden"]["reason"]) == (200, "写了别人的电话")
    assert caller.post("/posts/1/hiding", json=REASON).status_code == 409
    restored = caller.delete("/posts/1/hiding")
    assert (restored.status_code, restored.json) == (200, before)
    assert caller.delete("/posts/1/hiding").status_code == 409


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"reason": " "}, {"reason": "长" * 501}, {"reason": 7}])
@pytest.mark.parametrize("noun", ["hiding", "report"])
def test_a_reason_is_needed(api_of, cast, question, noun, sent):
    answer = api_of(cast.moderator).post(f"/posts/1/{noun}", json=sent)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["reason"])


def test_a_report_is_in_the_log_and_not_in_the_timeline(api_of, cast, question):
    answer = api_of(cast.neighbour).post("/posts/1/report", json={"reason": "像是广告"})
    assert (answer.status_code, answer.json["post"], answer.json["reason"]) == (201, 1, "像是广告")
    entry = Entry.get(Entry.deed == Deed.POST_REPORT.value)
    assert (entry.post_id, entry.actor_id, entry_data(entry.data)["text"]) == (1, cast.neighbour.account, "像是广告")
    assert "post.report" not in api_of(cast.guest).get("/threads/1").text


def test_a_second_report_by_the_same_account_is_a_conflict(api_of, cast, question):
    for status in (201, 409):
        assert api_of(cast.neighbour).post("/posts/1/report", json={"reason": "广告"}).status_code == status
    assert api_of(cast.asker).post("/posts/1/report", json={"reason": "广告"}).status_code == 201
    assert api_of(cast.guest).post("/posts/1/report", json={"reason": "广告"}).status_code == 401


def test_reporting_without_end_is_slowed_down(app, api_of, cast, question):
    current_city = app.extensions["wenqu"].current_city
    current_city.city = replace(current_city.city, pacing=True)
    answers = [api_of(cast.neighbour).post("/posts/1/report", json={"reason": "广告"}) for _ in range(31)]
    assert answers[-1].status_code == 429 and int(answers[-1].headers["Retry-After"]) > 0
