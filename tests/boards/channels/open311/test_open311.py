"""Open311 GeoReport v2: what apps read and send; the clients are others' where they are installed."""

import itertools
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from jsonschema import validate
from lxml import etree

from boards.actions.cases import handling
from boards.channels.open311.actions import person_of
from boards.channels.open311.models import Open311Request
from boards.models.threads import Board, Post, Revision, Thread
from forum.accounts.models import Account
from forum.private import Encryptor

KEY = "a key that nobody guesses".replace(" ", "-")
SENT = {
    "api_key": KEY,
    "service_code": "zhujian",
    "lat": "28.9703",
    "long": "118.8743",
    "address_string": "三衢路 1 号",
    "description": "路口的灯坏了！晚上看不见，请打 13757001234 找我。",
    "first_name": "小",
    "last_name": "陈",
    "email": "chen@example.org",
    "phone": "13757001234",
    "media_url": "https://example.org/a.jpg",
}
TEXT, MAYBE = {"type": "string", "minLength": 1}, {"type": ["string", "null"]}
# By the tables of wiki.open311.org/GeoReport_v2.
REQUEST = {
    "type": "object",
    "required": ["service_request_id", "status", "service_code", "requested_datetime", "updated_datetime"],
    "properties": {
        "service_request_id": TEXT,
        "status": {"enum": ["open", "closed"]},
        "status_notes": MAYBE,
        "service_name": TEXT,
        "service_code": TEXT,
        "description": TEXT,
        "agency_responsible": MAYBE,
        "service_notice": MAYBE,
        **{
            name: {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
            for name in ("requested_datetime", "updated_datetime", "expected_datetime")
        },
        "address": MAYBE,
        "address_id": MAYBE,
        "zipcode": MAYBE,
        "lat": {"type": ["number", "null"]},
        "long": {"type": ["number", "null"]},
        "media_url": MAYBE,
    },
    "additionalProperties": False,
}
SERVICE = {
    "type": "object",
    "required": ["service_code", "service_name", "description", "metadata", "type"],
    "properties": {"metadata": {"type": "boolean"}, "type": {"enum": ["realtime", "batch", "blackbox"]}},
}


@pytest.fixture
def settings(settings):
    return replace(settings, channels=replace(settings.channels, open311_keys={KEY: "lamps"}))


@pytest.fixture
def browser(app, places):
    return app.test_client()


def send(browser, form="json", **changed):
    sent = {name: value for name, value in {**SENT, **changed}.items() if value is not None}
    return browser.post(f"/open311/v2/requests.{form}", data=sent)


def xml(answer):
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.data.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return etree.fromstring(answer.data)


def test_a_question_comes_in_is_answered_and_the_app_reads_the_answer(browser, cast, rules, clock):
    (made,) = send(browser).json
    assert made["service_request_id"] == "1" and "token" not in made
    thread = Thread.get()
    assert (thread.channel, thread.title, thread.kind) == ("open311", "路口的灯坏了", "complaint")
    page = browser.get("/threads/1").text
    assert "Open311" in page and "13757001234" not in page and "chen@example.org" not in page

    (before,) = browser.get("/open311/v2/requests/1.json").json
    validate(before, REQUEST)
    assert (before["status"], before["status_notes"], before["lat"], before["long"]) == (
        "open",
        "未受理",
        28.9703,
        118.8743,
    )
    assert before["address"] == "三衢路 1 号" and before["media_url"] == "https://example.org/a.jpg"
    assert before["expected_datetime"] == "2014-09-22T12:00:00+08:00"

    handling.accept(thread, actor=cast.spokesperson, now=clock.advance(timedelta(minutes=20)), city=rules)
    handling.give_result(
        Thread.get(), actor=cast.spokesperson, now=clock.advance(timedelta(minutes=20)), city=rules, text="灯已修好。"
    )
    (after,) = browser.get("/open311/v2/requests.json?service_request_id=1,99,abc").json
    assert (after["status"], after["status_notes"]) == ("closed", "已答复：灯已修好。")
    assert after["updated_datetime"] == "2014-09-22T10:40:00+08:00" and after["expected_datetime"] is None


def test_who_asked_is_kept_encrypted(browser, settings):
    send(browser)
    row = Open311Request.get()
    assert "13757001234" not in row.sealed
    assert person_of(row, Encryptor(settings.secret_key)) == {
        name: SENT[name] for name in ("first_name", "last_name", "email", "phone")
    }
    assert "13757001234" not in Revision.get().text and "＊＊＊" in Revision.get().text


def test_what_waits_for_a_moderator_has_a_token_until_it_is_public(browser, places, cast, screened, clock, rules):
    from boards.actions.cases import transfers

    Board.update(screening=True).execute()
    (made,) = send(browser).json
    assert "service_request_id" not in made and len(made["token"]) == 32
    address = f"/open311/v2/tokens/{made['token']}.json"
    assert browser.get(address).json == [{"service_request_id": None, "token": made["token"]}]
    assert browser.get("/open311/v2/requests/1.json").status_code == 404
    assert browser.get("/open311/v2/requests.json").json == []
    transfers.publish(Thread.get(), actor=cast.moderator, now=clock.advance(timedelta(minutes=1)), city=rules)
    assert browser.get(address).json == [{"service_request_id": "1", "token": made["token"]}]
    assert browser.get("/open311/v2/tokens/0.json").status_code == 404


def test_xml_says_the_same_as_json(browser):
    assert xml(send(browser, "xml")).findtext("request/service_request_id") == "1"
    names = {"discovery": "discovery", "services": "services", "services/zhujian": "service_definition",
             "requests": "service_requests", "requests/1": "service_requests"}  # fmt: skip
    for path, root in names.items():
        assert xml(browser.get(f"/open311/v2/{path}.xml")).tag == root
        assert browser.get(f"/open311/v2/{path}.json").mimetype == "application/json"
    request = xml(browser.get("/open311/v2/requests/1.xml")).find("request")
    (same,) = browser.get("/open311/v2/requests/1.json").json
    assert browser.get("/open311/v2/requests.yaml").status_code == 404
    assert {part.tag: part.text for part in request} == {
        name: None if value is None else str(value) for name, value in same.items()
    }
    assert len(browser.get("/open311/v2/services.json").json) == 2
    for service in browser.get("/open311/v2/services.json").json:
        validate(service, SERVICE)
    kinds = [value.findtext("key") for value in xml(browser.get("/open311/v2/services/zhujian.xml")).iter("value")]
    assert kinds == ["consultation", "complaint", "suggestion"]


WRONG = [
    ({"api_key": None}, 403),
    ({"api_key": ""}, 403),
    ({"api_key": "another"}, 403),
    ({"service_code": "nobody"}, 404),
    ({"service_code": None}, 400),
    ({"jurisdiction_id": "elsewhere.example"}, 404),
    ({"description": ""}, 400),
    ({"description": "长" * 4001}, 400),
    ({"description": "路口\x00的灯"}, 400),
    ({"lat": "", "long": "", "address_string": ""}, 400),
    ({"lat": "", "long": "", "address_string": None, "address_id": "7"}, 400),
    ({"long": None}, 400),
    ({"lat": "91"}, 400),
    ({"lat": "NaN"}, 400),
    ({"media_url": "javascript:alert(1)"}, 400),
    ({"media_url": "https://a.example/](x) <b>"}, 400),
    ({"attribute[kind]": "party"}, 400),
    ({"first_name": "长" * 41}, 400),
    ({"media": "a file"}, 400),
]


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize(("changed", "code"), WRONG)
def test_what_is_wrong_is_refused_with_an_error_and_nothing_is_stored(browser, changed, code):
    for form in ("json", "xml"):
        if "media" in changed:
            changed = {"media": (BytesIO(b"x"), "a.jpg")}
        answer = send(browser, form, **changed)
        assert answer.status_code == code
        errors = answer.json if form == "json" else [{e.tag: e.text for e in error} for error in xml(answer)]
        assert all(int(error["code"]) == code and error["description"] for error in errors) and errors
    assert not Thread.select().exists() and not Open311Request.select().exists()


@on_sqlite
@pytest.mark.parametrize(
    "query",
    ["start_date=2014", "start_date=2014-09-22T10:00:00", "status=done", "end_date=9999-12-31T23:59:59Z",
     "start_date=2014-01-01T00:00:00Z&end_date=2014-09-01T00:00:00Z", "start_date=0001-01-01T00:00:00Z"],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused(browser, query):
    assert browser.get(f"/open311/v2/requests.xml?{query}").status_code == 400


def test_a_site_without_keys_says_so(browser, app):
    app.extensions["wenqu"].settings.channels.open311_keys.clear()
    answer = send(browser)
    assert answer.status_code == 403 and "没有开通" in answer.json[0]["description"]


def test_what_was_sent_twice_with_one_key_is_one_question(browser):
    first, second = (
        browser.post("/open311/v2/requests.json", data=SENT, headers={"Idempotency-Key": "k"}) for _ in "ab"
    )
    assert first.json == second.json and Thread.select().count() == 1
    assert Account.select().where(Account.username == "open311 lamps").count() == 1


def test_lists_by_service_status_and_period(browser, question, clock):
    def numbers(query):
        return [each["service_request_id"] for each in browser.get(f"/open311/v2/requests.json?{query}").json]

    assert numbers("") == numbers("status=open&service_code=zhujian,jiaotong") == numbers("extensions=true") == ["1"]
    assert numbers("status=closed") == numbers("service_code=jiaotong") == []
    assert numbers("status=open,closed&start_date=2014-09-01T00:00:00%2B08:00&end_date=") == ["1"]
    assert numbers("end_date=2014-09-22T09:00:00%2B08:00") == numbers("start_date=2014-09-22T02:00:01Z") == []
    assert browser.get("/open311/v2/requests.json?service_code=nobody").status_code == 404
    clock.advance(timedelta(days=91))
    assert numbers("") == [] and numbers("service_request_id=1&status=closed") == ["1"]


def test_what_is_hidden_is_not_told(browser, clock):
    send(browser)
    Post.update(hidden_at=clock.now(), hidden_role="moderator", hidden_reason="理由").execute()
    Thread.update(hidden=True).execute()
    (told,) = browser.get("/open311/v2/requests/1.json").json
    validate(told, REQUEST)
    assert (
        "灯" not in told["description"]
        and told["lat"] is None
        and told["address"] is None
        and told["media_url"] is None
    )


@on_sqlite
def test_three_of_code_for_america_reads_and_sends(places, site, monkeypatch):
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    three = pytest.importorskip("three", reason="the client three is not installed: make .venv/checkers")
    city = three.Three(f"{site}/open311/v2", api_key=KEY)
    assert city.discovery()["endpoints"][0]["type"] == "production"
    assert {each["service_code"] for each in city.services()} == {"zhujian", "jiaotong"}
    assert city.services("zhujian")["attributes"][0]["code"] == "kind"
    (made,) = city.post("zhujian", address="三衢路", name="小 陈", phone="13757001234", description="路灯坏了。")
    assert city.request(made["service_request_id"])[0]["description"] == "路灯坏了。"
    assert [each["status"] for each in city.requests("zhujian")] == ["open"]
    stranger = three.Three(f"{site}/open311/v2", api_key="wrong")
    assert stranger.post("zhujian", description="x")[0] == {"code": 403, "description": "api_key 不对。"}


@on_sqlite
@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads(question, site, form):
    georeport = pytest.importorskip("georeport", reason="the client georeport is not installed: make .venv/checkers")
    city = georeport.GeoReport(f"{site}/open311/v2", output_format=form)
    assert {each["service_code"] for each in city.get_service_list()} == {"zhujian", "jiaotong"}
    assert city.get_service_definition("zhujian")["service_code"] == "zhujian"
    assert city.get_service_request("1")["status"] == "open"
    assert city.get_service_requests(service_code="zhujian", status="open")
