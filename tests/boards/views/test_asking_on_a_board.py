"""The form of asking at a board's own address: its department is chosen already, or it takes no questions to a department."""

import re

import pytest
from stage_asking import digest, look_and_send
from stage_clients import without_tokens

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.models.threads import Board, Post, Thread

WORDS = {"title": "路口的灯", "text": "三个路口都没有灯。", "kind": "complaint"}
TALK = {"title": "周末去哪里", "text": "江边**新开**了步道。"}


@pytest.fixture
def press(places, now):
    return get_or_create_board("baodao", "记者报道", get_or_create_category("媒体", "press", 2, now=now), now=now)


def test_the_boards_department_is_chosen_and_its_promise_told(see, cast, places):
    page = see(cast.asker, "/boards/zhujian/new")
    assert re.search(r'value="zhujian" checked', page) and 'name="to" type="text" value="住建局"' in page
    assert "小时内" in page and page.count('name="kind"') == 3


def test_a_guest_sees_the_form_and_keeps_the_words_when_signing_in(client_of, cast, places):
    guest = client_of(cast.guest)
    assert guest.get("/boards/zhujian/new").status_code == guest.get("/boards/chengshi/new").status_code == 200
    assert guest.post("/boards/zhujian/new", data=WORDS).location.startswith("/kept/")


def test_what_the_address_gives_stands_in_the_form(see, cast, places):
    for board in ("zhujian", "chengshi"):
        page = see(cast.asker, f"/boards/{board}/new?title=路灯&text=三天了")
        assert 'value="路灯"' in page and "三天了</textarea>" in page


def test_the_question_goes_to_the_board(client_of, cast, places):
    browser = client_of(cast.asker)
    answer = look_and_send(browser, WORDS)
    thread = Thread.get()
    assert (answer.status_code, answer.location) == (303, f"/threads/{thread.id}/sent")
    assert (thread.board.slug, thread.kind) == ("zhujian", "complaint")


@pytest.mark.parametrize("to", [["交通局", "zhujian"], ["交通局"], ["", "jiaotong"]])
def test_another_department_may_still_be_chosen_but_only_one(client_of, cast, places, to):
    answer = look_and_send(client_of(cast.asker), {**WORDS, "to": to})
    assert answer.status_code == (422 if len(to) == 2 and to[0] else 303)
    assert [thread.board.slug for thread in Thread.select()] == ([] if answer.status_code == 422 else ["jiaotong"])


def test_a_department_that_was_taken_away_is_asked_for(client_of, cast, places):
    answer = client_of(cast.asker).post("/boards/zhujian/new", data={**WORDS, "to": ""})
    assert answer.status_code == 422 and "请选一个部门" in answer.text


def test_who_sends_the_form_as_it_was_shown_sends_it(client_of, cast, places):
    """The name stands in the field, and its department is ticked: that is one choice, also in the second look."""
    browser = client_of(cast.asker)
    looked = browser.post("/ask", data={**WORDS, "to": ["", "zhujian"]}).text
    sent = {**WORDS, "to": ["住建局", "zhujian"], "considered": digest(looked)}
    assert browser.post("/ask", data=sent).status_code == 303


def test_a_thread_of_open_talk_is_looked_at_and_leads_to_itself(client_of, cast, places):
    browser = client_of(cast.asker)
    form = browser.get("/boards/chengshi/new").text
    assert "在城事漫谈发新帖" in form and "小时内" not in form
    assert 'name="to"' not in form and 'name="kind"' not in form and 'name="unknown"' not in form
    looked = browser.post("/boards/chengshi/new", data=TALK).text
    assert "<strong>新开</strong>" in looked and "城事漫谈" in looked and "没有办理时限" in looked
    assert Thread.select().count() == 0
    answer = browser.post("/boards/chengshi/new", data={**TALK, "considered": digest(looked)})
    thread = Thread.get()
    assert answer.location == f"/threads/{thread.id}" and (thread.board.slug, thread.status) == ("chengshi", None)
    page = browser.get(answer.location).text
    assert "已发布" in page and "已发布" not in browser.get(answer.location).text, "a message is said once"


def test_a_reporters_board_is_for_reporters(client_of, cast, press):
    assert "记者报道" in client_of(cast.reporter).get("/boards/baodao/new").text
    assert look_and_send(client_of(cast.reporter), TALK, "/boards/baodao/new").status_code == 303
    assert client_of(cast.asker).get("/boards/baodao/new").status_code == 403
    assert client_of(cast.guest).get("/boards/baodao/new").location == "/login?next=/boards/baodao/new"


def test_a_board_in_the_general_address_leads_to_its_form(client_of, cast, places):
    browser = client_of(cast.asker)
    assert browser.get("/ask?board=chengshi&title=x").location == "/boards/chengshi/new?title=x"
    assert browser.get("/ask?board=nowhere", follow_redirects=True).status_code == 404


def test_an_anonymous_question_shows_no_name(client_of, cast, places):
    look_and_send(client_of(cast.asker), {**WORDS, "anonymous": "1"})
    page = client_of(cast.guest).get(f"/threads/{Thread.get().id}").text
    assert "匿名网友" in page and "三衢路的小陈" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "不能为空"),
        ({"title": "长" * 81}, "不能超过 80 个字，现在是 81 个"),
        ({"text": " \u3000\n"}, "不能为空"),
        ({"text": "长" * 20_001}, "不能超过 20000 个字"),
        ({"kind": ""}, "请选择咨询、投诉或建议"),
        ({"kind": "praise"}, "请选择咨询、投诉或建议"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client_of, cast, places, changed, said):
    answer = client_of(cast.asker).post("/boards/zhujian/new", data={**WORDS, **changed})
    assert answer.status_code == 422
    assert said in answer.text and 'role="alert"' in answer.text
    assert Thread.select().count() == Post.select().count() == 0


def test_every_mistake_is_told_at_once(client_of, cast, places):
    page = client_of(cast.asker).post("/boards/zhujian/new", data={"to": ""}).text
    assert all(f'href="#f-{field}"' in page for field in ("title", "text", "kind", "to"))


def test_a_screened_question_says_that_it_waits(client_of, cast, places):
    Board.update(screening=True).where(Board.slug == "zhujian").execute()
    browser = client_of(cast.asker)
    assert "先由管理员审核" in browser.get("/boards/zhujian/new").text
    assert "提交审核" in browser.post("/boards/zhujian/new", data=WORDS).text
    answer = look_and_send(browser, WORDS)
    assert "等管理员审核，通过后公开" in browser.get(answer.location).text
    assert client_of(cast.guest).get(f"/threads/{Thread.get().id}").status_code == 404


def test_a_form_without_its_token_is_refused_and_writes_nothing(client_of, cast, places):
    answer = without_tokens(client_of(cast.asker)).post("/boards/zhujian/new", data=WORDS)
    assert answer.status_code == 400 and "刚才没有提交" in answer.text
    assert Thread.select().count() == 0
