"""The desk: what lies there and in which order, who is on what, and what happens to the second who accepts."""

import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.cases import cohandling, extensions, handling, transfers
from boards.actions.posts.threads import ask
from boards.models.cases import Draft
from boards.models.threads import Thread
from boards.queries.office import desk as queries


@pytest.fixture
def desk(client_of):
    """desk(actor, address): the text of that person's desk, without tags."""
    return lambda actor, address="/desk": said(client_of(actor).get(address))


def said(response):
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<dialog.*</dialog>|<[^>]+>", " ", main, flags=re.DOTALL)).split())


def titles(text):
    return re.findall(r"\[?投诉\]? (第\S+问)", text)


@pytest.fixture
def asked(places, cast, rules):
    """asked(title, at, board): one more complaint by the asker."""

    def put(title, at, board=None):
        words = {"title": title, "text": "请看一看。", "kind": "complaint"}
        return ask(board or places.housing_board, actor=cast.asker, now=at, city=rules, **words)

    return put


def test_the_most_urgent_case_is_on_top_with_what_is_left(desk, cast, asked, clock):
    asked("第二问", clock.now())
    asked("第一问", clock.now() - timedelta(minutes=50))
    text = desk(cast.spokesperson)
    assert titles(text) == ["第一问", "第二问"]
    assert "受理时限 还剩 1 小时 10 分" in text


@pytest.mark.parametrize(("minutes", "shade"), [(10, "calm"), (95, "warning"), (121, "overdue")])
def test_a_case_turns_yellow_before_it_is_due_and_red_after(client_of, cast, asked, clock, minutes, shade):
    asked("第一问", clock.now())
    clock.advance(timedelta(minutes=minutes))
    assert f'<tr class="{shade}" data-row>' in client_of(cast.spokesperson).get("/desk").text


def test_another_departments_cases_stay_off_the_desk(desk, cast, places, asked, now):
    asked("第一问", now, places.roads_board)
    assert titles(desk(cast.spokesperson)) == []
    assert titles(desk(cast.outsider)) == ["第一问"]


def test_accepting_from_the_desk_leads_back_to_it(client_of, cast, question):
    browser = client_of(cast.spokesperson)
    answer = browser.post(f"/threads/{question.id}/acceptance", data={"next": "/desk?status=unaccepted"})
    assert (answer.status_code, answer.location) == (303, "/desk?status=unaccepted")
    assert Thread.get_by_id(question.id).accepted_by_id == cast.spokesperson.account


def test_the_second_who_accepts_is_told_who_did_back_on_the_desk(client_of, cast, question, now, rules):
    handling.accept(question, actor=cast.colleague, now=now, city=rules)
    browser = client_of(cast.spokesperson)
    answer = browser.post(f"/threads/{question.id}/acceptance", data={"next": "/desk"}, follow_redirects=True)
    assert answer.request.path == "/desk"
    assert "这个问题已经由 周建国 受理了。" in said(answer)


def test_accepting_never_leads_to_another_site(client_of, cast, question):
    answer = client_of(cast.spokesperson).post(
        f"/threads/{question.id}/acceptance", data={"next": "//elsewhere.example/"}
    )
    assert answer.location == f"/threads/{question.id}"


def test_colleagues_see_who_accepted(desk, cast, question, now, rules):
    handling.accept(question, actor=cast.colleague, now=now, city=rules)
    assert "周建国 受理" in desk(cast.spokesperson)
    assert "您受理的" in desk(cast.colleague)


@pytest.mark.parametrize(("minutes", "note"), [(5, "周建国 正在起草"), (40, "周建国 有一份草稿")])
def test_colleagues_see_that_somebody_writes_but_not_what(desk, cast, question, now, clock, minutes, note):
    save(question, cast.colleague, now)
    clock.advance(timedelta(minutes=minutes))
    text = desk(cast.spokesperson)
    assert note in text
    assert "还没想好" not in text
    assert "您有草稿：处理意见" in desk(cast.colleague)


def test_a_draft_of_another_department_is_not_told(desk, cast, question, now):
    save(question, cast.outsider, now)
    assert "赵路平" not in desk(cast.spokesperson)


def save(thread, actor, now):
    Draft.create(thread=thread.id, account=actor.account, kind="result", text="还没想好", saved_at=now)


