"""Adding and retiring words of the list; never deleted, each change in the log.

The log says in public that a word was added, of which tier and by which office; the word itself stands in the entry's
data, to which the ledger's leaf is bound, and is shown to moderators only: a public list would teach how to get round it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from boards.models.words import Word
from boards.rules.text.word_list import LONGEST, SHORTEST, Tier
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import SYSTEM, ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from forum.text.folding import bare
from moderation.guards import as_moderator

REASON_LIMIT = 100
MOST = 5_000  # words that are added at once
WordToAdd = tuple[str, Tier, str]  # the word, its tier and the reason that an author is told


def add(words: Iterable[str], *, tier: str, reason: str = "", actor: Actor, now: datetime) -> list[Word]:
    """Put words into force; returns the new Words. One that is in force already, in that tier, is skipped.

    Raises Invalid with everything that is wrong, before anything is written.
    """
    tier, reason = checked_tier(tier), checked_reason(reason)
    return add_checked([(word, tier, reason) for word in checked_words(words)], actor=actor, now=now)


def add_checked(rows: Sequence[WordToAdd], *, actor: Actor, now: datetime) -> list[Word]:
    """The same for checked (word, Tier, reason) rows, of which a moderator adds MOST at most."""
    as_moderator(actor)
    if not 0 < len(rows) <= MOST:
        raise _wrong_number()
    return _put(rows, actor, now)


def add_rows(rows: Iterable[WordToAdd], *, now: datetime) -> list[Word]:
    """The same for any number of rows, by the system, for the command."""
    return _put(rows, SYSTEM, now)


def retire(word: Word, *, actor: Actor, now: datetime) -> None:
    """Take a word out of force; raises Conflict for one that is out already."""
    as_moderator(actor)
    with db.write():
        retired = Word.update(retired_by=actor.account, retired_at=now)
        if not retired.where(Word.id == word.id, Word.retired_at.is_null()).execute():
            raise Conflict(M("这个词已经停用了。"))
        _note(Deed.WORD_RETIRE, word, actor, now)


def checked_words(words: Iterable[str]) -> list[str]:
    """Words as they are stored, each once; raises Invalid."""
    checked = list(dict.fromkeys(check_text("words", word, 10 * LONGEST).strip() for word in words if word.strip()))
    if not 0 < len(checked) <= MOST:
        raise _wrong_number()
    for word in checked:
        if not SHORTEST <= len(bare(word)) <= LONGEST or "\n" in word:
            raise Invalid(
                words=M(
                    "“%(word)s”：要有 %(least)s 至 %(most)s 个字，标点和空格不算。",
                    word=word[:LONGEST],
                    least=SHORTEST,
                    most=LONGEST,
                )
            )
    return checked


def checked_tier(raw: str) -> Tier:
    """The Tier; raises Invalid."""
    if raw not in tuple(Tier):
        raise Invalid(tier=M("请选择怎样处理。"))
    return Tier(raw)


def checked_reason(raw: str) -> str:
    """The reason that an author is told, on one line; raises Invalid."""
    reason = check_text("reason", raw or "", REASON_LIMIT, minimum=0)
    if "\n" in reason:
        raise Invalid(reason=M("只能写一行，不能换行，也不能有制表符。"))
    return reason


def _wrong_number():
    return Invalid(words=M("请填写 1 至 %(most)s 个词，一行一个。", most=MOST))


def _put(rows, actor, now):
    with db.write():
        there = {(bare(text), tier) for text, tier in _in_force()}
        return [_put_one(row, there, actor, now) for row in rows if (bare(row[0]), row[1]) not in there]


def _put_one(row, there, actor, now):
    text, tier, reason = row
    there.add((bare(text), tier))
    word = Word.create(text=text, tier=tier.value, reason=reason, added_by=actor.account, added_at=now)
    _note(Deed.WORD_ADD, word, actor, now)
    return word


def _in_force():
    return Word.select(Word.text, Word.tier).where(Word.retired_at.is_null()).tuples()


def _note(deed, word, actor, now):
    acting_role = ActingRole(Role.MODERATOR) if actor.signed_in else actor.acting_role()
    log.record(
        deed,
        ("word", word.id),
        actor=actor,
        now=now,
        acting_role=acting_role,
        reason=word.tier,
        word=word.text,
        why=word.reason,
    )
