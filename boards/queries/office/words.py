"""The word list in force, cached in the process and reread when the log has a newer change of it."""

from functools import lru_cache

from boards.models.words import Word
from boards.rules.text.word_list import ListedWord, Tier, WordList
from forum.store import db
from forum.store.log import Deed

# In plain SQL, since it runs for every text that somebody posts.
VERSION = """SELECT (SELECT MAX(id) FROM entry WHERE deed = %s), (SELECT MAX(id) FROM entry WHERE deed = %s)"""


def current_word_list() -> WordList:
    """The current WordList."""
    return _list_at(_version())


@lru_cache(maxsize=1)
def _list_at(version: tuple[object, ...]) -> WordList:
    """The current list; `version`, the log's last change of it, is the key of the cache."""
    return WordList(_in_force())


def _version():
    return db.database.obj.database, *db.raw(VERSION, (Deed.WORD_ADD.value, Deed.WORD_RETIRE.value)).fetchone()


def _in_force():
    rows = Word.select(Word.text, Word.tier, Word.reason).where(Word.retired_at.is_null())
    return [ListedWord(text, Tier(tier), reason) for text, tier, reason in rows.order_by(Word.id).tuples()]
