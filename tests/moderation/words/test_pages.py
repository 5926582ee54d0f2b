"""The pages of the word list, the trial on the posts that are there, and the posts that were held."""

import re
from datetime import timedelta
from html import unescape

import pytest
from stage_asking import look_and_send

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Thread
from boards.models.words import HeldPost, Word
from boards.rules.text.word_list import ListedWord, Tier
from forum.problems import Invalid
from forum.store.log import Deed, Entry
from moderation.words import trials
from moderation.words.actions import add, retire


@pytest.fixture
def moderator(client_of, cast):
    return client_of(cast.moderator)


@pytest.fixture
def by(cast, now):
    return {"actor": cast.moderator, "now": now}


@pytest.fixture
def says(question, cast, rules, clock):
    """says(text): a reply by the neighbour, a minute after the last."""
    return lambda text: posts.reply(
        question, actor=cast.neighbour, now=clock.advance(timedelta(minutes=1)), city=rules, text=text
    )


def test_words_are_added_found_and_retired_on_the_page(moderator):
    assert "词表还是空的" in moderator.get("/moderation/words").text
    sent = {"words": "赌博\r\n 麻将 \r\n\r\n赌博", "tier": "hold", "reason": "可能<违法>"}
    assert moderator.post("/moderation/words", data=sent).status_code == 303
    page = moderator.get("/moderation/words").text
    assert "赌博" in page and "麻将" in page and "可能&lt;违法&gt;" in page and Word.select().count() == 2
    assert "麻将</b>" not in moderator.get("/moderation/words?q=赌").text
    assert moderator.post(f"/moderation/words/{Word.get(Word.text == '赌博').id}/retirement").status_code == 303
    assert "已停用" in moderator.get("/moderation/words").text and Word.select().count() == 2


