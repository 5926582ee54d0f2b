"""Answering with a form: drafts, templates, the hint at vague words, and the questions left open; all without a script."""

import re
from html import unescape

import pytest

from boards.actions.cases import handling, platform_answers
from boards.actions.posts import answer_templates, drafts
from boards.actions.posts.threads import ask
from boards.models.cases import AnswerTemplate, Draft
from boards.models.threads import Post, Thread
from forum.store.log import Entry


@pytest.fixture
def taken(question, cast, rules, now):
    """The question, accepted."""
    return handling.accept(question, actor=cast.spokesperson, now=now, city=rules)


@pytest.fixture
def asked_again(taken, cast, rules, now):
    """The question, answered, with two follow-ups that wait."""
    handling.give_result(taken, actor=cast.spokesperson, now=now, city=rules, text="已派人去看。")
    for text in ("哪一天装？", "装几个？"):
        handling.follow_up(taken, actor=cast.asker, now=now, city=rules, text=text)
    return taken


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.spokesperson)


def send(browser, thread, where="posts", **typed):
    return browser.post(f"/threads/{thread.id}/{where}", data={"kind": "result", **typed})


def text_of(page):
    return unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.text, re.DOTALL)[1])


def official():
    return [
        (post.kind, post.floor)
        for post in Post.select().where(Post.kind.in_(["first_reply", "result"])).order_by(Post.floor)
    ]


def status(thread):
    return Thread.get_by_id(thread.id).status


# Drafts


def test_a_draft_comes_back_in_both_forms_with_its_kind(browser, taken):
    saved = send(browser, taken, "draft", text="已派人", kind="first_reply")
    assert (saved.status_code, saved.location) == (303, f"/threads/{taken.id}/reply")
    for address in (f"/threads/{taken.id}", f"/threads/{taken.id}/reply"):
        page = browser.get(address)
        assert text_of(page) == "已派人"
        assert 'value="first_reply" checked' in page.text


def test_a_draft_keeps_which_floor_it_answers(browser, taken):
    assert send(browser, taken, "draft", text="已派人", parent="1").location.endswith("/reply?parent=1")


def test_a_script_saves_without_a_page(browser, taken):
    saved = send(browser, taken, "draft", text="已派人", quiet="1")
    assert (saved.status_code, saved.text) == (204, "")
    assert Draft.get().text == "已派人"
    assert "草稿已保存" not in browser.get("/desk").text


def test_a_draft_stays_with_its_author(client_of, cast, taken, now):
    drafts.save(taken, actor=cast.spokesperson, now=now, text="还没想好")
    for who in (cast.colleague, cast.outsider, cast.asker, cast.moderator, cast.guest):
        for address in ("/desk", f"/threads/{taken.id}", f"/threads/{taken.id}/reply"):
            assert "还没想好" not in client_of(who).get(address).text


def test_publishing_ends_the_draft(browser, taken):
    send(browser, taken, "draft", text="已装灯。")
    assert send(browser, taken, text="已装灯。").status_code == 303
    assert Draft.select().count() == 0
    assert text_of(browser.get(f"/threads/{taken.id}/reply")) == ""


def test_a_draft_too_long_comes_back_as_typed(browser, taken):
    page = send(browser, taken, "draft", text="字" * 20_001)
    assert (page.status_code, len(text_of(page))) == (422, 20_001)


def test_the_forms_count_up_to_the_limit_of_a_post(browser, taken):
    for address in (f"/threads/{taken.id}", f"/threads/{taken.id}/reply"):
        assert 'data-limit="20000"' in browser.get(address).text


# Templates


@pytest.fixture
def template(cast, places, now):
    text = "{网友}您好：您于本站提出的“{标题}”，{部门}已收到。{今天}"
    return answer_templates.add(places.housing.id, actor=cast.spokesperson, now=now, title="收到", text=text)


FILLED = "三衢路的小陈您好：您于本站提出的“三衢路口没有红绿灯”，住建局已收到。2014年9月22日"


def test_a_template_goes_below_what_is_typed(browser, taken, template):
    page = send(browser, taken, "reply", text="您好。", template=template.id, kind="first_reply", parent="1")
    assert page.status_code == 200
    assert text_of(page) == f"您好。\n\n{FILLED}"
    assert 'value="first_reply" checked' in page.text and 'name="parent" value="1"' in page.text
    assert official() == []


def test_a_script_finds_the_filled_text_in_the_form(browser, taken, template):
    assert f'data-text="{FILLED}"' in browser.get(f"/threads/{taken.id}/reply").text.replace("&#34;", '"')


