"""Before a question is posted its author is shown answered ones like it, once, and nothing is lost or written meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stage_asking import digest

from boards.actions.cases import handling
from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Thread
from forum.accounts.limits import LIMITS
from forum.store.log import Entry
from moderation.hiding import actions as hiding
from search.ranking import similarity
from search.similar import before_asking
from search.similar.before_asking import Similar, SimilarQuestion, similar

TITLE = "三衢路口没有红绿灯"
AGAIN = {
    "title": "三衢路口为什么没有红绿灯",
    "text": "三衢路口没有红绿灯，过马路要等半天 & <b>很危险</b>。",
    "kind": "suggestion",
    "anonymous": "1",
}
STEP = "先看看这些，也许已经有答案"


@pytest.fixture
def answered(question, cast, rules, now):
    return answer(question, cast.spokesperson, rules, now)


def answer(question, actor, rules, now):
    handling.accept(question, actor=actor, now=now)
    handling.give_result(question, actor=actor, now=now, city=rules, text="下周装灯。")
    return question


def nothing_offered(look):
    """Whether the look at a question shows it and no others."""
    return look.status_code == 200 and "发出来是这样" in look.text and 'class="offers"' not in look.text


@pytest.fixture
def post(client_of, cast, indexed):
    """post(board, **fields): the look that the neighbour gets at AGAIN, with the index up to date."""

    def send(board="zhujian", **fields):
        indexed()
        return client_of(cast.neighbour).post(f"/boards/{board}/new", data=AGAIN | fields)

    return send


@pytest.fixture
def fragment(client_of, cast, indexed):
    """fragment(q, **asked): what the neighbour's browser is told while a title is typed."""

    def ask_for(q, **asked):
        indexed()
        told = client_of(cast.neighbour).get("/search/similar", query_string={"q": q, **asked})
        assert told.status_code == 200
        return told.text

    return ask_for


def test_an_answered_question_is_offered_before_one_like_it_is_asked(post, answered):
    step = post()
    assert step.status_code == 200
    assert STEP in step.text
    assert f'href="/threads/{answered.id}"' in step.text
    assert "已答复" in step.text and "住建局" in step.text and "都提到“" in step.text


def test_the_first_step_writes_nothing(post, answered, indexed):
    indexed()
    before = Thread.select().count(), Post.select().count(), Entry.select().count()
    post()
    assert (Thread.select().count(), Post.select().count(), Entry.select().count()) == before


def test_the_form_comes_back_with_all_that_was_typed(post, answered):
    page = post().text
    assert f'value="{AGAIN["title"]}"' in page
    assert "过马路要等半天 &amp; &lt;b&gt;很危险&lt;/b&gt;。" in page
    assert 'value="suggestion" checked' in page
    assert 'name="anonymous" value="1" id="f-anonymous" checked' in page
    assert digest(page)


def test_the_second_post_asks(post, answered):
    asked = post(considered=digest(post().text))
    assert asked.status_code == 303
    assert Thread.get_by_id(asked.location.split("/")[2]).title == AGAIN["title"]


def test_what_was_offered_while_typing_is_not_offered_again(post, answered):
    assert STEP not in post(considered="1").text


def test_who_has_considered_is_not_asked_again_after_a_mistake(post, answered):
    mistaken = post(considered="1", title="")
    assert mistaken.status_code == 422
    assert 'name="considered" value="1"' in mistaken.text and STEP not in mistaken.text


def test_a_mistake_is_told_before_anything_is_offered(post, answered):
    mistaken = post(title="长" * 200)
    assert mistaken.status_code == 422
    assert 'name="considered" value=""' in mistaken.text


def test_nothing_is_offered_to_a_question_like_no_other(post, answered):
    assert nothing_offered(post(title="新生儿的医保怎么办理", text="孩子上个月出生，参保要带什么材料？"))


def test_a_question_without_an_answer_is_not_offered(post, question):
    assert nothing_offered(post())


