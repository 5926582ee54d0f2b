"""The form comes back once when there is personal data in it, with everything typed and a choice for each stretch."""

import re

import pytest
from stage_asking import ON_BOARD, look_and_send

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.cases import Rating
from boards.models.threads import Post, Revision, Thread

PHONE, PLATE = "13812341234", "浙H12345"
QUESTION = {"title": f"{PLATE}堵在门口", "text": f"车主电话{PHONE}，一直不接。", "kind": "complaint"}
STEP = "发表之前，请再看一眼"


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.asker)


def texts():
    return [row.text for row in Revision.select().order_by(Revision.id)]


def ticked(page, words):
    return bool(re.search(rf'name="cover" value="{words}" checked', page))


def test_a_question_with_personal_data_comes_back_once_with_everything_typed(browser, places):
    answer = browser.post(ON_BOARD, data=QUESTION)
    assert answer.status_code == 200 and STEP in answer.text
    assert QUESTION["text"] in answer.text and f'value="{QUESTION["title"]}"' in answer.text
    assert ticked(answer.text, PHONE) and ticked(answer.text, PLATE)
    assert "手机号码" in answer.text and "车牌号" in answer.text
    assert Thread.select().count() == 0


@pytest.mark.parametrize(
    ("cover", "title", "text"),
    [
        ([PHONE, PLATE], "＊＊＊＊堵在门口", "车主电话＊＊＊＊，一直不接。"),
        ([PHONE], f"{PLATE}堵在门口", "车主电话＊＊＊＊，一直不接。"),
        ([], f"{PLATE}堵在门口", f"车主电话{PHONE}，一直不接。"),
    ],
)
def test_what_was_chosen_is_posted(browser, places, cover, title, text):
    answer = look_and_send(browser, QUESTION, shown=[PHONE, PLATE], cover=cover, looked="1")
    assert answer.status_code == 303
    assert (Thread.get().title, texts()) == (title, [text])


def test_a_mistake_elsewhere_keeps_the_choice(browser, places):
    answer = browser.post(ON_BOARD, data=QUESTION | {"kind": "", "shown": [PHONE, PLATE], "cover": [PHONE]})
    assert answer.status_code == 422 and ticked(answer.text, PHONE) and not ticked(answer.text, PLATE)


def test_a_reply_is_looked_at_too(browser, question):
    sent = {"text": f"打{PHONE}", "kind": "reply"}
    answer = browser.post(f"/threads/{question.id}/posts", data=sent)
    assert answer.status_code == 200 and STEP in answer.text and Post.select().count() == 1
    assert (
        browser.post(f"/threads/{question.id}/posts", data=sent | {"shown": [PHONE], "cover": [PHONE]}).status_code
        == 303
    )
    assert texts()[-1] == "打＊＊＊＊"


def test_of_an_edit_only_what_is_new_is_asked_about(browser, question, cast, now):
    own = Post.get()
    posts.revise(own, actor=cast.asker, now=now, text=f"打{PHONE}")
    answer = browser.post(f"/posts/{own.id}/revisions", data={"text": f"打{PHONE}，车牌{PLATE}"})
    assert STEP in answer.text and ticked(answer.text, PLATE) and f'value="{PHONE}"' not in answer.text
    sent = {"text": f"打{PHONE}，车牌{PLATE}", "shown": [PLATE], "cover": [PLATE]}
    assert browser.post(f"/posts/{own.id}/revisions", data=sent).status_code == 303
    assert texts()[-1] == f"打{PHONE}，车牌＊＊＊＊"


def test_an_office_is_asked_but_nothing_is_ticked_for_it(client_of, cast, question):
    page = (
        client_of(cast.spokesperson)
        .post(f"/threads/{question.id}/posts", data={"text": f"联系人电话{PHONE}", "kind": "reply"})
        .text
    )
    assert STEP in page and not ticked(page, PHONE)


