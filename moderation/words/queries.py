"""The word list as moderators read it."""

from urllib.parse import urlencode

import peewee

from boards.models.words import Word
from boards.rules.text.word_list import TIER_LABELS, Tier
from forum.accounts.models import Account
from forum.messages import M
from forum.problems import NotFound
from moderation.words.pages import Trial, WordRow, WordsPage

PAGE = 100


def words_page(wanted: str = "", before: int | None = None, trial: Trial | None = None) -> WordsPage:
    """The WordsPage of words that have `wanted` in them, from the word before number `before` on."""
    rows = list(_rows(wanted, before).limit(PAGE + 1).dicts())
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return WordsPage(
        rows=tuple(map(_row, rows)),
        counts=_counts(),
        wanted=wanted,
        trial=trial,
        older=_address(wanted, before=rows[-1]["id"]) if more else None,
        newest=_address(wanted) if before else None,
    )


def get_word(word_id: int) -> Word:
    """The Word; raises NotFound."""
    found = Word.get_or_none(Word.id == word_id)
    if found is None:
        raise NotFound(M("词表里没有这个词。"))
    return found


def _rows(wanted, before):
    rows = (
        Word.select(
            Word.id,
            Word.text,
            Word.tier,
            Word.reason,
            Word.added_at,
            Word.retired_at,
            Account.display_name.alias("name"),
        )
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Word.added_by)
        .order_by(Word.id.desc())
    )
    rows = rows.where(Word.text.contains(wanted)) if wanted else rows
    return rows.where(Word.id < before) if before else rows


def _row(row):
    return WordRow(
        row["id"],
        row["text"],
        TIER_LABELS[Tier(row["tier"])],
        row["reason"],
        row["added_at"],
        row["name"],
        row["retired_at"],
    )


def _counts():
    """How many words of each tier are in force, as (label, number)."""
    rows = Word.select(Word.tier, peewee.fn.COUNT(Word.id)).where(Word.retired_at.is_null()).group_by(Word.tier)
    counted = dict(rows.tuples())
    return tuple((label, counted.get(tier.value, 0)) for tier, label in TIER_LABELS.items())


def _address(wanted, **asked):
    asked = ({"q": wanted} if wanted else {}) | asked
    return f"/moderation/words?{urlencode(asked)}" if asked else "/moderation/words"
