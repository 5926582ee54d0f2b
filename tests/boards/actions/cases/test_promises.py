"""What a department may say of its promises, and who may say it."""

from datetime import date, timedelta

import pytest

from boards.actions.cases import handling, promises
from boards.actions.posts import posts
from boards.models.promises import Promise
from boards.models.threads import Post
from boards.readers.promises import reader
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry, entry_data


@pytest.fixture
def promise(question, cast, rules, now):
    """A promise to have a light by 15 October."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    text = "信号灯10月15日前安装。"
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text=text)
    reader(rules).catch_up(now)
    return Promise.get()


@pytest.fixture
def say(promise, cast, rules, now):
    """say(outcome, ...): the answer of a spokesperson three weeks later; returns the promise as it is then."""

    def answer(outcome, floor="", until="", text="", actor=cast.spokesperson):
        later = now + timedelta(days=21)
        given = {"outcome": outcome, "floor": floor, "until": until, "text": text}
        promises.answer(promise, actor=actor, now=later, city=rules, **given)
        return Promise.get_by_id(promise.id)

    return answer


def test_it_was_kept_and_a_post_shows_it(say, promise, question, cast, rules, now):
    shown = posts.reply(question, actor=cast.spokesperson, now=now, city=rules, text="灯装好了。")
    said = say("kept", floor=str(shown.floor))
    assert (said.outcome, said.kept_post_id, said.reason) == ("kept", shown.id, "")
    entry = Entry.get(Entry.deed == Deed.PROMISE_ANSWER.value)
    data = entry_data(entry.data)
    assert (entry.reason, data["kept_post"], data["kept_floor"], data["due"]) == (
        "kept",
        shown.id,
        shown.floor,
        "2014-10-15",
    )


def test_it_was_not_kept_yet_and_another_day_is_promised(say, promise):
    said = say("moved", until="2014-11-30", text="设备没有到货。")
    assert (said.outcome, said.reason) == ("moved", "设备没有到货。")
    following = Promise.get(Promise.earlier == promise.id)
    assert (following.due_on, following.outcome, following.post_id) == (date(2014, 11, 30), None, promise.post_id)
    assert entry_data(Entry.get(Entry.deed == "promise.answer").data)["moved_to"] == following.id


def test_it_was_no_promise(say):
    assert say("none", text="这是居民报名的截止日期。").outcome == "none"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "broken"}, "outcome"),
        ({"outcome": "kept"}, "floor"),
        ({"outcome": "kept", "floor": "99"}, "floor"),
        ({"outcome": "kept", "floor": "1"}, "floor"),  # the asker's
        ({"outcome": "kept", "floor": "1" * 10_000}, "floor"),
        ({"outcome": "moved", "until": "2014-11-30"}, "text"),
        ({"outcome": "moved", "until": "明年", "text": "晚"}, "until"),
        ({"outcome": "moved", "until": "2014-10-14", "text": "晚"}, "until"),
        ({"outcome": "moved", "until": "2014-10-15", "text": "晚"}, "until"),
        ({"outcome": "moved", "until": "2099-12-31", "text": "晚"}, "until"),
        ({"outcome": "none"}, "text"),
        ({"outcome": "none", "text": "长" * 10_000}, "text"),
    ],
)
def test_what_is_wrong_is_named(say, sent, field):
    with pytest.raises(Invalid) as told:
        say(**sent)
    assert list(told.value.errors) == [field]
    assert Promise.get().outcome is None


def test_a_hidden_post_shows_nothing(say, question, cast, rules, now):
    shown = posts.reply(question, actor=cast.spokesperson, now=now, city=rules, text="灯装好了。")
    Post.update(hidden_at=now).where(Post.id == shown.id).execute()
    with pytest.raises(Invalid):
        say("kept", floor=str(shown.floor))


def test_only_its_department_may_say_and_only_once(say, cast):
    for who in ("asker", "outsider", "moderator", "administrator"):
        with pytest.raises(Forbidden):
            say("none", text="不是", actor=getattr(cast, who))
    with pytest.raises(Unauthorized):
        say("none", text="不是", actor=cast.guest)
    say("none", text="不是")
    with pytest.raises(Conflict):
        say("none", text="不是", actor=cast.colleague)
