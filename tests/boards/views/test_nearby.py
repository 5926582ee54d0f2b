"""A place with a question, the list and the map of what is near, and how a place is corrected: in the browser and through the API."""

import io
import re

import pytest
from stage_pictures import picture

from boards.actions.posts.locations import check_location
from boards.actions.posts.threads import ask
from boards.models.locations import Location
from boards.models.threads import Thread

QUESTION = {"kind": "complaint", "title": "路口没有红绿灯", "text": "过马路要等半天。", "to": "zhujian"}
PLACE = {"address": "人民路与解放路口", "position": "28.9703, 118.8743"}


@pytest.fixture
def at(places, cast, rules, now):
    """at(position, title): a question with a place."""

    def asked(position, title="路灯不亮", rough="", address="人民路"):
        location = check_location({"address": address, "position": position, "rough": rough}, None)
        given = {"title": title, "text": "请修一修。", "kind": "complaint", "location": location}
        return ask(places.housing_board, actor=cast.asker, now=now, city=rules, **given)

    return asked


def sent_twice(browser, **fields):
    """The answer to the form that was looked at and then sent."""
    looked = browser.post("/ask", data={**QUESTION, **fields})
    considered = re.search(r'name="considered" value="([^"]*)"', looked.text)[1]
    return looked, browser.post("/ask", data={**QUESTION, **fields, "considered": considered})


def test_a_question_is_asked_with_a_place_and_shows_it(client_of, see, cast):
    looked, sent = sent_twice(client_of(cast.asker), **PLACE)
    assert "人民路与解放路口" in looked.text and "（28.9703, 118.8743）" in looked.text
    assert sent.status_code == 303
    thread = Thread.select().order_by(Thread.id.desc()).get()
    page = see(cast.guest, f"/threads/{thread.id}")
    assert "人民路与解放路口" in page and f'href="/nearby?thread={thread.id}"' in page
    assert f"/threads/{thread.id}/location" not in page
    assert f'href="/threads/{thread.id}/location"' in see(cast.asker, f"/threads/{thread.id}")


def test_what_was_not_looked_at_is_not_published(client_of, cast):
    browser = client_of(cast.asker)
    looked = browser.post("/ask", data={**QUESTION, **PLACE})
    considered = re.search(r'name="considered" value="([^"]*)"', looked.text)[1]
    moved = browser.post("/ask", data={**QUESTION, **PLACE, "position": "28.98, 118.87", "considered": considered})
    assert moved.status_code == 200 and not Location.select().exists()


@pytest.mark.parametrize("typed", ["95, 118.8743", "二十八度", "28.9703"])
def test_a_wrong_position_comes_back_as_typed_with_the_reason(client_of, cast, typed):
    answer = client_of(cast.asker).post("/ask", data={**QUESTION, "position": typed})
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text and 'id="f-position-error"' in answer.text


def test_coordinates_the_other_way_round_are_swapped_by_a_button(client_of, cast):
    browser = client_of(cast.asker)
    answer = browser.post("/ask", data={**QUESTION, "position": "118.8743, 28.9703"})
    assert 'name="swap" value="28.9703, 118.8743"' in answer.text
    answer = browser.post("/ask", data={**QUESTION, "position": "118.8743, 28.9703", "swap": "28.9703, 118.8743"})
    assert answer.status_code == 200 and "（28.9703, 118.8743）" in answer.text


def test_a_telephone_number_in_the_address_is_pointed_out_and_covered(client_of, cast):
    browser, number = client_of(cast.asker), "13812345678"
    looked = browser.post("/ask", data={**QUESTION, "address": f"人民路，电话{number}"})
    assert f'name="cover" value="{number}"' in looked.text
    chosen = {"address": f"人民路，电话{number}", "cover": number, "shown": number, "looked": "1"}
    looked = browser.post("/ask", data={**QUESTION, **chosen})
    considered = re.search(r'name="considered" value="([^"]*)"', looked.text)[1]
    browser.post("/ask", data={**QUESTION, **chosen, "considered": considered})
    assert Location.get().address == "人民路，电话＊＊＊＊"


def test_what_is_near_is_listed_by_distance_with_a_map(see, cast, at):
    far, near, here = (
        at("28.9760, 118.8743", "远的"),
        at("28.9710, 118.8743", "近的"),
        at("28.9703, 118.8743", "这里的"),
    )
    away = at("29.2, 118.9", "很远的")
    rough = at("28.9703, 118.8743", "大概的", rough="1")
    page = see(cast.guest, "/nearby?position=28.9703,118.8743&radius=1000")
    titles = re.findall(r'<h3><a href="/threads/(\d+)"', page)
    assert titles == [str(each.id) for each in (here, near, rough, far)]
    assert str(away.id) not in titles
    assert "就在这里" in page and "80 米" in page and "630 米" in page and "1 公里左右" in page
    assert 2 <= page.count('class="mark"') <= 4 and 'href="#near-1"' in page and "<image" not in page
    page = see(cast.guest, f"/nearby?thread={here.id}")
    assert f'<h3><a href="/threads/{here.id}"' not in page and "近的" in page
    assert see(cast.guest, "/nearby?lat=28.9703&lon=118.8743").count('<li id="near-') == 4


