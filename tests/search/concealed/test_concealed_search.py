"""The moderators' search of what is not public: it finds each kind, says why, by whom and when, and shows it to nobody else."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from boards.actions.cases import declining
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.problems import Malformed
from forum.store.commitments import segments
from forum.web import result_cache
from moderation.covering import actions as covering
from moderation.hiding import actions as hiding
from moderation.orders import actions as orders
from moderation.words.actions import add
from search.concealed import queries
from search.concealed.queries import concealed_page
from search.concealed.states import State

SECRET = "翡翠鱼丸店的电话是138-1234-5678"


@pytest.fixture
def find(cast, rules, clock):
    """find(q, state, viewer, at): the page."""
    return lambda q="", state="", viewer=None, at="": concealed_page(
        q, state, at, viewer or cast.moderator, clock.now(), rules
    )


@pytest.fixture
def reply(question, cast, rules, now):
    return posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=SECRET)


def hide(post, cast, now, **given):
    hiding.hide(post, actor=cast.moderator, now=now, reason="写了别人的电话", code="personal", **given)


def words(pieces):
    return "".join(str(piece.text) for piece in pieces)


def test_a_hidden_post_is_found_and_says_why_by_whom_and_when(find, question, reply, cast, now):
    assert find("81234567").hits == ()
    hide(reply, cast, now)
    (hit,) = find("81234567").hits
    assert hit.url == f"/threads/{question.id}/floors/2" and SECRET in words(hit.passage)
    assert [piece.text for piece in hit.passage if piece.hit] == ["8-1234-567"]
    why = hit.concealed
    assert (why.state, why.name, why.at, str(why.by)) == (State.HIDDEN, cast.moderator.name, now, "管理员")
    assert str(why.why) == "泄露个人信息。写了别人的电话"


def test_a_post_that_the_word_list_holds_names_the_words_and_leads_to_the_decision(find, question, cast, rules, now):
    add(["赌博"], tier="hold", actor=cast.moderator, now=now)
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="三楼天天赌博，赌博")
    (hit,) = find("三楼", State.HELD).hits
    why = hit.concealed
    assert (why.words, why.page.url, str(why.by), why.name) == (("赌博",), "/moderation/held", "系统", None)


def test_a_question_that_waits_and_one_that_was_declined_are_found_by_title(find, places, cast, screened, now):
    given = {"actor": cast.asker, "now": now, "city": screened, "text": "占道经营。", "kind": "complaint"}
    waiting, refused = (ask(places.housing_board, title=f"{name}的店", **given) for name in ("鱼丸", "肉丸"))
    declining.decline(refused, actor=cast.moderator, now=now, city=screened, code="litigation", text="请等判决。")
    (first,) = find("鱼丸").hits
    assert first.concealed.state is State.WAITING and first.concealed.page.url == f"/moderation/screening/{waiting.id}"
    (second,) = find("肉丸").hits
    assert (second.concealed.state, second.concealed.name) == (State.UNPUBLISHED, cast.moderator.name)
    assert "不予受理" in str(second.concealed.why)


def test_a_thread_hidden_as_a_whole_says_so(find, question, cast, now):
    hiding.hide_thread(question, actor=cast.moderator, now=now, code="personal", text="写了电话")
    (hit,) = find(state=State.HIDDEN).hits
    assert str(hit.concealed.label) == "已随整个主题屏蔽" and hit.concealed.name == cast.moderator.name
    assert words(hit.title) == question.title


def test_a_restored_post_is_in_the_public_search_only(find, reply, cast, now):
    hide(reply, cast, now)
    hiding.restore(reply, actor=cast.moderator, now=now)
    assert find("翡翠").hits == ()


def test_what_is_covered_finds_nothing_and_is_shown_to_nobody(find, reply, cast, now):
    part = segments(SECRET).index("138-1234-5678")
    covering.cover(reply, actor=cast.moderator, now=now, parts=[f"1.{part}"], code="phone", reason="电话")
    hide(reply, cast, now)
    (hit,) = find("翡翠鱼丸").hits
    assert "1234" not in words(hit.passage) and find("13812345678").hits == ()


def test_a_sealed_post_is_listed_with_its_order_and_found_by_no_word(find, reply, cast, now, password_hash):
    hide(reply, cast, now)
    seal(reply, cast, now, password_hash)
    assert find("翡翠").hits == () and find("1234").hits == ()
    (hit,) = find(state=State.SEALED).hits
    assert (hit.passage, hit.concealed.page.url, hit.concealed.why) == ((), "/orders/1", "判决")


def seal(post, cast, now, password_hash):
    account = accounts.open_account("second", "机房二号", password_hash, now=now)
    accounts.grant(account, "administrator", now=now)
    page = io.BytesIO()
    Image.new("RGB", (8, 8)).save(page, "PNG")
    typed = {"number": "令1", "signatory": str(cast.signatory.account), "office": "部长", "ground": "判决"}
    typed |= {"reason": "court", "signed_on": "2014-09-22", "post": str(post.id), "whole": ""}
    order = orders.enter(typed, page.getvalue(), actor=cast.administrator, now=now, today=now.date())
    orders.confirm(order, actor=actor_of_account(account, now), now=now)


def test_an_anonymous_author_stays_anonymous(find, question, cast, rules, now):
    post = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=SECRET, anonymous=True)
    hide(post, cast, now)
    assert find(f"作者:{cast.neighbour.name}").hits == ()
    (hit,) = find("翡翠").hits
    assert str(hit.author.name) == "匿名网友"


def test_filters_of_the_language_narrow_it(find, reply, cast, now):
    hide(reply, cast, now)
    day = now.date()
    for q in (
        f"作者:{cast.neighbour.name}",
        "版块:zhujian 翡翠",
        f"晚于:{day - timedelta(1)} 早于:{day + timedelta(1)}",
        "部门:住建局",
    ):
        assert len(find(q).hits) == 1, q
    for q in ("作者:别人", "版块:jiaotong", f"早于:{day}", f"晚于:{day}", "状态:已办结", "翡翠 -鱼丸"):
        assert find(q).hits == (), q
    assert "没有这个局" in str(find("部门:没有这个局").notes)


@pytest.mark.parametrize(
    "role", ["guest", "neighbour", "asker", "spokesperson", "supervisor", "administrator", "operator"]
)
def test_nobody_else_gets_another_s_hidden_post_even_from_the_query_itself(
    find, question, reply, cast, client_of, now, role
):
    """Not by the page, which is the moderators', nor by what is behind it, which asks the rules of access."""
    hide(reply, cast, now)
    hide(Post.get(Post.thread == question.id, Post.floor == 1), cast, now)
    actor = getattr(cast, role)
    urls = {hit.url for hit in find(viewer=actor).hits}
    own = {"neighbour": {f"/threads/{question.id}/floors/2"}, "asker": {f"/threads/{question.id}/floors/1"}}
    assert urls == own.get(role, set())
    answer = client_of(actor).get("/moderation/search?q=翡翠")
    assert answer.status_code in (302, 403) and "翡翠鱼丸" not in answer.text


