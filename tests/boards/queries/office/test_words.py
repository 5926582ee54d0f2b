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
