"""The moderators' pages: hiding with a reason, and the log that everybody can read."""

import re
from html import unescape

import pytest

from boards.models.threads import Post, Thread
from moderation.hiding import actions


def test_hiding_asks_for_a_reason_and_says_what_it_is(client_of, cast, question):
    browser, post = client_of(cast.moderator), Post.get()
    page = browser.get(f"/posts/{post.id}/hiding").text
    assert "三个路口一个红绿灯都没有" in page and "屏蔽不是删除" in page
    answer = browser.post(f"/posts/{post.id}/hiding", data={"reason": " "})
    assert answer.status_code == 422 and "不能为空" in answer.text
    assert Post.get().hidden_at is None
    assert browser.post(f"/posts/{post.id}/hiding", data={"code": "personal", "reason": "写了电话"}).status_code == 303
    assert Thread.get().hidden


def test_a_second_hiding_is_told_that_it_came_late(client_of, cast, question):
    browser, post = client_of(cast.moderator), Post.get()
    browser.post(f"/posts/{post.id}/hiding", data={"code": "personal", "reason": "写了电话"})
    answer = browser.post(f"/posts/{post.id}/hiding", data={"code": "insult", "reason": "另一个理由"})
    assert answer.status_code == 409 and "已经被屏蔽" in answer.text


def test_the_log_is_public_and_tells_the_reason(client_of, cast, question):
    moderator, guest = client_of(cast.moderator), client_of(cast.guest)
    assert "还没有任何管理操作" in guest.get("/moderation/log").text
    moderator.post(f"/posts/{Post.get().id}/hiding", data={"code": "other", "reason": "写了<电话>"})
    moderator.post(f"/posts/{Post.get().id}/restoration")
    page = guest.get("/moderation/log").text
    assert "理由：写了&lt;电话&gt;" in page
    assert page.index("恢复") < page.index("屏蔽</b>")
    assert "舒琪琪" not in page and "三个路口" not in page


def test_the_log_is_read_page_by_page(client_of, cast, question, now):
    for number in range(30):
        actions.hide(Post.get(), actor=cast.moderator, now=now, reason=f"理由第{number}号")
        actions.restore(Post.get(), actor=cast.moderator, now=now)
    browser, address, seen = client_of(cast.guest), "/moderation/log", []
    while address:
        page = browser.get(address).text
        seen += re.findall(r"理由第(\d+)号", page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [str(number) for number in range(29, -1, -1)]


@pytest.mark.parametrize(
    "asked",
    ["before=x", "before=-1", f"before={'9' * 40}", "before=٣", "deed=nothing", "first=2014-13-01", "thread=7b"],
)
def test_an_odd_place_or_filter_of_the_log_is_refused(client_of, cast, question, asked):
    assert client_of(cast.guest).get(f"/moderation/log?{asked}").status_code == 400
