"""Marks: what each does to a thread, that it can be taken back, and that two moderators at once are told apart."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Thread
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Deed, Entry
from moderation.tools import duplicates, marking

PAIRS = [
    (marking.lock, "heated", marking.unlock, "locked", Deed.THREAD_LOCK, Deed.THREAD_UNLOCK),
    (marking.highlight, "valuable", marking.unhighlight, "highlighted", Deed.THREAD_HIGHLIGHT, Deed.THREAD_UNHIGHLIGHT),
    (marking.end, "settled", marking.reopen, "ended", Deed.THREAD_END, Deed.THREAD_REOPEN),
]


@pytest.fixture
def chat(places, cast, rules, now):
    return ask(places.talk_board, actor=cast.asker, now=now, city=rules, title="夜市要不要抽签", text="大家说说。")


@pytest.mark.parametrize(("do", "code", "undo", "column", "did", "undid"), PAIRS)
def test_each_mark_is_set_once_and_taken_back_once(chat, cast, now, do, code, undo, column, did, undid):
    by = {"actor": cast.moderator, "now": now}
    assert getattr(do(chat, code=code, **by), column) is True
    with pytest.raises(Conflict):
        do(chat, code=code, **by)
    assert getattr(undo(chat, code="mistake", **by), column) is False
    with pytest.raises(Conflict):
        undo(chat, code="mistake", **by)
    entries = [(row.deed, row.reason) for row in Entry.select().where(Entry.thread_id == chat.id).order_by(Entry.id)]
    assert entries == [(did.value, code), (undid.value, "mistake")]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("guest", Unauthorized),
        ("asker", Forbidden),
        ("spokesperson", Forbidden),
        ("supervisor", Forbidden),
        ("administrator", Forbidden),
    ],
)
def test_only_moderators_mark(chat, cast, now, pair, who, refusal):
    with pytest.raises(refusal):
        pair[0](chat, code=pair[1], actor=getattr(cast, who), now=now)
    assert not getattr(Thread.get_by_id(chat.id), pair[3])


@pytest.mark.parametrize(
    "given",
    [
        {"code": ""},
        {"code": "nonsense"},
        {"code": "other"},
        {"code": "other", "text": " "},
        {"code": "heated", "text": "长" * 501},
    ],
)
def test_a_reason_off_the_list_or_without_words_is_refused(chat, cast, now, given):
    with pytest.raises(Invalid):
        marking.lock(chat, actor=cast.moderator, now=now, **given)
    assert not Thread.get_by_id(chat.id).locked


@pytest.mark.parametrize(("do", "code"), [(marking.lock, "heated"), (marking.end, "settled")])
def test_a_locked_or_ended_thread_takes_no_reply(chat, cast, rules, now, do, code):
    do(chat, actor=cast.moderator, now=now, code=code)
    with pytest.raises(Conflict):
        posts.reply(chat, actor=cast.neighbour, now=now, city=rules, text="抽签好")


def test_in_a_locked_question_the_department_and_the_asker_go_on(question, cast, rules, now):
    marking.lock(question, actor=cast.moderator, now=now, code="heated")
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装。")
    handling.follow_up(question, actor=cast.asker, now=now, city=rules, text="几号？")
    assert Thread.get_by_id(question.id).status == "following-up"


def test_a_case_is_not_ended(question, cast, now):
    with pytest.raises(Conflict):
        marking.end(question, actor=cast.moderator, now=now, code="settled")


def test_pins_keep_an_order_without_gaps(places, cast, rules, now):
    by = {"actor": cast.moderator, "now": now, "code": "notice"}
    first, second, third = (
        ask(places.talk_board, actor=cast.asker, now=now, city=rules, title=f"第{n}帖", text="内容") for n in "123"
    )
    marking.pin(first, **by)
    marking.pin(second, **by)
    marking.pin(third, position=1, **by)
    assert order(third, first, second) == [1, 2, 3]
    marking.pin(third, position=3, **by)
    assert order(first, second, third) == [1, 2, 3]
    marking.unpin(first, actor=cast.moderator, now=now, code="outdated")
    assert order(second, third, first) == [1, 2, None]


def order(*threads):
    return [Thread.get_by_id(thread.id).pinned for thread in threads]


def test_a_board_holds_five_pins_and_no_odd_places(places, cast, rules, now):
    by = {"actor": cast.moderator, "now": now, "code": "notice"}
    threads = [
        ask(places.talk_board, actor=cast.asker, now=now, city=rules, title=f"第{n}帖", text="内容") for n in range(6)
    ]
    for position in (0, 2, -1):
        with pytest.raises(Invalid):
            marking.pin(threads[0], position=position, **by)
    for thread in threads[:5]:
        marking.pin(thread, **by)
    with pytest.raises(Conflict):
        marking.pin(threads[5], **by)
    with pytest.raises(Conflict):
        marking.pin(threads[4], position=5, **by)


def test_a_duplicate_of_another_is_a_pointer_and_its_case_goes_on(question, chat, cast, now):
    by = {"actor": cast.moderator, "now": now}
    duplicates.mark_as_duplicate(question, of=chat, code="same_matter", **by)
    thread = Thread.get_by_id(question.id)
    assert (thread.duplicate_of_id, thread.status, thread.disposition) == (chat.id, "unaccepted", "forwarded")
    with pytest.raises(Conflict):
        duplicates.mark_as_duplicate(question, of=chat, code="same_matter", **by)
    assert duplicates.clear_duplicate(question, code="mistake", **by).duplicate_of_id is None


def test_a_waiting_duplicate_is_disposed_of_by_the_rule_that_is_there(question, places, cast, screened, now):
    by = {"actor": cast.moderator, "now": now}
    waits = ask(
        places.housing_board,
        actor=cast.neighbour,
        now=now,
        city=screened,
        title="路口没灯",
        text="没灯",
        kind="complaint",
    )
    done = duplicates.mark_as_duplicate(waits, of=question, code="same_matter", text="同一个路口", **by)
    assert (done.status, done.disposition, done.duplicate_of_id) == ("closed", "duplicate", question.id)
    assert Entry.get(Entry.deed == Deed.DUPLICATE.value).reason == "same_matter"
    with pytest.raises(Conflict):
        duplicates.clear_duplicate(waits, code="mistake", **by)


def test_a_duplicate_of_itself_or_nothing_is_refused(question, cast, now):
    for of in (None, question):
        with pytest.raises(Invalid):
            duplicates.mark_as_duplicate(question, of=of, actor=cast.moderator, now=now, code="same_matter")
