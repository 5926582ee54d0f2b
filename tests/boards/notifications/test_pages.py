"""The notifications page, the unread number, and the watch button."""

import re

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.notifications.queries import PAGE

READER = {"Accept-Language": "zh-CN"}
UNREAD = 'class="unread"'


def page(browser, address="/notifications"):
    response = browser.get(address, headers=READER)
    assert response.status_code == 200
    return response.text


def bell(html):
    return re.search(r'<a class="bell".*?</a>', html, re.S).group()


def newest(actor):
    return Notification.select().where(Notification.account == actor.account).order_by(Notification.id.desc()).get()


@pytest.fixture
def accepted(question, cast, say, told):
    handling.accept(question, **say.by(cast.spokesperson))
    told(cast.asker)
    return question


def test_the_bell_says_in_words_how_many_are_unread(accepted, client_of, cast):
    shown = bell(page(client_of(cast.asker), "/"))
    assert "通知" in shown and "条未读" in shown and ">1<" in shown
    assert "未读" not in bell(page(client_of(cast.neighbour), "/"))
    assert 'class="bell"' not in page(client_of(cast.guest), "/")


def test_a_notification_names_the_office_the_thread_and_leads_there(accepted, client_of, cast):
    shown = page(client_of(cast.asker))
    for words in ("问题已受理", "住建局", "三衢路口没有红绿灯", f"/threads/{accepted.id}", UNREAD):
        assert words in shown


def test_looking_at_the_list_marks_nothing_and_opening_does(accepted, client_of, cast, unread):
    browser = client_of(cast.asker)
    page(browser)
    assert unread(cast.asker) == 1
    opened = browser.post(f"/notifications/{newest(cast.asker).id}/opening")
    assert (opened.status_code, opened.location) == (303, f"/threads/{accepted.id}")
    assert unread(cast.asker) == 0
    assert UNREAD not in page(browser)


def test_opening_a_reply_leads_to_its_floor(accepted, client_of, cast, say, told):
    posts.reply(accepted, **say.by(cast.neighbour), **say.city, text="同问。")
    told(cast.asker)
    opened = client_of(cast.asker).post(f"/notifications/{newest(cast.asker).id}/opening")
    assert opened.location == f"/threads/{accepted.id}/floors/2"


def test_the_button_for_all_marks_what_the_page_showed(accepted, client_of, cast, unread, say, told):
    browser = client_of(cast.asker)
    up_to = re.search(r'name="up_to" value="(\d+)"', page(browser)).group(1)
    posts.reply(accepted, **say.by(cast.neighbour), **say.city, text="同问。")
    told(cast.asker)
    browser.post("/notifications/reading", data={"up_to": up_to})
    assert unread(cast.asker) == 1


def test_who_was_told_nothing_is_told_what_to_do(client_of, cast):
    shown = page(client_of(cast.neighbour))
    assert "还没有通知" in shown and "关注" in shown and "全部标为已读" not in shown


def test_older_ones_stand_on_the_next_page(question, client_of, cast, say, told):
    for number in range(PAGE + 3):
        posts.reply(question, **say.by(cast.neighbour), **say.city, text=f"同问 {number}")
    told(cast.asker)
    browser, seen = client_of(cast.asker), []
    address = "/notifications"
    while address:
        shown = page(browser, address)
        seen += [int(floor) for floor in re.findall(r'/floors/(\d+)"', shown)]
        older = re.search(r'href="(/notifications\?before=\d+)"', shown)
        address = older and older.group(1)
    assert seen == list(range(PAGE + 4, 1, -1))


@pytest.mark.parametrize("before", ["x", "-1", "１", "9" * 40, "1.5"])
def test_a_wrong_place_to_go_on_is_refused(client_of, cast, before):
    assert client_of(cast.asker).get(f"/notifications?before={before}").status_code == 400


def test_an_anonymous_voice_stays_anonymous(places, client_of, cast, say, told):
    thread = ask(
        places.housing_board,
        **say.by(cast.neighbour),
        **say.city,
        title="匿名的问题",
        text="内容",
        kind="complaint",
        anonymous=True,
    )
    client_of(cast.reporter).post(f"/threads/{thread.id}/watch")
    posts.reply(thread, **say.by(cast.neighbour), **say.city, text="补充一句", anonymous=True)
    told(cast.reporter)
    for reader in (cast.reporter, cast.spokesperson):
        main = page(client_of(reader)).partition("<main")[2]
        assert "匿名的问题" in main and "清源老李" not in main


def test_the_thread_page_offers_the_step_that_is_not_taken(question, client_of, cast):
    neighbour, asker = client_of(cast.neighbour), client_of(cast.asker)
    watch, unwatch = f'action="/threads/{question.id}/watch"', f'action="/threads/{question.id}/unwatch"'
    assert unwatch in page(asker, f"/threads/{question.id}")
    assert watch in page(neighbour, f"/threads/{question.id}")
    neighbour.post(f"/threads/{question.id}/watch")
    assert unwatch in page(neighbour, f"/threads/{question.id}")
    neighbour.post(f"/threads/{question.id}/unwatch")
    assert watch in page(neighbour, f"/threads/{question.id}")
    assert "/watch" not in page(client_of(cast.guest), f"/threads/{question.id}")


def test_what_is_unticked_stays_unticked(client_of, cast):
    browser = client_of(cast.spokesperson)
    browser.post("/notifications/settings", data={"told": ["question:bell", "result:bell"], "rhythm": "daily"})
    shown = page(browser, "/notifications/settings")
    assert re.findall(r'value="([\w:]+)" checked', shown) == ["question:bell", "result:bell"]
    assert 'value="alarm:bell"' not in shown


def test_an_unknown_event_is_refused_with_a_reason(client_of, cast):
    refused = client_of(cast.asker).post("/notifications/settings", data={"told": "everything"}, headers=READER)
    assert refused.status_code == 422 and "没有这种通知" in refused.text


def test_a_site_without_mail_offers_the_bell_alone(client_of, cast):
    shown = page(client_of(cast.asker), "/notifications/settings")
    assert ":bell" in shown and ":mail" not in shown and "汇总邮件" not in shown
