"""The briefs: made once when the days are over, with figures that stay, and lists of what everybody may read now."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from boards.actions.cases import handling
from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.supervision.briefs import queries
from moderation.supervision.briefs.document import Facts, Row, brief_of, period_of
from moderation.supervision.briefs.keeping import BriefKeeper, keep_briefs
from moderation.supervision.hot import keeping as hot_keeping
from moderation.supervision.hot.counting import NOW, count
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.rules import Span, week_to
from search.query.topic_words import could_be_a_name

MONDAY = date(2014, 9, 22)


def briefs():
    return [(row.kind, row.first, row.last) for row in HotCount.select().order_by(HotCount.id)]


def pdf_text(client, brief):
    answer = client.get(f"/supervision/briefs/{brief.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages)


def test_a_day_and_a_week_get_one_brief_each_when_they_are_over(story, keep):
    assert keep() == 1 and briefs() == [("day", MONDAY, MONDAY)]
    assert keep(0) == 0
    sunday = MONDAY + timedelta(days=6)
    assert keep(6) == 2 and briefs()[1:] == [("day", sunday, sunday), ("week", MONDAY, sunday)]


def test_nothing_is_made_of_days_before_the_first_entry_or_while_much_is_unread(
    places, cast, keep, rules, asked, clock, monkeypatch
):
    assert keep(0) == 0
    asked("停水")
    clock.advance(timedelta(days=1))
    monkeypatch.setattr(hot_keeping, "MOST_BEHIND", -1)
    assert keep_briefs(rules, clock.now(), could_be_a_name) == 0
    monkeypatch.undo()
    assert keep_briefs(rules, clock.now(), could_be_a_name) == 1


def test_its_figures_are_those_of_then(daily, story, see, cast, rules, clock, words, keep):
    kept = json.loads(daily.figures)
    assert (kept["counts"]["received"], kept["counts"]["answered"], kept["unsatisfied_number"]) == (5, 1, 1)
    page = words(see(cast.supervisor, f"/supervision/briefs/{daily.id}"))
    assert "网络舆情日报" in page and "收到 5 件" in page and "2014年9月22日" in page
    handling.accept(story["dry0"], actor=cast.spokesperson, now=clock.now())
    handling.give_result(story["dry0"], actor=cast.spokesperson, now=clock.now(), city=rules, text="来水了。")
    keep()
    assert words(see(cast.supervisor, f"/supervision/briefs/{daily.id}")) == page


def test_page_and_pdf_say_the_same_and_no_number_of_a_person(daily, story, client_of, cast, see, words):
    browser = client_of(cast.supervisor)
    page, paper = see(cast.supervisor, f"/supervision/briefs/{daily.id}"), pdf_text(browser, daily)
    for text in (
        "网络舆情日报",
        "一、总体情况",
        "停水",
        "二、热点词",
        "五、逾期未办",
        "路灯不亮",
        "六、评价不满意",
        "非常不满意",
    ):
        assert text in page and text in paper, text
    assert "13812341234" not in page and "13812341234" not in paper and "打不通" in paper
    assert cast.asker.name not in page and f'href="/threads/{story["rated"].id}"' in page


def test_what_is_hidden_later_leaves_the_lists_and_the_numbers_stay(daily, story, see, cast, clock, client_of, words):
    for name in ("rated", "dry0", "dry1"):
        post = Post.get(Post.thread == story[name].id, Post.floor == 1)
        hiding.hide(post, actor=cast.moderator, now=clock.now(), reason="写了电话", code="personal")
    page, paper = see(cast.supervisor, f"/supervision/briefs/{daily.id}"), pdf_text(client_of(cast.supervisor), daily)
    assert "打不通" not in page + paper and "停水" not in page + paper
    assert "不满意的 1 件" in words(page) and "收到 5 件" in words(page)


@pytest.mark.parametrize("role", ["guest", "asker", "spokesperson", "moderator", "administrator"])
def test_only_supervisors_read_them(daily, client_of, cast, role):
    for address in ("/supervision/briefs", f"/supervision/briefs/{daily.id}", f"/supervision/briefs/{daily.id}.pdf"):
        assert client_of(getattr(cast, role)).get(address).status_code in (303, 302, 403)


def test_the_list_has_them_by_kind_page_by_page(story, keep, see, cast, client_of, monkeypatch):
    for days in (1, 1, 5):
        keep(days)
    page = see(cast.supervisor, "/supervision/briefs")
    assert page.count("data-row") == 4 and "周报" in page
    assert see(cast.supervisor, "/supervision/briefs?kind=day").count("data-row") == 3
    monkeypatch.setattr(queries, "PAGE", 2)
    last = HotCount.select().order_by(HotCount.id.desc())[1]
    assert see(cast.supervisor, f"/supervision/briefs?before={last.id}").count("data-row") == 2
    browser = client_of(cast.supervisor)
    assert browser.get("/supervision/briefs?kind=year").status_code == 400
    assert browser.get("/supervision/briefs?before=x").status_code == 400
    assert browser.get("/supervision/briefs/999").status_code == 404


def test_the_count_of_the_public_page_is_no_brief(story, keep, client_of, cast, rules, clock):
    keep()
    public = count(NOW, week_to(MONDAY), clock.now(), could_be_a_name)
    assert client_of(cast.supervisor).get(f"/supervision/briefs/{public.id}").status_code == 404
    assert len(briefs()) == 2


def test_the_keeper_makes_them(story, keep, rules, clock):
    class City:
        def refresh(self, now):
            return rules

    keep()
    keeper = BriefKeeper(City(), could_be_a_name)
    assert keeper.advance(clock.now()) == 0
    assert keeper.advance(clock.advance(timedelta(days=1))) == 1


def test_a_brief_of_a_quiet_day_says_so():
    nothing = {"words": [], "risen": [], "offices": [], "late": [], "unsatisfied": []}
    made = brief_of(
        Facts(
            kind="week",
            body="督办",
            span=Span(MONDAY, MONDAY + timedelta(days=6)),
            made_at=datetime(2014, 9, 29, 0, 1),
            counts={},
            pending=0,
            overdue=0,
            threads=0,
            unsatisfied_number=0,
            **nothing,
        )
    )
    assert made.title == "网络舆情周报" and made.number == "2014年9月22日至2014年9月28日"
    assert [part.texts[-1] for part in made.parts[1:]] == [
        "没有明显变多的词。",
        "没有明显升温的主题。",
        "没有部门逾期。",
        "没有逾期的问题。",
        "没有不满意的评价。",
    ]
    assert period_of(Span(MONDAY, MONDAY)) == "2014年9月22日" and Row(("a",)).url == ""