def test_nothing_personal_goes_straight_through(browser, places):
    sent = {"title": "路灯", "text": "2014年9月13日报过12345，电话0570-8021234。", "kind": "complaint"}
    assert look_and_send(browser, sent).status_code == 303


def test_what_is_found_stands_escaped_and_odd_answers_change_nothing(browser, places):
    sent = QUESTION | {"shown": ["<b>", PHONE, PLATE], "cover": ["<b>", "一直", PHONE], "looked": "1"}
    assert look_and_send(browser, sent).status_code == 303
    assert texts() == ["车主电话＊＊＊＊，一直不接。"]


def test_an_operators_form_comes_back_too(client_of, cast, places):
    call = QUESTION | {
        "caller": "朱女士",
        "phone": "13912341234",
        "called_at": "2014-09-22T09:30",
        "board": "zhujian",
        "step": "publish",
    }
    operator = client_of(cast.operator)
    answer = operator.post("/hotline/calls", data=call)
    assert answer.status_code == 200 and STEP in answer.text and Thread.select().count() == 0
    sent = call | {"shown": [PHONE, PLATE], "cover": [PHONE, PLATE]}
    assert operator.post("/hotline/calls", data=sent).status_code == 303
    assert texts() == ["车主电话＊＊＊＊，一直不接。"]


@pytest.mark.parametrize(
    ("choice", "text", "pointed_out"),
    [
        ({}, QUESTION["text"], [("title", 0, 7, "plate"), ("text", 4, 15, "mobile")]),
        ({"personal_data": "keep"}, QUESTION["text"], [("title", 0, 7, "plate"), ("text", 4, 15, "mobile")]),
        ({"personal_data": "mask"}, "车主电话＊＊＊＊，一直不接。", []),
    ],
)
def test_the_api_posts_as_it_is_told_and_points_out_what_is_left(api_of, cast, places, choice, text, pointed_out):
    answer = api_of(cast.asker).post("/boards/zhujian/threads", json=QUESTION | choice)
    assert answer.status_code == 201 and texts() == [text]
    assert [
        tuple(each[name] for name in ("field", "start", "end", "kind")) for each in answer.json["personal_data"]
    ] == pointed_out


def test_the_api_does_the_same_for_replies_and_edits(api_of, cast, question):
    caller = api_of(cast.asker)
    made = caller.post(f"/threads/{question.id}/posts", json={"text": f"打{PHONE}"}).json
    assert [each["kind"] for each in made["personal_data"]] == ["mobile"]
    edited = caller.put(f"/posts/{made['id']}", json={"text": f"请打{PHONE}", "personal_data": "mask"}).json
    assert (edited["text"], edited["personal_data"]) == ("请打＊＊＊＊", [])


def test_the_api_knows_no_other_choice(api_of, cast, places):
    answer = api_of(cast.asker).post("/boards/zhujian/threads", json=QUESTION | {"personal_data": "burn"})
    assert answer.status_code == 422 and "personal_data" in answer.json["errors"]


def test_the_words_beside_a_rating_are_looked_at_too(browser, question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    sent = {"grade": "1", "text": f"还没修，打{PHONE}"}
    answer = browser.post(f"/threads/{question.id}/rating", data=sent)
    assert STEP in answer.text and ticked(answer.text, PHONE) and not Rating.select().exists()
    assert (
        browser.post(f"/threads/{question.id}/rating", data=sent | {"shown": [PHONE], "cover": [PHONE]}).status_code
        == 303
    )
    assert Rating.get().text == "还没修，打＊＊＊＊"


def test_an_offices_explanation_is_posted_as_it_chooses(client_of, question, cast):
    sent = {"to": "jiaotong", "explanation": f"归交通局管，请带身份证去窗口，联系人电话{PHONE}。"}
    browser = client_of(cast.spokesperson)
    assert STEP in browser.post(f"/threads/{question.id}/transfer", data=sent).text
    assert browser.post(f"/threads/{question.id}/transfer", data=sent | {"shown": [PHONE]}).status_code == 303
    assert texts()[-1] == sent["explanation"]