def test_without_a_position_there_is_the_form_and_a_wrong_one_is_told(app, see, cast):
    assert 'name="position"' in see(cast.guest, "/nearby")
    answer = app.test_client().get("/nearby?position=118.8743,28.9703")
    assert answer.status_code == 422 and 'name="swap" value="28.9703, 118.8743"' in answer.text
    answer = app.test_client().get("/nearby?position=118.8743,28.9703&swap=28.9703,+118.8743")
    assert answer.status_code == 200 and "<svg" in answer.text
    for path in ("/nearby?thread=4711", "/nearby?thread=x", "/nearby?thread=9" + "9" * 30):
        assert app.test_client().get(path).status_code == 404, path


def test_a_hidden_a_waiting_a_sealed_and_a_merged_question_is_near_nothing(app, see, cast, at, question):
    thread = at("28.9703, 118.8743", "这里的", address="解放路暗号")
    paths = ("/nearby?position=28.9703,118.8743", f"/threads/{thread.id}", f"/api/v1/threads/{thread.id}")
    for change in ({"hidden": True}, {"public": False}, {"merged_into": question.id}):
        Thread.update(change).where(Thread.id == thread.id).execute()
        for path in paths[:1] if "merged_into" in change else paths:
            assert "解放路暗号" not in app.test_client().get(path).text, (path, change)
        if "merged_into" not in change:
            assert app.test_client().get(f"/nearby?thread={thread.id}").status_code == 404
        Thread.update(hidden=False, public=True, merged_into=None).where(Thread.id == thread.id).execute()
    assert "解放路暗号" in see(cast.guest, paths[0])


def test_a_moderator_takes_a_place_away_and_nobody_sees_it_any_more(client_of, see, cast, at):
    thread = at("28.9703, 118.8743", address="解放路暗号")
    form = see(cast.moderator, f"/threads/{thread.id}/location")
    assert "解放路暗号" in form and 'value="28.9703, 118.8743"' in form
    browser = client_of(cast.moderator)
    emptied = {"address": "", "position": "", "based_on": "1"}
    refused = browser.post(f"/threads/{thread.id}/location", data=emptied)
    assert refused.status_code == 422 and "解放路暗号" not in refused.text
    answer = browser.post(f"/threads/{thread.id}/location", data={**emptied, "reason": "是住址"})
    assert answer.location.endswith(f"/threads/{thread.id}")
    for actor in (cast.guest, cast.asker, cast.moderator):
        page = see(actor, f"/threads/{thread.id}")
        assert "解放路暗号" not in page and "撤下地点" in page and "是住址" in page
    assert "撤下地点" in see(cast.guest, "/moderation/log") and "解放路暗号" not in see(cast.guest, "/moderation/log")


def test_a_place_through_the_api(api_of, cast):
    api = api_of(cast.asker)
    given = {"title": "路灯不亮", "text": "请修一修。", "kind": "complaint"}
    here = {"address": "人民路", "lat": 28.97031, "long": 118.87432}
    made = api.post("/boards/zhujian/threads", json={**given, **here})
    assert made.status_code == 201
    assert (made.json["address"], made.json["lat"], made.json["long"], made.json["rough"]) == (
        "人民路",
        28.9703,
        118.8743,
        False,
    )
    for wrong in ({"lat": 95, "long": 118}, {"lat": 28}, {"lat": "28", "long": 1}, {"lat": 1e300, "long": 1}):
        answer = api.post("/boards/zhujian/threads", json={**given, **wrong})
        assert answer.status_code == 422, wrong
    thread = made.json["id"]
    found = api.get("/nearby?lat=28.9703&long=118.8743&radius=100").json["items"]
    assert [(row["thread"], row["metres"], row["address"]) for row in found] == [(thread, 0, "人民路")]
    assert api.get("/nearby?lat=95&long=118").status_code == 400
    moved = api.put(f"/threads/{thread}/location", json={"address": "解放路", "based_on": made.json["location"]})
    assert (moved.json["address"], moved.json["lat"], moved.json["location"]) == ("解放路", None, 2)
    assert api.put(f"/threads/{thread}/location", json={"address": "别处", "based_on": 1}).status_code == 409
    assert api.get("/nearby?lat=28.9703&long=118.8743").json["items"] == []
    plain = api.post("/boards/zhujian/threads", json=given)
    assert plain.json["address"] is plain.json["lat"] is None


def test_the_place_of_a_photo_is_offered_to_whoever_agrees_and_to_nobody_else(client_of, cast):
    browser, photo = client_of(cast.asker), picture(place=True)

    def sent(**fields):
        return browser.post("/ask", data={**QUESTION, "pictures": (io.BytesIO(photo), "IMG_1.jpg"), **fields})

    assert "31.23" not in sent().text
    agreed = sent(use_place="1")
    assert agreed.status_code == 200 and 'name="position" type="text" value="31.23' in agreed.text
    assert "（31.23" in agreed.text, "it is looked at before it is sent"
    assert 'value="28.9703, 118.8743"' in sent(use_place="1", position="28.9703, 118.8743").text
    key = re.search(r'name="picture" value="([\w-]+)"', agreed.text)[1]
    emptied = browser.post("/ask", data={**QUESTION, "picture": key, "position": ""})
    assert "31.23" not in emptied.text, "what was cleared does not come back"