def test_the_list_is_read_page_by_page(moderator, by):
    add([f"词语{n:03d}" for n in range(230)], tier="mask", **by)
    address, seen = "/moderation/words?q=词语", []
    while address:
        page = moderator.get(address).text
        seen += re.findall(r"<b>词语(\d+)</b>", page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [f"{n:03d}" for n in range(229, -1, -1)]


@pytest.mark.parametrize(
    "address",
    [
        "/moderation/words?before=x",
        "/moderation/words?before=" + "9" * 40,
        "/moderation/words?q=" + "x" * 9000,
    ],
)
def test_an_odd_address_shows_a_page(moderator, address):
    assert moderator.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/moderation/words", "/moderation/words/trial"])
def test_what_is_wrong_comes_back_with_what_was_typed(moderator, path):
    answer = moderator.post(path, data={"words": "赌博\n赌", "tier": "hold", "reason": "可能违法"})
    assert (
        answer.status_code == 422 and "“赌”" in answer.text and "可能违法" in answer.text and "赌博\n赌" in answer.text
    )
    assert Word.select().count() == 0


def test_every_wrong_line_is_named_and_the_rest_is_offered(moderator):
    typed = {"words": "赌博={MOD}\n赌\n麻将=棋牌\n办假证={BANNED}\n傻瓜=**\n网吧", "tier": "hold", "reason": ""}
    answer = moderator.post("/moderation/words", data=typed)
    assert answer.status_code == 422 and Word.select().count() == 0
    assert "第 2 行" in answer.text and "第 3 行：“棋牌”应当是" in answer.text and 'name="skip_wrong"' in answer.text
    assert moderator.post("/moderation/words", data=typed | {"skip_wrong": "1"}).status_code == 303
    assert dict(Word.select(Word.text, Word.tier).tuples()) == {
        "赌博": "hold",
        "办假证": "refuse",
        "傻瓜": "mask",
        "网吧": "hold",
    }


def test_an_exception_lets_a_longer_word_through(moderator, says):
    moderator.post("/moderation/words", data={"words": "台独={BANNED}\n平台独立=例外", "tier": "hold"})
    assert Post.get_by_id(says("请让平台独立核算").id).hidden_at is None
    with pytest.raises(Invalid):
        says("鼓吹台独")


def test_a_trial_tells_what_would_have_been_hit_and_puts_nothing_in_force(moderator, says, question):
    hit = says("三楼天天赌博，吵死了")
    says("没有这回事")
    page = moderator.post("/moderation/words/trial", data={"words": "赌博\n红绿灯\n麻将", "tier": "hold"}).text
    assert "最近 3 个帖子里，2 个会被打中" in page
    assert re.search(rf'href="/posts/{hit.id}">三楼天天<mark>赌博</mark>，吵死了', page)
    assert "<li>麻将" not in page and Word.select().count() == 0


def test_a_trial_looks_at_the_newest_only_and_shows_the_first_twenty(says, monkeypatch):
    monkeypatch.setattr(trials, "RECENT", 25)
    for number in range(30):
        says(f"第{number}次赌博")
    found = trials.recent_trial([ListedWord("赌博", Tier.HOLD)])
    assert (found.examined, found.hit, len(found.rows), found.counts) == (25, 25, 20, (("赌博", 25),))
    assert found.rows[0].before == "第29次"


def test_every_post_can_be_tried(says, monkeypatch, question):
    monkeypatch.setattr(trials, "CHUNK", 4)
    for number in range(9):
        says(f"第{number}次赌博")
    found = trials.final_trial(trials.trial([ListedWord("赌博", Tier.HOLD)], trials.all_posts()))
    assert (found.examined, found.hit) == (10, 9)


def test_a_trial_without_posts_says_so(database):
    assert trials.recent_trial([ListedWord("赌博", Tier.HOLD)]).examined == 0


@pytest.fixture
def held(says, by):
    add(["赌博"], tier="hold", **by)
    return HeldPost.get(HeldPost.post == says("三楼天天赌博，吵死了").id)


def test_a_held_post_is_let_go_and_then_everybody_sees_it(moderator, held, client_of, cast, question):
    page = moderator.get("/moderation/held").text
    assert "吵死了" in page and "<li>赌博</li>" in page
    assert moderator.post(f"/moderation/held/{held.id}/decision", data={"release": "1"}).status_code == 303
    assert "吵死了" in client_of(cast.guest).get(f"/threads/{question.id}").text
    assert "没有扣下的帖子" in moderator.get("/moderation/held").text
    entry = Entry.select().order_by(Entry.id.desc()).get()
    assert (entry.deed, entry.role, entry.reason, entry.post_id) == (
        Deed.POST_RESTORE,
        "moderator",
        "held",
        held.post_id,
    )


def test_a_held_post_stays_hidden_with_a_moderators_reason(moderator, held, client_of, cast, question):
    address = f"/moderation/held/{held.id}/decision"
    answer = moderator.post(address, data={"reason": " "})
    assert answer.status_code == 422 and "不能为空" in answer.text
    assert moderator.post(address, data={"reason": "捕风捉影"}).status_code == 303
    page = client_of(cast.guest).get(f"/threads/{question.id}").text
    assert "捕风捉影" in page and "吵死了" not in page
    assert "没有扣下的帖子" in moderator.get("/moderation/held").text


def test_a_decision_is_made_once(moderator, held):
    address = f"/moderation/held/{held.id}/decision"
    moderator.post(address, data={"release": "1"})
    entries = Entry.select().count()
    for sent in ({"release": "1"}, {"reason": "捕风捉影"}):
        assert moderator.post(address, data=sent).status_code == 409
    assert Entry.select().count() == entries and Post.get_by_id(held.post_id).hidden_at is None


@pytest.mark.parametrize("way", ["page", "api"])
def test_a_held_post_that_is_restored_like_any_other_is_decided_on(moderator, held, api_of, cast, clock, way):
    caller = moderator if way == "page" else api_of(cast.moderator)
    answer = (
        caller.post(f"/posts/{held.post_id}/restoration")
        if way == "page"
        else caller.delete(f"/posts/{held.post_id}/hiding")
    )
    assert answer.status_code < 400 and Post.get_by_id(held.post_id).hidden_at is None
    decided = HeldPost.get_by_id(held.id)
    assert (decided.released, decided.decided_by_id, decided.decided_at) == (True, cast.moderator.account, clock.now())


def test_a_post_held_twice_waits_once(moderator, held, cast, question):
    moderator.post(f"/posts/{held.post_id}/restoration")
    assert "没有扣下的帖子" in moderator.get("/moderation/held").text
    posts.revise(Post.get_by_id(held.post_id), actor=cast.neighbour, now=held.held_at, text="四楼也赌博")
    assert moderator.get("/moderation/held").text.count("四楼也赌博") == 1


def test_a_thread_that_was_held_shows_its_title_once_it_is_let_go(moderator, by, places, cast, rules, now):
    add(["赌博"], tier="hold", **by)
    thread = ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="说说赌博", text="大家怎么看？")
    moderator.post(f"/moderation/held/{HeldPost.get().id}/decision", data={"release": "1"})
    assert not Thread.get_by_id(thread.id).hidden