def test_a_moderator_s_search_leaves_nothing_in_the_cache_of_results(app, client_of, reply, cast, now, monkeypatch):
    hide(reply, cast, now)
    monkeypatch.setattr(result_cache.ResultCache, "get", lambda *given: pytest.fail("read from the cache of results"))
    engine = type(app.extensions["wenqu"].engine)
    monkeypatch.setattr(engine, "search", lambda *given: pytest.fail("asked the index"))
    page = client_of(cast.moderator).get("/moderation/search?q=鱼丸").text
    assert "<mark>鱼丸</mark>" in page and cast.moderator.name in page


def test_the_page_goes_on_with_older_posts_and_says_how_far_it_looked(find, question, cast, rules, now, monkeypatch):
    for number in range(25):
        hide(posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"鱼丸{number}号"), cast, now)
    monkeypatch.setattr(queries, "MOST_POSTS", 8)
    seen, page = [], find("鱼丸")
    while page.following:
        assert page.looked_at <= 8
        seen += page.hits
        page = find("鱼丸", at=page.following.rpartition("at=")[2])
    seen += page.hits
    assert [hit.url for hit in seen] == [f"/threads/{question.id}/floors/{floor}" for floor in range(26, 1, -1)]


def test_long_texts_end_a_page_sooner(find, question, cast, rules, now, monkeypatch):
    for _ in range(3):
        hide(posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="长文" * 100), cast, now)
    monkeypatch.setattr(queries, "MOST_OCTETS", 1000)
    page = find("没有这样的字眼")
    assert (page.hits, page.looked_at, bool(page.following)) == ((), 1, True)


def test_a_wrong_cursor_is_refused(find):
    with pytest.raises(Malformed):
        find(at="x")