def test_the_quick_reply_leads_to_the_templates_with_what_is_typed(browser, taken, template):
    page = send(browser, taken, "reply", text="您好。")
    assert text_of(page) == "您好。" and "<option" in page.text


def test_an_anonymous_asker_is_not_named(browser, cast, places, rules, now, template):
    from boards.actions.posts.threads import ask

    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="灯",
        text="没有灯",
        kind="complaint",
        anonymous=True,
    )
    assert text_of(send(browser, thread, "reply", text="", template=template.id)).startswith("匿名网友您好")


@pytest.mark.parametrize("chosen", ["999", "9" * 18])
def test_a_template_that_is_not_there_is_missing(browser, taken, chosen):
    assert send(browser, taken, "reply", text="", template=chosen).status_code == 404


def test_templates_of_others_and_retired_ones_are_not_offered(browser, client_of, cast, taken, template, now):
    assert send(client_of(cast.outsider), taken, "reply", text="", template=template.id).status_code == 404
    answer_templates.retire(template, actor=cast.colleague, now=now)
    assert send(browser, taken, "reply", text="", template=template.id).status_code == 404
    assert "<option" not in browser.get(f"/threads/{taken.id}/reply").text


def test_templates_are_managed_on_a_page_of_their_own(browser):
    added = browser.post("/desk/templates", data={"title": "收到", "text": "{网友}您好"}, follow_redirects=True)
    assert "收到" in added.text and "已添加" in added.text
    browser.post(f"/desk/templates/{AnswerTemplate.get().id}/retirement")
    assert "已停用的模板" in browser.get("/desk/templates").text


def test_a_refused_template_comes_back_as_typed(browser, template):
    page = browser.post("/desk/templates", data={"title": "收到", "text": "另一个版本"})
    assert (page.status_code, text_of(page)) == (409, "另一个版本")
    assert "本部门已有同名的模板" in page.text


# Words without a date


@pytest.mark.parametrize("kind", ["first_reply", "result"])
def test_vague_words_come_back_once_and_then_are_published(browser, taken, kind):
    hint = send(browser, taken, text="近期将尽快处理。", kind=kind)
    assert hint.status_code == 200 and "近期、尽快" in hint.text and "仍然发表" in hint.text
    assert text_of(hint) == "近期将尽快处理。" and official() == []
    confirmed = re.search(r'name="confirmed" value="(.*?)"', hint.text)[1]
    assert send(browser, taken, text="近期将尽快处理。", kind=kind, confirmed=confirmed).status_code == 303
    assert official() == [(kind, 2)]


@pytest.mark.parametrize(
    ("kind", "text"), [("result", "3月15日前尽快完成。"), ("reply", "我们尽快处理。"), ("result", "已装好。")]
)
def test_nothing_comes_back_where_nothing_is_vague(browser, taken, kind, text):
    assert send(browser, taken, text=text, kind=kind).status_code == 303


def test_who_may_not_answer_gets_the_refusal_and_no_hint(client_of, cast, taken):
    answer = send(client_of(cast.outsider), taken, text="尽快处理。")
    assert answer.status_code == 403 and "仍然发表" not in answer.text


# Questions left open


def test_the_form_lists_what_is_unsettled_and_keeps_what_is_ticked_open(browser, asked_again):
    page = browser.get(f"/threads/{asked_again.id}/reply")
    assert "哪一天装？" in page.text and "装几个？" in page.text
    boxes = re.findall(r'name="remaining" value="(\d+)"', page.text)
    seen = re.search(r'name="seen" value="(.*?)"', page.text)[1]
    assert send(browser, asked_again, text="周三装。", remaining=boxes[1:], seen=seen).status_code == 303
    assert status(asked_again) == "following-up"
    assert [post.floor for post in Post.select().where(Post.unsettled)] == [4]


def test_with_nothing_ticked_everything_is_settled(browser, asked_again):
    seen = re.search(r'name="seen" value="(.*?)"', browser.get(f"/threads/{asked_again.id}/reply").text)[1]
    send(browser, asked_again, text="周三装两个。", seen=seen)
    assert (status(asked_again), Post.select().where(Post.unsettled).count()) == ("answered", 0)


def test_a_quick_result_first_shows_the_questions(browser, asked_again):
    page = send(browser, asked_again, text="周三装两个。")
    assert page.status_code == 200 and "提问人不止一个问题等着答复" in page.text
    assert (status(asked_again), text_of(page)) == ("following-up", "周三装两个。")


