"""Asking: the form, what it promises, and how it comes back."""

import pytest
from stage_clients import without_tokens

from boards.models.threads import Board, Post, Thread

WORDS = {"title": "路口的灯", "text": "三个路口都没有灯。", "kind": "complaint"}


def test_the_form_names_the_department_and_what_it_promises(see, cast, places):
    page = see(cast.asker, "/boards/zhujian/new")
    assert "向清源市住房和城乡建设局提问" in page and "小时内" in page
    assert page.count('name="kind"') == 3


def test_a_guest_signs_in_first_and_comes_back(client_of, cast, places):
    answer = client_of(cast.guest).get("/boards/zhujian/new")
    assert answer.location == "/login?next=/boards/zhujian/new"


def test_asking_leads_to_the_thread(client_of, cast, places):
    browser = client_of(cast.asker)
    answer = browser.post("/boards/zhujian/threads", data=WORDS)
    assert (answer.status_code, answer.location) == (303, f"/threads/{Thread.get().id}")
    page = browser.get(answer.location).text
    assert "已发布" in page and "三个路口都没有灯" in page
    assert "已发布" not in browser.get(answer.location).text, "a message is said once"


def test_an_anonymous_question_shows_no_name(client_of, cast, places):
    client_of(cast.asker).post("/boards/zhujian/threads", data={**WORDS, "anonymous": "1"})
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
    answer = client_of(cast.asker).post("/boards/zhujian/threads", data={**WORDS, **changed})
    assert answer.status_code == 422
    assert said in answer.text and 'role="alert"' in answer.text
    assert Thread.select().count() == Post.select().count() == 0


def test_every_mistake_is_told_at_once(client_of, cast, places):
    page = client_of(cast.asker).post("/boards/zhujian/threads", data={}).text
    assert all(f'href="#f-{field}"' in page for field in ("title", "text", "kind"))


def test_a_screened_question_says_that_it_waits(client_of, cast, places):
    Board.update(screening=True).where(Board.slug == "zhujian").execute()
    browser = client_of(cast.asker)
    assert "提交审核" in browser.get("/boards/zhujian/new").text
    answer = browser.post("/boards/zhujian/threads", data=WORDS)
    assert "审核通过后公开" in browser.get(answer.location).text
    assert client_of(cast.guest).get(answer.location).status_code == 404


def test_a_form_without_its_token_is_refused_and_writes_nothing(client_of, cast, places):
    answer = without_tokens(client_of(cast.asker)).post("/boards/zhujian/threads", data=WORDS)
    assert answer.status_code == 400 and "刚才没有提交" in answer.text
    assert Thread.select().count() == 0
