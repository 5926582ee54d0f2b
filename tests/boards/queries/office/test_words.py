"""The word list in force: read again when the log says that it changed, and only then."""

from boards.models.words import Word
from boards.queries.office import words
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed


def put(text, now, deed=Deed.WORD_ADD):
    with db.write():
        Word.insert(text=text, tier="hold", reason="test", added_at=now).execute()
        log.record(deed, ("word", text), actor=SYSTEM, now=now)


def test_a_list_is_read_once_until_it_changes(database, now):
    first = words.current_word_list()
    assert words.current_word_list() is first
    put("办假证", now)
    assert words.current_word_list() is not first


def test_a_word_is_in_force_from_its_addition_to_its_retirement(database, now):
    put("办假证", now)
    assert [hit.word.text for hit in words.current_word_list().find("这里办假证")] == ["办假证"]
    with db.write():
        Word.update(retired_at=now).execute()
        log.record(Deed.WORD_RETIRE, ("word", "办假证"), actor=SYSTEM, now=now)
    assert words.current_word_list().find("这里办假证") == ()


def test_another_entry_of_the_log_leaves_the_list_as_it_is(database, now):
    first = words.current_word_list()
    with db.write():
        log.record(Deed.DEPARTMENT_CREATE, ("department", 1), actor=SYSTEM, now=now)
    assert words.current_word_list() is first