def test_a_request_for_input_lies_on_the_other_departments_desk(desk, cast, places, question, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    cohandling.request(
        question, actor=cast.spokesperson, now=now, city=rules, departments=[places.roads], text="请说明。"
    )
    text = desk(cast.outsider)
    assert "会办 住建局主办" in text and "会办时限 还剩" in text and "会办意见" in text
    assert "会办时限" not in desk(cast.spokesperson)
    cohandling.give_input(question, actor=cast.outsider, now=now, text="已说明。")
    assert "没有等着办的问题" in desk(cast.outsider)


def test_what_another_department_owes_does_not_make_a_request_late(desk, cast, places, question, rules, clock):
    handling.accept(question, actor=cast.spokesperson, now=clock.now(), city=rules)
    clock.advance(timedelta(days=4))
    cohandling.request(
        question, actor=cast.spokesperson, now=clock.now(), city=rules, departments=[places.roads], text="请说明。"
    )
    assert "已受理 逾期" in desk(cast.spokesperson)
    assert "已受理 逾期" not in desk(cast.outsider).partition("三衢路口")[2]


def test_an_extension_that_waits_is_told(desk, cast, question, now, rules):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    until = now + timedelta(days=20)
    extensions.ask_extension(question, actor=cast.spokesperson, now=now, until=until, reason="要等设备")
    assert "已申请延到 2014-10-12 10:00，等督办决定" in desk(cast.colleague)


def test_the_counts_and_the_filters_agree(desk, cast, places, asked, rules, clock):
    handling.accept(asked("第一问", clock.now()), actor=cast.spokesperson, now=clock.now(), city=rules)
    asked("第二问", clock.now())
    asked("第三问", clock.now())
    helped = asked("第四问", clock.now(), places.roads_board)
    handling.accept(helped, actor=cast.outsider, now=clock.now(), city=rules)
    cohandling.request(
        helped, actor=cast.outsider, now=clock.now(), city=rules, departments=[places.housing], text="请说明。"
    )
    clock.advance(timedelta(hours=3))
    assert "全部 4 未受理 2 已受理 1 追问中 0 请本部门会办 1 逾期 2" in desk(cast.spokesperson)
    shown = {
        code: titles(desk(cast.spokesperson, f"/desk?status={code}"))
        for code in ("accepted", "unaccepted", "cohandling", "overdue")
    }
    assert shown == {
        "accepted": ["第一问"],
        "unaccepted": ["第二问", "第三问"],
        "cohandling": ["第四问"],
        "overdue": ["第二问", "第三问"],
    }


def test_a_case_passed_on_leaves_the_desk(desk, cast, places, asked, rules, now):
    transfers.transfer(
        asked("第一问", now),
        actor=cast.spokesperson,
        now=now,
        city=rules,
        to=places.roads,
        explanation="归交通局管，请带身份证去窗口。",
    )
    assert titles(desk(cast.spokesperson)) == []
    assert titles(desk(cast.outsider)) == ["第一问"]


def test_the_pages_of_a_long_desk_show_every_case_once(desk, client_of, cast, asked, now, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    for number in "一二三四五":
        asked(f"第{number}问", now)
    address, seen = "/desk", []
    while address:
        page = client_of(cast.spokesperson).get(address)
        seen += titles(said(page))
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = following and unescape(following[1])
    assert seen == ["第一问", "第二问", "第三问", "第四问", "第五问"]


@pytest.mark.parametrize(
    "asked_for",
    [
        "status=lost",
        "after=x",
        "after=1_2_3",
        "after=2014-09-22T10:00_1_0",
        "after=2014-09-22T10:00%2B08:00_1_99999999999999999999",
    ],
)
def test_a_wrong_address_is_refused(client_of, cast, asked_for):
    assert client_of(cast.spokesperson).get(f"/desk?{asked_for}").status_code == 400


def test_the_desk_speaks_english(client_of, cast, question, now, rules):
    handling.accept(question, actor=cast.colleague, now=now, city=rules)
    save(question, cast.colleague, now)
    page = client_of(cast.spokesperson).get("/desk", headers={"Accept-Language": "en"})
    assert "周建国 is writing a draft" in said(page)