def test_a_question_that_came_meanwhile_is_shown_before_it_is_settled(browser, asked_again, cast, rules, now):
    seen = re.search(r'name="seen" value="(.*?)"', browser.get(f"/threads/{asked_again.id}/reply").text)[1]
    handling.follow_up(asked_again, actor=cast.asker, now=now, city=rules, text="几点来？")
    page = send(browser, asked_again, text="周三装两个。", seen=seen, confirmed="1")
    assert page.status_code == 200 and "几点来？" in page.text
    assert status(asked_again) == "following-up"


def test_one_question_needs_no_list(browser, taken):
    assert 'name="remaining"' not in browser.get(f"/threads/{taken.id}/reply").text
    assert send(browser, taken, text="已装好。").status_code == 303


@pytest.mark.parametrize("wrong", ["999", "0", "x"])
def test_a_question_that_is_not_open_is_refused(browser, asked_again, wrong):
    seen = " ".join(str(post.id) for post in Post.select().where(Post.unsettled))
    assert send(browser, asked_again, text="周三装。", remaining=wrong, seen=seen).status_code == 422
    assert status(asked_again) == "following-up"


def test_another_department_is_offered_a_draft_of_its_own_and_none_of_the_office(see, cast, question):
    for address in ("/threads/1", "/threads/1/reply"):
        offices, others = see(cast.spokesperson, address), see(cast.outsider, address)
        assert 'formaction="/threads/1/draft"' in offices and 'formaction="/drafts"' not in offices
        assert 'formaction="/threads/1/draft"' not in others and 'formaction="/drafts"' in others


@pytest.mark.parametrize("text", ["***", "[](http://a.example)", "。", "> ", "```\n```", "👍"])
def test_a_result_without_words_is_refused(client_of, cast, question, now, text):
    handling.accept(question, actor=cast.spokesperson, now=now)
    answer = client_of(cast.spokesperson).post("/threads/1/posts", data={"kind": "result", "text": text})
    assert answer.status_code == 422 and Post.select().count() == 1


