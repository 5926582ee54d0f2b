"""记者追踪: the section, a report's page, the threads that show it, its forms, and the API."""

import pytest

from boards.actions.posts import press
from boards.models.press import PressReport
from boards.models.threads import Thread

SENT = {
    "title": "三个路口等来了一盏灯",
    "byline": "朱明",
    "medium": "清源日报",
    "published_on": "2014-09-21",
    "url": "https://news.example.cn/0921.html",
    "text": "记者昨天到现场看到，灯已经亮了。",
}


@pytest.fixture
def report(question, cast, now):
    given = {**SENT, "threads": str(question.id)}
    return press.publish(given, actor=cast.reporter, now=now, today=now.date())


def test_a_reporter_publishes_in_the_browser(client_of, see, cast, question):
    browser = client_of(cast.reporter)
    form = see(cast.reporter, f"/reports/new?thread={question.id}")
    assert 'value="朱明"' in form and 'value="2014-09-22"' in form and f'value="{question.id}"' in form
    answer = browser.post("/reports", data={**SENT, "threads": str(question.id)})
    assert answer.location.endswith(f"/reports/{PressReport.get().id}")
    for path in ("/reports", answer.location, f"/threads/{question.id}"):
        assert "三个路口等来了一盏灯" in see(cast.guest, path), path


def test_a_refused_report_comes_back_as_typed(client_of, cast, question):
    answer = client_of(cast.moderator).post("/reports", data={**SENT, "threads": "4711", "url": "ftp://x"})
    assert answer.status_code == 422
    assert 'value="4711"' in answer.text and 'value="ftp://x"' in answer.text and "灯已经亮了" in answer.text
    answer = client_of(cast.moderator).post("/reports", data={**SENT, "threads": "4711"})
    assert "没有这些主题：4711" in answer.text


def test_a_report_links_the_original_without_vouching_for_it(see, cast, report):
    assert 'href="https://news.example.cn/0921.html" rel="nofollow noopener"' in see(
        cast.guest, f"/reports/{report.id}"
    )


def test_the_title_of_a_thread_that_was_hidden_or_sealed_afterwards_is_not_shown(see, cast, report, question):
    page = f"/reports/{report.id}"
    assert "没有红绿灯" in see(cast.guest, page)
    Thread.update(hidden=True).where(Thread.id == question.id).execute()
    assert "没有红绿灯" not in see(cast.guest, page) and "（标题已屏蔽）" in see(cast.guest, page)
    Thread.update(public=False).where(Thread.id == question.id).execute()
    assert f'href="/threads/{question.id}"' not in see(cast.guest, page)


def test_a_merged_thread_is_shown_as_the_one_that_it_is_in(see, cast, report, question, asked):
    into = asked("合并到这里的")
    Thread.update(merged_into=into.id).where(Thread.id == question.id).execute()
    page = see(cast.guest, f"/reports/{report.id}")
    assert f'href="/threads/{into.id}">合并到这里的' in page and "没有红绿灯" not in page
    assert "三个路口等来了一盏灯" in see(cast.guest, f"/threads/{into.id}")


def test_a_correction_shows_its_note_and_both_versions(client_of, see, cast, report, question):
    browser, url = client_of(cast.reporter), f"/reports/{report.id}"
    form = see(cast.reporter, f"{url}/correction")
    assert 'name="based_on" value="1"' in form and "灯已经亮了" in form
    sent = {**SENT, "text": "记者今天到现场看到，灯已经亮了。", "threads": str(question.id), "based_on": "1"}
    assert browser.post(f"{url}/correction", data={**sent, "note": ""}).status_code == 422
    assert browser.post(f"{url}/correction", data={**sent, "note": "是今天。"}).location.endswith(url)
    page = see(cast.guest, url)
    assert "是今天。" in page and "<del>昨</del><ins>今</ins>" in page
    assert "记者昨天" in see(cast.guest, f"{url}/versions/1")
    answer = browser.post(f"{url}/correction", data={**sent, "note": "晚了一步"})
    assert answer.status_code == 409 and 'name="based_on" value="2"' in answer.text and "晚了一步" in answer.text


def test_a_withdrawn_report_says_why_and_nothing_else(client_of, see, cast, report, question, api_of):
    url = f"/reports/{report.id}"
    client_of(cast.reporter).post(f"{url}/withdrawal", data={"reason": "采访对象认错了。"})
    for path in (url, "/reports", f"/threads/{question.id}"):
        assert "一盏灯" not in see(cast.guest, path) and "灯已经亮了" not in see(cast.guest, path)
    assert "采访对象认错了。" in see(cast.guest, url) and "采访对象认错了。" in see(cast.guest, "/reports")
    assert client_of(cast.guest).get(f"{url}/versions/1").status_code == 200
    assert "灯已经亮了" not in see(cast.moderator, f"{url}/versions/1")
    found = api_of(cast.guest).get(f"/press-reports/{report.id}").json
    assert (found["title"], found["text"], found["link"], found["withdrawn_reason"]) == (
        "",
        "",
        None,
        "采访对象认错了。",
    )
    assert client_of(cast.reporter).get(f"{url}/correction").status_code == 409


def test_the_section_goes_on_by_a_cursor(see, client_of, cast, question, now):
    given = {**SENT, "threads": str(question.id)}
    for _ in range(31):
        press.publish(given, actor=cast.reporter, now=now, today=now.date())
    first = see(cast.guest, "/reports")
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    assert first.count("data-row") == 30 and see(cast.guest, following).count("data-row") == 1
    assert client_of(cast.guest).get("/reports?before=nothing").status_code == 400


def test_the_api_lists_and_shows_reports(api_of, cast, report, question):
    items = api_of(cast.guest).get("/press-reports?limit=1").json["items"]
    assert [(each["title"], each["byline"]) for each in items] == [("三个路口等来了一盏灯", "朱明")]
    found = api_of(cast.guest).get(f"/press-reports/{report.id}").json
    assert (found["threads"], found["versions"], found["published_on"]) == ([question.id], 1, "2014-09-21")
    assert api_of(cast.guest).get("/press-reports/99").status_code == 404