def test_who_starts_a_thread_that_a_word_holds_is_told(client_of, cast, by, places):
    add(["步道"], tier="hold", **by)
    browser, talk = client_of(cast.asker), {"title": "周末去哪里", "text": "江边新开了步道。"}
    looked = browser.post("/boards/chengshi/new", data=talk).text
    assert "提交审核" in looked and "通过后公开" in looked
    answer = look_and_send(browser, talk, "/boards/chengshi/new", looked="1")
    assert "审核通过后公开" in browser.get(answer.location).text


def test_a_question_that_a_word_held_says_so_in_the_queue(moderator, by, places, cast, rules, now):
    add(["赌博"], tier="hold", **by)
    ask(places.housing_board, actor=cast.asker, now=now, city=rules, title="三楼赌博", text="很吵。", kind="complaint")
    assert re.search(r"三楼赌博.*?词表：赌博", moderator.get("/moderation").text, re.S)


def test_the_held_are_read_page_by_page(moderator, held, says):
    for number in range(35):
        says(f"第{number}次赌博")
    address, seen = "/moderation/held", []
    while address:
        page = moderator.get(address).text
        seen += re.findall(r"第(\d+)次赌博", page)
        more = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = more and unescape(more[1])
    assert seen == [str(number) for number in range(35)]


def test_an_odd_place_among_the_held_is_refused_clearly(moderator):
    assert moderator.get("/moderation/held?after=x").status_code == 400


def test_a_refusal_comes_back_with_everything_that_was_typed(client_of, cast, by, question):
    add(["办假证"], tier="refuse", reason="违法广告", **by)
    browser = client_of(cast.neighbour)
    sent = {"title": "哪里办假证", "text": "楼道里贴满了。", "kind": "complaint"}
    answer = browser.post("/boards/zhujian/new", data=sent)
    assert answer.status_code == 422 and "“办假证”不能在这里发表（违法广告）" in answer.text
    assert "哪里办假证" in answer.text and "楼道里贴满了。" in answer.text
    answer = browser.post(f"/threads/{question.id}/posts", data={"text": "办-假-证 找我", "kind": "reply"})
    assert answer.status_code == 422 and "办-假-证 找我" in answer.text


def test_the_api_refuses_with_the_word_and_says_what_is_held(api_of, cast, by, question):
    add(["办假证"], tier="refuse", **by)
    add(["赌博"], tier="hold", **by)
    caller = api_of(cast.neighbour)
    answer = caller.post("/boards/zhujian/threads", json={"title": "办假证", "text": "有人贴广告", "kind": "complaint"})
    assert answer.status_code == 422 and "办假证" in answer.json["errors"]["title"]
    answer = caller.post("/boards/zhujian/threads", json={"title": "楼下赌博", "text": "天天", "kind": "complaint"})
    assert (answer.status_code, answer.json["status"]) == (201, "pending")
    answer = caller.post(f"/threads/{question.id}/posts", json={"text": "天天赌博"})
    assert answer.status_code == 201 and answer.json["hidden"]["reason"] == "有需要人工看一眼的词，等待管理员审核"


def test_a_word_that_is_retired_lets_new_posts_through(by, says):
    (word,) = add(["赌博"], tier="hold", **by)
    retire(word, **by)
    assert Post.get_by_id(says("赌博").id).hidden_at is None


def test_the_public_log_tells_of_a_word_without_showing_it(client_of, cast, by):
    (word,) = add(["赌博"], tier="hold", reason="可能违法", **by)
    retire(word, **by)
    page = client_of(cast.guest).get("/moderation/log").text
    assert "词表加词" in page and "词表停用一个词" in page and "先审核" in page
    assert "赌博" not in page and "可能违法" not in page
    assert "赌博" not in client_of(cast.guest).get("/feeds/moderation.atom").text
