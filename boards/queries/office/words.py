"""The word list in force, kept in the process until the log says that it has changed."""

from boards.models.words import Word
from boards.rules.text.word_list import ListedWord, Tier, WordList
from forum.store import db
from forum.store.log import Deed

# In plain SQL, since every text that somebody writes asks it.
VERSION = """SELECT (SELECT MAX(id) FROM entry WHERE deed = %s), (SELECT MAX(id) FROM entry WHERE deed = %s)"""

_kept = (None, WordList([]))


def current_word_list():
    """The WordList as the log has it now."""
    global _kept
    version = _version()
    if _kept[0] != version:
        _kept = version, WordList(_in_force())
    return _kept[1]


def _version():
    return db.database.obj.database, *db.raw(VERSION, (Deed.WORD_ADD.value, Deed.WORD_RETIRE.value)).fetchone()


def _in_force():
    rows = Word.select(Word.text, Word.tier, Word.reason).where(Word.retired_at.is_null())
    return [ListedWord(text, Tier(tier), reason) for text, tier, reason in rows.order_by(Word.id).tuples()]
