"""Closes the accounts whose time is over, in the worker, with what the packages above keep for them."""

from datetime import datetime, timedelta
from typing import Any

from boards.contact.actions import erase_of
from boards.models.cases import Draft
from boards.models.drafts import SavedDraft
from boards.models.notifications import (
    DeliveryChoice,
    DeliverySetting,
    Notification,
    PlaceWatch,
    ReadingPosition,
    ThreadVisit,
    Watch,
)
from boards.models.threads import Board, Post, Thread
from forum.accounts.models import Account, AccountName
from forum.personal.closing import CLOSED_NAME, close, due_to_close
from forum.store.worker import Upkeep

PRIVATE: tuple[Any, ...] = (
    Draft,
    SavedDraft,
    PlaceWatch,
    ReadingPosition,
    ThreadVisit,
    Notification,
    Watch,
    DeliveryChoice,
    DeliverySetting,
)


class AccountCloser(Upkeep):
    """Runs in the worker: closes the accounts whose holders asked for it a while ago and did not take it back.

    `private` are further tables of what is shown to an account alone, of packages that this one cannot import.
    """

    name, every = "accounts to close", timedelta(minutes=1)

    def __init__(self, *private: Any) -> None:
        self.private = private

    def work(self, now: datetime) -> int:
        """One step; returns how many accounts it closed."""
        return sum(close(account, now=now, forget=self._forget) for account in due_to_close(now))

    def _forget(self, account: Account) -> None:
        for model in (*PRIVATE, *self.private):
            model.delete().where(model.account == account).execute()
        erase_of(account)
        erase_from_lists(account)


def erase_from_lists(account: Account) -> None:
    """Replace the account's name in the lists in which it stands as that of a thread's last post."""
    names = AccountName.select(AccountName.name).where(AccountName.account == account)
    written = Post.select(Post.place_thread).where(Post.author == account, ~Post.anonymous)
    Thread.update(last_name=CLOSED_NAME).where(Thread.id.in_(written), Thread.last_name.in_(names)).execute()
    Board.update(last_name=CLOSED_NAME).where(Board.last_thread_id.in_(written), Board.last_name.in_(names)).execute()
