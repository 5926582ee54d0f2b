"""Holds for a moderator what is beyond the limits of an account's age and record (boards.clocks.newness)."""

from dataclasses import replace
from datetime import datetime
from typing import cast

import peewee

from boards.actions.steps.recording import Draft
from boards.clocks.city import City
from boards.clocks.newness import Record
from boards.models.threads import Post
from boards.rules.text.word_list import BY_THE_SYSTEM, ListedWord, Tier
from forum.accounts.models import Account
from forum.roles import Actor

MOST_COUNTED = 1_000  # of an account's posts, beyond which no policy asks for more


def weighed(draft: Draft, actor: Actor, now: datetime, city: City, recent: int = 0) -> Draft:
    """`draft`, held for a moderator too when it is beyond what an account of this age and record may post unseen.

    `recent` is how many posts `check_post_rate` counted. Call it in the same transaction. Officials have no limit.
    """
    if actor.official or not city.pacing:
        return draft
    rules = city.policy.newness
    if not rules.excesses(draft.text, Record(recent=recent), len(draft.files)):
        return draft  # beyond no limit of the newest account: most texts, without reading the record
    excesses = rules.excesses(draft.text, _record(cast(int, actor.account), now, recent), len(draft.files))
    held = tuple(ListedWord(excess.value, Tier.HOLD) for excess in excesses)
    return replace(draft, held=(*draft.held, *held)) if held else draft


def _record(account: int, now: datetime, recent: int) -> Record:
    """The Record of an account, read in one statement; posts are counted up to MOST_COUNTED."""
    own = Post.select(Post.id).where(Post.author == account)
    shown = own.where(Post.hidden_at.is_null()).limit(MOST_COUNTED)
    columns = (
        Account.created_at,
        peewee.Select([shown], [peewee.fn.COUNT(peewee.SQL("*"))]),
        own.where(Post.hidden_at.is_null(False), Post.hidden_role != BY_THE_SYSTEM).select(peewee.fn.COUNT(Post.id)),
    )
    created_at, posts, hidden = Account.select(*columns).where(Account.id == account).tuples().get()
    return Record(now - created_at, posts, hidden, recent)