def test_a_rating_is_offered_while_it_can_be_given(client_of, see, cast, question, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    browser = client_of(cast.asker)
    for _ in range(2):
        assert 'href="/threads/1/rating"' in see(cast.asker, "/threads/1")
        assert browser.get("/threads/1/rating").status_code == 200
        assert browser.post("/threads/1/rating", data={"grade": "4"}).status_code == 303
    assert 'href="/threads/1/rating"' not in see(cast.asker, "/threads/1")
    refused = browser.get("/threads/1/rating")
    assert refused.status_code == 409 and "只能改评一次" in refused.text


def test_the_platforms_answer_is_not_offered_for_rating(client_of, see, asked, cast, screened, now):
    thread = asked("办证要带什么", city=screened)
    platform_answers.answer_by_platform(thread, actor=cast.moderator, now=now, city=screened, text="带身份证原件。")
    assert f'href="/threads/{thread.id}/rating"' not in see(cast.asker, f"/threads/{thread.id}")
    assert client_of(cast.asker).get(f"/threads/{thread.id}/rating").status_code == 409


# Beside the form


def test_the_form_shows_the_question_the_exchange_and_the_clock(browser, asked_again, words):
    page = words(browser.get(f"/threads/{asked_again.id}/reply").text)
    assert "三个路口一个红绿灯都没有" in page
    assert page.index("已派人去看。") < page.index("哪一天装？") < page.index("装几个？")
    assert "还剩" in page


def test_a_long_question_is_folded_after_its_beginning(browser, asked, cast, now):
    thread = asked("长", text="\n\n".join("三个路口都没有灯，" * 20 for _ in range(6)))
    handling.accept(thread, actor=cast.spokesperson, now=now)
    assert '<details class="unfold">' in browser.get(f"/threads/{thread.id}/reply").text


def test_of_a_long_exchange_the_latest_is_shown(browser, taken, cast, rules, now, words):
    for n in range(6):
        handling.give_result(taken, actor=cast.spokesperson, now=now, city=rules, text=f"第{n}次答复。")
        handling.follow_up(taken, actor=cast.asker, now=now, city=rules, text=f"第{n}次追问。")
    page = words(browser.get(f"/threads/{taken.id}/reply").text)
    assert "第5次追问" in page and "第1次追问" not in page and "更早的在主题里" in page


def test_a_hidden_question_stays_hidden_beside_the_form(browser, taken, words):
    Post.update(hidden_at=taken.created_at, hidden_role="moderator", hidden_reason="写了电话").where(
        Post.thread == taken.id
    ).execute()
    assert "三个路口一个红绿灯都没有" not in browser.get(f"/threads/{taken.id}/reply").text


def test_others_have_no_pane_beside_their_reply(client_of, cast, taken):
    assert "pane-case" not in client_of(cast.neighbour).get(f"/threads/{taken.id}/reply").text


# Answering what is not accepted yet


@pytest.mark.parametrize(("kind", "became"), [("result", "answered"), ("first_reply", "accepted")])
def test_an_answer_accepts_the_case_at_once(browser, cast, question, kind, became):
    page = browser.get(f"/threads/{question.id}/reply").text
    assert 'name="accepting" value="1"' in page and f'value="{kind}"' in page
    assert send(browser, question, kind=kind, text="3月15日装灯。", accepting="1").status_code == 303
    row = Thread.get_by_id(question.id)
    assert (row.status, row.accepted_by_id) == (became, cast.spokesperson.account)
    deeds = [
        deed for (deed,) in Entry.select(Entry.deed).where(Entry.thread_id == question.id).order_by(Entry.id).tuples()
    ]
    assert deeds[-2:] == ["case.accept", f"case.{kind}"]


def test_a_plain_reply_accepts_nothing(browser, question):
    assert send(browser, question, kind="reply", text="请问是哪个路口？", accepting="1").status_code == 303
    assert status(question) == "unaccepted"


def test_who_comes_second_is_told_and_keeps_the_text(browser, cast, question, now, rules):
    handling.accept(question, actor=cast.colleague, now=now, city=rules)
    page = send(browser, question, kind="result", text="3月15日装灯。", accepting="1")
    assert (page.status_code, text_of(page)) == (409, "3月15日装灯。")
    assert "已经由 周建国 受理了" in page.text and official() == []


def test_a_refused_answer_accepts_nothing(browser, question):
    assert send(browser, question, kind="result", text=" ", accepting="1").status_code == 422
    assert status(question) == "unaccepted"


def test_vague_words_are_pointed_out_before_a_case_is_accepted_with_them(browser, question):
    assert "仍然发表" in send(browser, question, kind="result", text="尽快处理。", accepting="1").text
    assert status(question) == "unaccepted"


# From the desk and back


DESK = "/desk?status=unaccepted&sort=-asked"


@pytest.fixture
def waiting(places, cast, rules, now, taken):
    """Two more questions, of which the later one is the first on DESK."""
    given = {"actor": cast.asker, "now": now, "city": rules, "text": "很黑。", "kind": "complaint"}
    return [ask(places.housing_board, title=title, **given) for title in ("路灯一", "路灯二")]


def test_who_came_from_the_desk_is_led_to_the_next_case_and_back_with_its_filters(browser, waiting):
    page = browser.get(f"/threads/{waiting[1].id}/reply", query_string={"next": DESK}).text
    assert 'name="next" value="/desk?status=unaccepted&amp;sort=-asked"' in page
    answer = send(browser, waiting[1], text="三天内修好。", kind="result", accepting="1", next=DESK)
    told = unescape(browser.get(f"/threads/{waiting[1].id}").text)
    assert answer.status_code == 303 and f'href="{DESK}">回到工作台' in told
    assert f"/threads/{waiting[0].id}/reply?next=%2Fdesk" in told.replace("next=/desk", "next=%2Fdesk")


def test_after_the_last_case_only_the_desk_is_offered(browser, taken):
    send(browser, taken, text="已装灯。", next="/desk")
    told = browser.get(f"/threads/{taken.id}").text
    assert "回到工作台" in told and "答复下一件" not in told


def test_a_draft_and_a_second_look_keep_where_one_came_from(browser, taken):
    saved = send(browser, taken, "draft", text="已派人", next=DESK)
    assert saved.location == f"/threads/{taken.id}/reply?next=%2Fdesk%3Fstatus%3Dunaccepted%26sort%3D-asked"
    assert 'name="next"' in send(browser, taken, text="打13812341234", next=DESK).text


@pytest.mark.parametrize(
    "odd", ["https://evil.example/desk", "//desk", "/desktop", "/desk\n", "/desk?status=lost", "", "/threads/1"]
)
def test_nobody_is_led_elsewhere(browser, taken, odd):
    assert send(browser, taken, text="已装灯。", next=odd).status_code == 303
    assert "回到工作台" not in browser.get(f"/threads/{taken.id}").text
