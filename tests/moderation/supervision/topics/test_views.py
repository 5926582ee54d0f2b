"""The pages of topics: the list, one with its threads, its forms, and the history of a thread in it."""

import re

from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.supervision.topics import actions
from moderation.supervision.topics.models import Topic
from moderation.tools import merging


def listed(html):
    return [int(number) for number in re.findall(r'<h3>.*?<a href="/threads/(\d+)"', html)]


def test_everybody_reads_a_topic_with_its_threads(water, threads, see, cast, words, api_of):
    page = see(cast.guest, "/topics/water")
    assert listed(page) == [threads[1].id, threads[0].id] and "2 个主题" in words(page)
    assert (
        "城北停水" in page
        and "水厂检修" in page
        and "未受理" in page
        and "<form method" not in page.split("<footer")[0].split("<main")[1]
    )
    assert "城北停水" in see(cast.guest, "/topics") and "2 个主题" in words(see(cast.guest, "/topics"))
    item = api_of(cast.guest).get("/topics").json["items"][0]
    whole = api_of(cast.guest).get("/topics/water").json
    assert (item["slug"], item["threads"], item["closed_at"]) == ("water", 2, None)
    assert [each["id"] for each in whole["items"]] == [threads[1].id, threads[0].id] and whole["title"] == "城北停水"


def test_hidden_threads_leave_the_page_and_merged_ones_stand_where_they_went(
    water, threads, see, cast, rules, now, words
):
    merging.merge(threads[0], into=threads[2], actor=cast.moderator, now=now, city=rules, code="same_matter")
    assert listed(see(cast.guest, "/topics/water")) == [threads[2].id, threads[1].id]
    merging.merge(threads[1], into=threads[2], actor=cast.moderator, now=now, city=rules, code="same_matter")
    page = see(cast.guest, "/topics/water")
    assert listed(page) == [threads[2].id] and "1 个主题" in words(page)
    hiding.hide(Post.get(Post.thread == threads[2].id), actor=cast.moderator, now=now, reason="写了电话")
    page = see(cast.guest, "/topics/water")
    assert listed(page) == [] and "还没有收入主题" in page and "停水第" not in page


def test_a_topic_is_opened_by_the_form_which_comes_back_as_it_was_typed(client_of, cast, threads, water):
    browser = client_of(cast.supervisor)
    typed = {"title": "修路", "slug": "water", "introduction": "世纪大道修路。", "threads": "12345 abc"}
    refused = browser.post("/topics", data=typed)
    assert refused.status_code == 422 and "abc" in refused.text and "世纪大道修路。" in refused.text
    refused = browser.post("/topics", data={**typed, "threads": "12345"})
    assert refused.status_code == 422 and "已经有一个议题用了这个地址" in refused.text and "12345" in refused.text
    refused = browser.post("/topics", data={**typed, "slug": "road", "threads": "12345"})
    assert refused.status_code == 422 and "没有这些公开的主题：12345" in refused.text
    made = browser.post("/topics", data={**typed, "slug": "road", "threads": f"#{threads[2].id}"})
    assert (made.status_code, made.location) == (303, "/topics/road")
    assert Topic.select().count() == 2


def test_it_is_kept_and_closed_on_its_page(client_of, cast, threads, water):
    browser = client_of(cast.moderator)
    page = browser.get("/topics/water").text
    assert "收入主题" in page and "结束议题" in page
    refused = browser.post("/topics/water/threads", data={"threads": "77777"})
    assert refused.status_code == 422 and "77777" in refused.text and "没有这些公开的主题" in refused.text
    assert browser.post("/topics/water/threads", data={"threads": str(threads[2].id)}).status_code == 303
    assert (
        browser.post("/topics/water/removal", data={"thread": str(threads[0].id), "text": "另一件事"}).status_code
        == 303
    )
    refused = browser.post("/topics/water/revision", data={"title": "", "introduction": "改写了的介绍"})
    assert refused.status_code == 422 and "改写了的介绍" in refused.text
    assert browser.post("/topics/water/revision", data={"title": "停水", "introduction": "短"}).status_code == 303
    assert browser.post("/topics/water/closure", data={"result": "恢复供水。"}).status_code == 303
    refused = browser.post("/topics/water/closure", data={"result": "再结束一次"})
    assert refused.status_code == 409 and "已经结束" in refused.text and "再结束一次" in refused.text
    page = browser.get("/topics/water").text
    assert "恢复供水。" in page and "维护这个议题" not in page and listed(page) == [threads[2].id, threads[1].id]


def test_the_history_of_a_thread_and_the_public_log_tell_of_it_and_name_no_person(
    water, threads, see, cast, words, now
):
    actions.remove_thread(water, actor=cast.supervisor, now=now, thread=str(threads[1].id), text="说的是另一件事")
    first, second = (see(cast.guest, f"/threads/{thread.id}") for thread in threads[:2])
    assert "收入议题" in words(first) and "/topics/water" in first and cast.supervisor.name not in first
    assert "移出议题" in words(second) and "说的是另一件事" in words(second)
    log = see(cast.guest, "/moderation/log")
    assert "建立议题" in log and "城北停水" in log and cast.supervisor.name not in log


def test_what_is_hot_leads_to_the_form_with_its_threads(client_of, cast):
    page = client_of(cast.supervisor).get("/topics/new?threads=3+4&title=停水").text
    assert "3 4</textarea>" in page and 'value="停水"' in page


def test_an_unknown_topic_and_a_bad_cursor_are_refused(client_of, cast, water):
    assert client_of(cast.guest).get("/topics/nothing").status_code == 404
    assert client_of(cast.guest).get("/topics/water?before=x").status_code == 400
    assert client_of(cast.supervisor).post("/topics/nothing/threads", data={"threads": "1"}).status_code == 404
