"""Asking in three parts: what, to whom, a look at it; and the page after sending."""

import re

import pytest
from stage_asking import digest, look_and_send

from boards.actions.city.structure import UNROUTED_SLUG
from boards.models.threads import Thread

QUESTION = {"title": "三衢路口的路灯不亮", "text": "三天没亮了，**很黑**。", "kind": "complaint", "to": "住建局"}


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.asker)


@pytest.fixture
def send(browser, places):
    """send(question): looks at it and sends it, as the two buttons do; the last answer."""
    return lambda question: look_and_send(browser, question, "/ask")


def test_the_form_begins_with_what_the_address_gives(browser, places):
    page = browser.get("/ask?q=路灯不亮&text=三天了&board=jiaotong").text
    assert 'value="路灯不亮"' in page and "三天了</textarea>" in page
    assert re.search(r'value="jiaotong" checked', page) and digest(page) == ""
    assert re.search(r'id="f-unknown" checked', browser.get("/ask?unknown=1").text)


def test_a_guest_sees_the_form_and_keeps_the_words_when_signing_in(app, places):
    guest = app.test_client()
    assert guest.get("/ask?q=路灯").status_code == 200
    assert guest.post("/ask", data=QUESTION).location.startswith("/kept/")


def test_it_is_shown_as_it_will_look_before_it_is_sent(browser, places):
    page = browser.post("/ask", data=QUESTION).text
    preview = page.split('<article class="preview">')[1].split("</article>")[0]
    assert "<strong>很黑</strong>" in preview and "清源市住房和城乡建设局" in preview and "投诉" in preview
    assert "现在发出，最迟" in page and "怎么算出来的" in page
    assert Thread.select().count() == 0


def test_sent_it_leads_to_a_page_with_number_department_and_how_the_times_were_reckoned(send, browser):
    answer = send(QUESTION)
    thread = Thread.get()
    assert (answer.status_code, answer.location) == (303, f"/threads/{thread.id}/sent")
    assert (thread.board.slug, thread.kind, thread.status) == ("zhujian", "complaint", "unaccepted")
    page = browser.get(answer.location).text
    assert f"编号 {thread.id}" in page and "清源市住房和城乡建设局" in page
    assert "<details open><summary>怎么算出来的" in page and "截止" in page
    assert "短信、微信和邮件提醒还没有开通" in page


@pytest.mark.parametrize("change", [{"title": "另一个标题"}, {"to": "交通局"}, {"anonymous": "1"}, {"text": "换了"}])
def test_what_was_changed_after_the_look_is_looked_at_again(browser, places, change):
    considered = digest(browser.post("/ask", data=QUESTION).text)
    answer = browser.post("/ask", data={**QUESTION, **change, "considered": considered})
    assert answer.status_code == 200 and digest(answer.text) not in ("", considered)
    assert Thread.select().count() == 0


def test_without_a_department_it_goes_to_the_moderators_and_only_the_asker_sees_it(send, browser, client_of, cast):
    answer = send({**QUESTION, "to": "", "unknown": "1"})
    thread = Thread.get()
    assert (thread.board.slug, thread.status, thread.public) == (UNROUTED_SLUG, "pending", False)
    assert "等管理员分派给管这事的部门" in browser.get(answer.location).text
    assert client_of(cast.neighbour).get(f"/threads/{thread.id}").status_code == 404
    assert QUESTION["title"] in client_of(cast.moderator).get("/moderation").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": ""}, "请选一个部门；不知道该问谁，就勾下面那一项。"),
        ({"to": "住建", "title": ""}, "最接近的是：住建局"),
        ({"unknown": "1"}, "请只留一个"),
        ({"to": "没有这个局"}, "没有找到叫“没有这个局”的部门"),
    ],
)
def test_what_is_wrong_comes_back_with_everything_typed(browser, places, wrong, said):
    answer = browser.post("/ask", data={**QUESTION, **wrong})
    assert answer.status_code == 422 and said in answer.text and "三天没亮了，**很黑**。" in answer.text
    assert Thread.select().count() == 0


def test_personal_data_is_asked_about_before_it_is_sent_covered(browser, places):
    question = {**QUESTION, "text": "请打13812341234找我，灯不亮。"}
    looked = browser.post("/ask", data=question)
    assert "发表之前，请再看一眼" in looked.text
    sent = {
        **question,
        "considered": digest(looked.text),
        "looked": "1",
        "shown": "13812341234",
        "cover": "13812341234",
    }
    assert browser.post("/ask", data=sent).status_code == 303
    assert "13812341234" not in browser.get("/threads/1").text


def test_the_page_after_sending_is_for_the_asker(send, client_of, cast):
    send(QUESTION)
    assert client_of(cast.neighbour).get("/threads/1/sent").status_code == 403
    assert client_of(cast.asker).get("/threads/99/sent").status_code == 404


def test_the_board_of_questions_without_a_department_leads_to_the_form(send, browser):
    send({**QUESTION, "to": "", "unknown": "1"})
    assert browser.get(f"/boards/{UNROUTED_SLUG}/new?text=x").location == "/ask?text=x&unknown=1"
