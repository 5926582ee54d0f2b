"""Whoever takes over an account that a channel had opened follows its questions from then on."""

from datetime import datetime

from boards.models.notifications import Watch
from boards.models.threads import Thread
from forum.identities.queries import own_accounts
from forum.roles import Actor
from forum.store import db


def watch_merged(actor: Actor, now: datetime) -> None:
    """Have the actor watch the threads of the accounts that were merged into his own."""
    assert actor.account is not None
    former = [account for account in own_accounts(actor.account) if account != actor.account]
    if not former:
        return
    known = Watch.select(Watch.thread).where(Watch.account == actor.account)
    threads = Thread.select(Thread.id).where(Thread.author.in_(former), Thread.id.not_in(known))
    rows = [{"thread": thread, "account": actor.account, "since": now} for (thread,) in threads.tuples()]
    if rows:
        with db.write():
            Watch.insert_many(rows).on_conflict_ignore().execute()
