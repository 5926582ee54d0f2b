"""The word list's rows: added and retired, never deleted, each in the log, whose public part keeps the word to itself."""

import pytest

from boards.models.words import Word
from boards.queries.office.words import current_word_list
from boards.rules.text.word_list import Tier
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Entry, entry_data
from moderation.words.actions import add, add_rows, retire


@pytest.fixture
def by(cast, now):
    return {"actor": cast.moderator, "now": now}


def in_force():
    return sorted(text for (text,) in Word.select(Word.text).where(Word.retired_at.is_null()).tuples())


def test_a_word_is_in_force_at_once_and_until_it_is_retired(by):
    (word,) = add(["赌博"], tier="hold", reason="可能违法", **by)
    assert [hit.word.reason for hit in current_word_list().find("聚众赌博")] == ["可能违法"]
    retire(word, **by)
    assert current_word_list().find("聚众赌博") == () and Word.select().count() == 1


def test_every_change_is_in_the_log_and_the_leaf_keeps_the_word_to_itself(by):
    (word,) = add(["赌博"], tier="hold", reason="可能违法", **by)
    retire(word, **by)
    rows = list(Entry.select().where(Entry.object == f"word/{word.id}").order_by(Entry.id))
    assert [(row.deed, row.role, row.reason) for row in rows] == [
        ("word.add", "moderator", "hold"),
        ("word.retire", "moderator", "hold"),
    ]
    assert entry_data(rows[0].data) == {"word": "赌博", "why": "可能违法"}
    assert all("赌博" not in row.leaf and row.commitment for row in rows)


def test_a_word_that_is_there_is_passed_over_but_may_come_back(by):
    (word,) = add(["办假证"], tier="refuse", **by)
    assert add(["辦假證", "办 假 证"], tier="refuse", **by) == []
    assert len(add(["办假证"], tier="mask", **by)) == 1
    retire(word, **by)
    assert len(add(["办假证", "办-假-证"], tier="refuse", **by)) == 1


def test_a_word_is_not_retired_twice(by):
    (word,) = add(["赌博"], tier="hold", **by)
    retire(word, **by)
    with pytest.raises(Conflict):
        retire(word, **by)


@pytest.mark.parametrize(
    ("words", "given", "field"),
    [
        ([], {}, "words"),
        (["  "], {}, "words"),
        (["赌"], {}, "words"),
        (["。。。"], {}, "words"),
        (["\u200b\u200b"], {}, "words"),
        (["赌" * 41], {}, "words"),
        (["赌博\x00"], {}, "words"),
        (["赌博", "\ud800赌"], {}, "words"),
        (["赌博"], {"tier": "burn"}, "tier"),
        (["赌博"], {"tier": ""}, "tier"),
        (["赌博"], {"reason": "理" * 101}, "reason"),
        (["赌博"], {"reason": "理\n由"}, "reason"),
        ([f"赌博{n}" for n in range(5001)], {}, "words"),
    ],
)
def test_what_is_no_word_is_refused_and_nothing_is_written(by, words, given, field):
    with pytest.raises(Invalid) as refusal:
        add(words, **{"tier": "hold", **by, **given})
    assert set(refusal.value.errors) == {field}
    assert Word.select().count() == 0


def test_only_moderators_keep_the_list(cast, now, by):
    (word,) = add(["赌博"], tier="hold", **by)
    for actor, problem in ((cast.guest, Unauthorized), (cast.asker, Forbidden), (cast.administrator, Forbidden)):
        with pytest.raises(problem):
            add(["麻将"], tier="hold", actor=actor, now=now)
        with pytest.raises(problem):
            retire(word, actor=actor, now=now)
    assert in_force() == ["赌博"]


def test_the_command_acts_for_the_system(database, now):
    add_rows([("赌博", Tier.HOLD, "")], now=now)
    assert (Word.get().added_by, Entry.get().actor_id) == (None, None)


def test_each_database_has_a_list_of_its_own(by):
    assert current_word_list().find("赌博") == ()
    add(["赌博"], tier="hold", **by)
    assert current_word_list() is current_word_list() and current_word_list().find("赌博")
