"""Promises on the thread, the desk, the department's page and its list, and their form."""

import re
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.promises import Promise
from boards.models.threads import Post
from boards.readers.promises import reader

TEXT = "信号灯10月15日前安装。标线年底前施划。"


@pytest.fixture
def promised(question, cast, rules, now, clock):
    """Two promises, a day after the first was due."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text=TEXT)
    reader(rules).catch_up(now)
    clock.advance(timedelta(days=24))
    return list(Promise.select().order_by(Promise.id))


def test_the_thread_the_desk_and_the_department_show_what_was_promised(see, cast, question, promised, words):
    thread = words(see(cast.guest, f"/threads/{question.id}"))
    assert "2014-10-15 前 过期没有说明 2014-12-31 前 等待兑现" in thread
    assert "住建局答复第 2 楼：2014-10-15 前" in thread
    desk = see(cast.spokesperson, "/desk")
    assert "承诺的日子到了" in desk and 'href="/departments/zhujian/promises?state=due">住建局：1 个' in desk
    due = see(cast.spokesperson, "/departments/zhujian/promises?state=due")
    assert due.count("data-row") == 1 and "2014-10-15" in due and "2014-12-31 前" not in due
    assert "承诺的日子到了" not in see(cast.outsider, "/desk")
    page = see(cast.guest, "/departments/zhujian")
    assert re.search(r'href="/departments/zhujian/promises\?state=overdue">1<', page)
    assert "答复里的承诺" not in see(cast.guest, "/departments/jiaotong")


@pytest.mark.parametrize(
    ("state", "number"), [("", 2), ("open", 1), ("overdue", 1), ("kept", 0), ("moved", 0), ("none", 0)]
)
def test_each_number_is_that_of_its_list(see, cast, promised, state, number):
    page = see(cast.guest, f"/departments/zhujian/promises?state={state}")
    assert page.count("data-row") == number
    assert re.search(rf'aria-current="true">[^<]*<span class="n">{number}<', page)


@pytest.mark.parametrize("asked", ["state=broken", "before=nothing"])
def test_a_list_of_no_such_state_is_refused(client_of, cast, promised, asked):
    assert client_of(cast.guest).get(f"/departments/zhujian/promises?{asked}").status_code == 400


def test_the_form_is_for_the_department_and_comes_back_as_typed(client_of, see, cast, promised, words):
    url = f"/promises/{promised[0].id}"
    assert '<form class="panel write"' not in see(cast.guest, url) and "信号灯10月15日前安装" in see(cast.guest, url)
    browser = client_of(cast.spokesperson)
    answer = browser.post(
        f"{url}/answer", data={"outcome": "moved", "until": "2014-01-01", "text": "没有到货", "floor": ""}
    )
    assert answer.status_code == 422
    assert 'value="2014-01-01"' in answer.text and "没有到货" in answer.text
    answer = browser.post(
        f"{url}/answer", data={"outcome": "moved", "until": "2014-11-30", "text": "没有到货", "floor": ""}
    )
    assert answer.location.endswith(url)
    assert "改到 2014-11-30。 没有到货" in words(see(cast.guest, url))
    following = Promise.get(Promise.earlier == promised[0].id)
    assert "原来的日期是 2014-10-15。" in see(cast.guest, f"/promises/{following.id}")


def test_a_kept_promise_links_the_post_that_shows_it(client_of, see, cast, promised, question, rules, now):
    shown = posts.reply(question, actor=cast.spokesperson, now=now, city=rules, text="装好了。")
    sent = {"outcome": "kept", "floor": str(shown.floor), "until": "", "text": ""}
    client_of(cast.spokesperson).post(f"/promises/{promised[0].id}/answer", data=sent)
    link = f'href="/threads/{question.id}/floors/{shown.floor}"'
    assert link in see(cast.guest, f"/promises/{promised[0].id}")
    assert link in see(cast.guest, "/departments/zhujian/promises?state=kept")


def test_the_words_of_a_hidden_answer_are_not_quoted(see, cast, promised, now):
    Post.update(hidden_at=now, hidden_reason="误发").where(Post.id == promised[0].post_id).execute()
    for path in ("/departments/zhujian/promises", f"/promises/{promised[0].id}"):
        assert "信号灯" not in see(cast.guest, path)


def test_a_promise_in_a_thread_that_is_not_public_is_not_there(client_of, see, cast, promised, question):
    type(question).update(public=False).where(type(question).id == question.id).execute()
    assert client_of(cast.guest).get(f"/promises/{promised[0].id}").status_code == 404
    assert "答复里的承诺" not in see(cast.guest, "/departments/zhujian")


def test_the_api_lists_them(api_of, cast, promised):
    items = api_of(cast.guest).get("/departments/zhujian/promises?limit=1").json
    assert [(each["due_on"], each["state"]) for each in items["items"]] == [("2014-12-31", "等待兑现")]
    assert items["next"] and items["items"][0]["quote"] == "标线年底前施划"
    late = api_of(cast.guest).get("/departments/zhujian/promises?state=overdue").json["items"]
    assert [each["due_on"] for each in late] == ["2014-10-15"]
