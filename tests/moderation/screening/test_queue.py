"""The screening queue: what waits, oldest first, and giving questions their disposition, one or several at once."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.cases import handling, transfers
from boards.actions.city.structure import unrouted_board
from boards.actions.posts.threads import ask
from boards.models.notifications import Notification
from boards.models.threads import Post, Revision, Thread
from boards.notifications.reader import reader as notifications
from boards.queries.parts.dispositions import disposition_counts
from forum.store.log import Entry
from moderation.screening.actions import DispositionChoice, dispose
from search.reader import SearchReader


@pytest.fixture
def waits(places, cast, screened, clock):
    """waits(title): a question that waits to be screened, a minute after the last."""

    def put(title, text="请看一看。", board=None):
        now = clock.advance(timedelta(minutes=1))
        return ask(
            board or places.housing_board,
            actor=cast.asker,
            now=now,
            city=screened,
            title=title,
            text=text,
            kind="complaint",
        )

    return put


@pytest.fixture
def moderator(client_of, cast):
    return client_of(cast.moderator)


@pytest.fixture
def give(moderator):
    """give(threads, disposition): the form with these ticked, as the moderator sends it."""

    def send(threads, disposition="", **fields):
        data = {"thread": [str(thread.id) for thread in threads], "disposition": disposition, **fields}
        return moderator.post("/moderation/dispositions", data=data)

    return send


def row(thread):
    return Thread.get_by_id(thread.id)


def titles(page):
    return re.findall(r"第\d+问", " ".join(re.findall(r"<h3>.*?</h3>", page)))


def test_what_waits_stands_oldest_first_with_its_board_and_a_guess(moderator, waits, places):
    waits("第1问", "小区的房屋漏水，住建局管吗？")
    waits("第2问", board=places.roads_board)
    page = moderator.get("/moderation").text
    assert titles(page) == ["第1问", "第2问"]
    assert "看来问对了部门" in page and "提到了“住建局”" in page
    assert "收到 2 个问题" in page


def test_the_queue_is_read_page_by_page(moderator, waits):
    for number in range(1, 46):
        waits(f"第{number}问")
    address, seen = "/moderation", []
    while address:
        page = moderator.get(address).text
        seen += titles(page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [f"第{number}问" for number in range(1, 46)]


@pytest.mark.parametrize(
    "after",
    ["x", "20140922T020000000000", "_1", "20140922T020000000000_x", "2014_9_9", "20140922T020000000000_" + "9" * 30],
)
def test_an_odd_place_in_the_queue_is_refused_clearly(moderator, after):
    assert moderator.get(f"/moderation?after={after}").status_code == 400


def test_a_long_question_can_be_read_whole_where_it_stands(moderator, waits):
    waits("第1问", "路口没有灯。" * 60 + "最后一句。")
    page = moderator.get("/moderation").text
    assert "最后一句。" in page and "<details" in page


def test_several_are_published_with_one_click(give, waits, client_of, cast):
    threads = [waits("第1问"), waits("第2问"), waits("第3问")]
    page = give(threads[:2], "publish").text
    assert "办好 2 个，没有改动 0 个" in page
    assert [row(thread).status for thread in threads] == ["unaccepted", "unaccepted", "pending"]
    assert client_of(cast.guest).get(f"/threads/{threads[0].id}").status_code == 200


@pytest.mark.parametrize(
    ("disposition", "fields", "status", "became"),
    [
        ("route", {"to": "jiaotong"}, "unaccepted", "forwarded"),
        ("decline", {"code": "litigation"}, "declined", "declined"),
        ("decline", {"code": "privacy", "why": "请到窗口当面说。"}, "declined", "declined"),
        ("platform", {"text": "周末照常开放。"}, "answered", "platform"),
        ("discussion", {"board": "chengshi"}, None, "discussion"),
    ],
)
def test_each_disposition_can_be_given_to_several(give, waits, disposition, fields, status, became):
    threads = [waits("第1问"), waits("第2问")]
    assert "办好 2 个" in give(threads, disposition, **fields).text
    assert [(row(thread).status, row(thread).disposition) for thread in threads] == [(status, became)] * 2
    assert disposition_counts().lost == 0


def test_several_may_be_duplicates_of_one(give, waits, question):
    threads = [waits("第1问"), waits("第2问")]
    assert "办好 2 个" in give(threads, "duplicate", of=str(question.id)).text
    assert {row(thread).duplicate_of_id for thread in threads} == {question.id}


def test_who_is_declined_is_told_where_to_go(give, waits, client_of, cast):
    thread = waits("第1问")
    give([thread], "decline", code="litigation")
    page = client_of(cast.asker).get(f"/threads/{thread.id}").text
    assert "已经或应当通过诉讼解决" in page and "12368" in page


def test_of_several_those_that_moved_on_are_left_alone_and_named(give, waits, cast, rules, screened, now):
    first, second, third = waits("第1问"), waits("第2问"), waits("第3问")
    transfers.publish(second, actor=cast.moderator, now=now, city=screened)
    entries = Entry.select().where(Entry.thread_id == second.id).count()
    page = give([first, second, third], "decline", code="privacy").text
    assert "办好 2 个，没有改动 1 个" in page
    assert re.search(r"第2问</a>.*?没有改动</b> 已经有人处理过了", page)
    assert row(second).status == "unaccepted"
    assert Entry.select().where(Entry.thread_id == second.id).count() == entries


def test_the_same_form_sent_twice_does_its_work_once(give, waits):
    thread = waits("第1问")
    give([thread], "publish")
    entries = Entry.select().count()
    assert "办好 0 个，没有改动 1 个" in give([thread], "publish").text
    assert Entry.select().count() == entries


@pytest.mark.parametrize(
    ("disposition", "fields", "told"),
    [
        ("", {}, "请选择怎样处理"),
        ("burn", {}, "请选择怎样处理"),
        ("route", {}, "请选择一个在用的部门"),
        ("route", {"to": "nowhere"}, "没有找到叫“nowhere”的部门"),
        ("decline", {}, "请选择不予受理的理由"),
        ("decline", {"code": "boredom", "why": "不想办"}, "请选择不予受理的理由"),
        ("duplicate", {}, "另一个公开主题"),
        ("duplicate", {"of": "999999"}, "另一个公开主题"),
        ("duplicate", {"of": "٣"}, "另一个公开主题"),
        ("duplicate", {"of": "9" * 40}, "另一个公开主题"),
        ("discussion", {"board": "zhujian"}, "互动交流版块"),
        ("platform", {"text": "  "}, "请写平台的答复"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_ticked_stays(give, waits, disposition, fields, told):
    first, second = waits("第1问"), waits("第2问")
    answer = give([second], disposition, **fields)
    assert answer.status_code == 422 and told in answer.text
    assert re.search(rf'value="{second.id}" id="t-{second.id}" checked', answer.text)
    assert not re.search(rf'value="{first.id}" id="t-{first.id}" checked', answer.text)
    assert {row(thread).status for thread in (first, second)} == {"pending"}


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["9" * 30], ["0"]])
def test_without_a_question_nothing_is_done(moderator, waits, ticked):
    waits("第1问")
    answer = moderator.post("/moderation/dispositions", data={"thread": ticked, "disposition": "publish"})
    assert answer.status_code == 422
    assert disposition_counts().waiting == 1


def test_more_than_a_page_full_is_refused(moderator, waits):
    answer = moderator.post(
        "/moderation/dispositions", data={"thread": [str(n) for n in range(1, 60)], "disposition": "publish"}
    )
    assert answer.status_code == 422


def test_a_question_is_not_made_its_own_duplicate(give, waits, cast, rules, places, question, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    assert "没有改动 1 个" in give([question], "duplicate", of=str(question.id)).text
    assert row(question).status == "pending"


@pytest.mark.parametrize(
    ("one", "status"),
    [("publish {}", "unaccepted"), ("route {} jiaotong", "unaccepted"), ("duplicate {} {of}", "closed")],
)
def test_each_question_has_buttons_of_its_own(moderator, waits, question, places, one, status):
    thread, other = waits("第1问"), waits("第2问")
    data = {
        "one": one.format(thread.id, of=question.id),
        "thread": [str(other.id)],
        "disposition": "decline",
        "code": "privacy",
    }
    assert moderator.post("/moderation/dispositions", data=data).status_code == 200
    assert (row(thread).status, row(other).status) == (status, "pending")


@pytest.mark.parametrize("one", ["publish", "publish x", "burn 1", " ", "publish 99999999999999999999"])
def test_an_odd_button_does_nothing(moderator, waits, one):
    waits("第1问")
    assert moderator.post("/moderation/dispositions", data={"one": one}).status_code == 422
    assert disposition_counts().waiting == 1


def test_similar_public_questions_stand_beside_and_a_duplicate_is_one_click(moderator, waits, question, app, clock):
    thread = waits("三衢路口的红绿灯", "三衢路口没有红绿灯，过马路要等半天。")
    SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())
    for address in (f"/moderation/screening/{thread.id}", f"/moderation/screening/{thread.id}?part=1"):
        page = moderator.get(address).text
        assert "三衢路口没有红绿灯" in page
        assert f'name="one" value="duplicate {thread.id} {question.id}"' in page


def test_one_that_came_back_is_not_compared_with_itself(moderator, question, cast, app, now):
    transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    SearchReader(app.extensions["wenqu"].engine).catch_up(now)
    page = moderator.get(f"/moderation/screening/{question.id}").text
    assert "没有找到相似的公开问题" in page and "部门退回，等待分派" in moderator.get("/moderation").text


def test_what_does_not_wait_is_not_compared(moderator, question):
    assert moderator.get(f"/moderation/screening/{question.id}").status_code == 404


def test_the_asker_is_notified_of_every_disposition(waits, cast, places, question, screened, clock):
    ways = [
        DispositionChoice("publish"),
        DispositionChoice("route", to="jiaotong"),
        DispositionChoice("decline", code="privacy"),
        DispositionChoice("platform", text="照常开放。"),
        DispositionChoice("duplicate", of=str(question.id)),
        DispositionChoice("discussion", board="chengshi"),
    ]
    threads = [waits(f"第{number}问") for number in range(len(ways))]
    for thread, how in zip(threads, ways, strict=False):
        dispose([thread.id], how, actor=cast.moderator, now=clock.now(), city=screened)
    notifications().catch_up(clock.now())
    told = dict(
        Notification.select(Notification.thread, Notification.event)
        .where(Notification.account == cast.asker.account)
        .tuples()
    )
    assert [told.get(thread.id) for thread in threads] == [
        "published",
        "published",
        "declined",
        "result",
        "disposed",
        "disposed",
    ]


def test_the_thread_page_tells_where_the_question_went(waits, give, question, client_of, cast):
    thread = waits("第1问")
    give([thread], "duplicate", of=str(question.id))
    page = client_of(cast.asker).get(f"/threads/{thread.id}").text
    assert "去向" in page and f'href="/threads/{question.id}"' in page


def test_a_question_that_became_a_discussion_still_tells_its_story(waits, give, client_of, cast):
    thread = waits("第1问")
    give([thread], "discussion", board="chengshi")
    page = client_of(cast.guest).get(f"/threads/{thread.id}").text
    assert "去向" in page and "转为讨论" in page and "办理经过" in page


def test_a_stranger_finds_no_queue(client_of, cast, waits):
    waits("第1问")
    for actor in (cast.asker, cast.spokesperson, cast.administrator):
        assert client_of(actor).get("/moderation").status_code == 403
        assert client_of(actor).post("/moderation/dispositions", data={"one": "publish 1"}).status_code == 403


def test_a_department_that_declines_later_is_no_part_of_the_queue(give, waits, cast, rules, now):
    thread = waits("第1问")
    give([thread], "publish")
    handling.accept(row(thread), actor=cast.spokesperson, now=now, city=rules)
    assert "没有改动 1 个" in give([thread], "decline", code="privacy").text
    assert row(thread).status == "accepted"
    assert (
        Post.select().where(Post.thread == thread.id).count()
        == Revision.select().join(Post).where(Post.thread == thread.id).count()
        == 1
    )


def test_a_duplicate_is_named_by_its_pasted_address(question, waits, give):
    thread = waits("路口没有灯")
    assert give([thread], "duplicate", of="http://localhost/threads/1#floor-1").status_code == 200
    assert Thread.get_by_id(thread.id).duplicate_of_id == question.id


def test_what_was_typed_stays_where_a_question_could_not_be_disposed_of(waits, give, cast, now, screened):
    """Another moderator was first with one of the two."""
    first, second, _ = waits("路灯不亮"), waits("井盖坏了"), waits("公交改线了吗")
    dispose([first.id], DispositionChoice("publish"), actor=cast.moderator, now=now, city=screened)
    page = give([first, second], "platform", text="平台来<答>这两个问题。").text
    assert "平台来&lt;答&gt;这两个问题。" in page


# Sorting and filters


def test_the_queue_is_filtered_by_why_a_question_waits_and_counts_beside(
    moderator, waits, cast, rules, places, clock, now
):
    waits("第1问"), waits("第2问")
    back = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="第3问", text="归谁管？", kind="suggestion"
    )
    transfers.return_to_moderators(back, actor=cast.spokesperson, now=now, reason="不归本局管。")
    page = moderator.get("/moderation").text
    assert re.search(r'cause=new">新来的 <span class="n">2<', page) and re.search(
        r'cause=back">退回来的 <span class="n">1<', page
    )
    assert set(titles(moderator.get("/moderation?cause=new").text)) == {"第1问", "第2问"}
    assert titles(moderator.get("/moderation?cause=back&kind=suggestion").text) == ["第3问"]
    assert "没有符合的问题" in moderator.get("/moderation?cause=held").text


def test_the_queue_is_sorted_by_its_headings_and_what_is_done_keeps_the_filter(moderator, waits):
    threads = [waits(f"第{n}问") for n in range(3)]
    page = moderator.get("/moderation?sort=-asked").text
    assert titles(page) == ["第2问", "第1问", "第0问"]
    assert 'aria-sort="descending"><a href="/moderation"' in page
    assert 'action="/moderation/dispositions?sort=-asked"' in page
    answer = moderator.post(
        "/moderation/dispositions?sort=-asked", data={"thread": [str(threads[2].id)], "disposition": "publish"}
    )
    assert titles(answer.text) == ["第1问", "第0问"]


@pytest.mark.parametrize("asked", ["cause=x", "kind=x", "sort=name", "after=x"])
def test_a_queue_that_there_is_not_is_refused(moderator, asked):
    assert moderator.get(f"/moderation?{asked}").status_code == 400


def test_a_question_without_a_department_is_routed_never_published(moderator, give, waits, now):
    thread = waits("第1问", board=unrouted_board(now))
    page = moderator.get("/moderation").text
    assert "没有选部门，等待分派" in page and f"publish {thread.id}" not in page
    assert "请分派给一个部门" in give([thread], "publish").text and row(thread).status == "pending"
    give([thread], "route", to="交通局")
    assert (row(thread).status, row(thread).board.slug) == ("unaccepted", "jiaotong")