def test_a_hidden_question_is_not_offered_even_by_an_index_that_is_behind(
    client_of, cast, post, fragment, indexed, answered, now
):
    indexed()
    hiding.hide(Post.get(Post.thread == answered.id, Post.floor == 1), actor=cast.moderator, now=now, reason="写了电话")
    behind = {
        who: client_of(getattr(cast, who)).get(f"/search/similar?q={TITLE}").text.strip()
        for who in ("moderator", "asker", "neighbour")
    }
    assert behind == dict.fromkeys(behind, "")
    assert fragment(TITLE).strip() == ""
    assert nothing_offered(post())


def test_a_question_that_waits_is_not_offered_even_to_those_who_may_see_it(client_of, cast, fragment, answered):
    assert TITLE in fragment(TITLE)
    Thread.update(public=False).execute()
    for who in ("moderator", "asker", "neighbour"):
        assert TITLE not in client_of(getattr(cast, who)).get(f"/search/similar?q={TITLE}").text


def test_without_a_whole_index_the_question_is_simply_asked(client_of, cast, answered):
    assert nothing_offered(client_of(cast.neighbour).post("/boards/zhujian/new", data=AGAIN))


def test_while_the_index_is_rebuilt_the_question_is_simply_asked(post, answered, monkeypatch):
    monkeypatch.setattr(before_asking, "progress", lambda engine: 40)
    assert nothing_offered(post())


def test_an_index_that_breaks_stops_nobody(app, post, answered, monkeypatch):
    def broken(wanted):
        raise before_asking.IndexDamaged("torn")

    monkeypatch.setattr(app.extensions["wenqu"].engine, "search", broken)
    assert nothing_offered(post())


def test_the_api_asks_at_once(api_of, cast, answered, indexed):
    indexed()
    sent = {name: AGAIN[name] for name in ("title", "text", "kind")}
    assert api_of(cast.neighbour).post("/boards/zhujian/threads", json=sent).status_code == 201


@pytest.fixture
def experience(answered, places, cast, rules, now):
    """Three answered questions on traffic lights, all by the housing office."""
    for number in (1, 2):
        more = ask(
            places.housing_board,
            actor=cast.asker,
            now=now,
            city=rules,
            title=f"三衢路口没有红绿灯（第{number}次反映）",
            text="三个路口一个红绿灯都没有。",
            kind="complaint",
        )
        answer(more, cast.spokesperson, rules, now)


def test_the_department_that_answered_such_questions_is_named_with_the_reason(post, experience):
    elsewhere = post("jiaotong").text
    assert "因为 3 个相似问题里有 3 个由住建局答复" in elsewhere
    assert 'name="instead" value="zhujian"' in elsewhere
    here = post("zhujian").text
    assert "看来问对了部门" in here and 'name="instead"' not in here


@pytest.mark.parametrize("to", [["", "jiaotong"], ["交通局"], [""]])
def test_the_question_can_be_asked_there_with_everything_in_it(post, experience, to):
    moved = post("jiaotong", to=to, instead="zhujian", unknown="" if any(to) else "1").text
    assert "清源市住房和城乡建设局" in moved and AGAIN["title"] in moved
    asked = post("jiaotong", to=["住建局", "zhujian"], considered=digest(moved))
    assert Thread.get_by_id(asked.location.split("/")[2]).board.slug == "zhujian"


def test_what_is_written_for_open_talk_can_be_asked_of_the_likely_department(client_of, cast, post, experience):
    look = post("chengshi", title=TITLE, text="三个路口一个红绿灯都没有。").text
    assert 'formaction="/boards/zhujian/new"' in look
    moved = client_of(cast.neighbour).post("/boards/zhujian/new", data={**AGAIN, "kind": "", "instead": "zhujian"})
    assert moved.status_code == 422 and AGAIN["title"] in moved.text and "请选择咨询、投诉或建议" in moved.text


def test_while_typing_a_link_leads_to_the_likely_board(fragment, experience):
    told = fragment(TITLE, board="jiaotong")
    assert 'href="/boards/zhujian/new" data-carry="board-zhujian"' in told
    assert "data-carry" not in fragment(TITLE, board="zhujian")


def test_two_voices_name_no_department(fragment, answered):
    assert "因为" not in fragment(TITLE, board="jiaotong")


