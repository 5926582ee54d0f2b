"""What the viewer has read, newest first: kept only while he wants it, private, and cleared by him at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

import peewee

from boards.mine.pages import HistoryPage, VisitRow
from boards.models.notifications import ThreadVisit
from boards.models.threads import PUBLIC, Thread
from boards.queries.lists.board import list_query, row_with_board, with_board
from boards.queries.parts.sorted_rows import moment_key, sorted_rows
from forum.accounts.models import Account
from forum.problems import Unauthorized
from forum.roles import Actor
from forum.store import db

PAGE = 30
KEPT_FOR = timedelta(days=180)


def history_page(viewer: Actor, now: datetime, after: str | None = None) -> HistoryPage:
    """`/my/history`; raises Malformed for a bad cursor."""
    query = with_board(list_query(viewer)).select_extend(ThreadVisit.at.alias("visited_at"))
    own = (ThreadVisit.thread == Thread.id) & (ThreadVisit.account == viewer.account)
    query = query.join_from(Thread, ThreadVisit, on=own).where(PUBLIC | (Thread.author == viewer.account))
    rows, cursor = sorted_rows(query, moment_key(ThreadVisit.at), (ThreadVisit.id,), after, PAGE, descending=True)
    return HistoryPage(
        rows=tuple(VisitRow(replace(row_with_board(row, viewer, now)), row["visited_at"]) for row in rows),
        on=Account.select().where(Account.id == viewer.account, Account.history_since.is_null(False)).exists(),
        older=f"/my/history?{urlencode({'after': cursor})}" if cursor else None,
        newest="/my/history" if after else None,
    )


def keep_history(wanted: bool, *, actor: Actor, now: datetime) -> None:
    """Begin to keep what the actor reads; or stop, and clear what was kept. Raises Unauthorized."""
    _guard(actor)
    with db.write():
        Account.update(history_since=now if wanted else None).where(Account.id == actor.account).execute()
        if not wanted:
            ThreadVisit.delete().where(ThreadVisit.account == actor.account).execute()


def clear_history(*, actor: Actor) -> int:
    """Forget what the actor has read so far; returns how many threads. Raises Unauthorized."""
    _guard(actor)
    with db.write():
        return int(ThreadVisit.delete().where(ThreadVisit.account == actor.account).execute())


def write_visits(visits: Mapping[tuple[int, int], datetime]) -> None:
    """Keep {(account, thread): when it was opened} of the accounts that want it, with a connection of its own.

    What is older than KEPT_FOR is deleted on this occasion.
    """
    with db.connection(), db.write():
        since = Account.select(Account.id, Account.history_since).where(
            Account.id.in_({account for account, _ in visits}), Account.history_since.is_null(False)
        )
        wanted = dict(since.tuples())
        rows = [
            {"account": account, "thread": thread, "at": at}
            for (account, thread), at in visits.items()
            if account in wanted and at >= wanted[account]
        ]
        for some in peewee.chunked(rows, 500):
            ThreadVisit.insert_many(some).on_conflict(
                conflict_target=(ThreadVisit.account, ThreadVisit.thread), update={ThreadVisit.at: peewee.EXCLUDED.at}
            ).execute()
        if rows:
            oldest = max(visits.values()) - KEPT_FOR
            ThreadVisit.delete().where(ThreadVisit.account.in_(list(wanted)), ThreadVisit.at < oldest).execute()


def _guard(actor: Actor) -> None:
    if not actor.signed_in:
        raise Unauthorized()