def test_the_fragment_is_escaped(fragment, places, cast, rules, now):
    nasty = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="<script>alert(1)</script>路口红绿灯",
        text="<img src=x onerror=alert(1)>",
        kind="complaint",
    )
    answer(nasty, cast.spokesperson, rules, now)
    told = fragment("<script>alert(1)</script>路口红绿灯")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;路口红绿灯" in told
    assert "<script" not in told and "<img" not in told


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        "的",
        "路",
        "？！",
        "🚦" * 300,
        '"红绿灯',
        "-红绿灯",
        "board:x",
        "*",
        "红" * 10_000,
        "红绿灯 OR " * 500,
    ],
)
def test_odd_titles_get_an_answer(fragment, answered, q):
    fragment(q, board=q[:100])


def test_a_title_with_a_nul_is_refused(client_of, cast, indexed, answered):
    assert client_of(cast.neighbour).get("/search/similar", query_string={"q": "\x00红绿灯"}).status_code == 400


def test_at_most_so_many_words_are_looked_for():
    wanted = before_asking.similarity_query("红绿灯路口公交站台垃圾焚烧" * 100, "新生儿医保办理材料异地驾照换证" * 100)
    assert (
        0 < len(wanted.groups) <= before_asking.TITLE_WORDS + before_asking.TEXT_WORDS
        and len(wanted.near) <= before_asking.PAIRS
    )


def test_the_reason_holds_only_what_both_say():
    assert similarity.shared("水亭街西段路灯不亮了", "东门外三盏路灯不亮，那段路看不清") == ("路灯不亮",)
    assert similarity.shared("咨询医保问题", "咨询户口问题") == ()


def test_a_blank_question_asks_the_engine_nothing(now):
    assert similar(None, "的", "？", "zhujian", now) is None


def test_who_asks_faster_than_anybody_types_is_told_to_wait(client_of, cast, app, settings, monkeypatch):
    monkeypatch.setitem(LIMITS, "similar", (3, timedelta(minutes=1)))
    monkeypatch.setattr("search.similar.views.settings", lambda: replace(settings, rate_limits=True))
    codes = [client_of(cast.neighbour).get(f"/search/similar?q={TITLE}").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert client_of(cast.asker).get(f"/search/similar?q={TITLE}").status_code == 200


def test_offers_and_personal_data_are_asked_about_on_one_page(client_of, cast, places, app):
    phone, offer = "13812341234", SimilarQuestion(1, "路口的灯", "/threads/1", None, None, ())
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], similar=lambda *asked: Similar((offer,), None))
    browser, question = (
        client_of(cast.asker),
        {"title": "车堵在门口", "text": f"车主电话{phone}，一直不接。", "kind": "complaint"},
    )
    page = browser.post("/boards/zhujian/new", data=question).text
    assert "发表之前，请再看一眼" in page and STEP in page
    sent = question | {"considered": digest(page), "shown": [phone], "cover": [phone]}
    assert browser.post("/boards/zhujian/new", data=sent).status_code == 303


@pytest.mark.parametrize(
    ("board", "who", "asked"), [("zhujian", "asker", True), ("chengshi", "asker", True), ("baodao", "reporter", False)]
)
def test_only_who_asks_is_shown_similar_questions(client_of, cast, places, app, now, board, who, asked):
    """A reporter's article is no question."""
    get_or_create_board("baodao", "记者报道", get_or_create_category("媒体", "press", 2, now=now), now=now)
    offer = SimilarQuestion(1, "路口的灯", "/threads/1", None, None, ())
    app.extensions["wenqu"] = replace(app.extensions["wenqu"], similar=lambda *asked: Similar((offer,), None))
    browser = client_of(getattr(cast, who))
    assert ("data-similar" in browser.get(f"/boards/{board}/new").text) is asked
    words = {"title": "路灯修好了", "text": "三个路口都亮了。", "kind": "complaint"}
    assert ("也许已经有答案" in browser.post(f"/boards/{board}/new", data=words).text) is asked


def test_of_a_question_pasted_as_a_title_only_the_beginning_is_compared(app, answered, indexed, now, monkeypatch):
    indexed()
    compared = []
    pairs = similarity.question_pairs
    monkeypatch.setattr(similarity, "question_pairs", lambda *given: compared.append(len(given[0])) or pairs(*given))
    app.extensions["wenqu"].similar(answered.title + "请尽快处理。" * 500, "", "zhujian", now)
    assert compared and max(compared) == similarity.READ
