"""What somebody was told, read after the reader has caught up."""

from types import SimpleNamespace

import pytest

from boards.notifications.models import Notification
from boards.notifications.reader import reader
from forum.accounts.models import Account


@pytest.fixture
def told(clock):
    """told(actor): the events the account was told of so far, oldest first."""

    def read(actor):
        reader().catch_up(clock.now())
        rows = Notification.select(Notification.event).where(Notification.account == actor.account)
        return [event for (event,) in rows.order_by(Notification.entry_id).tuples()]

    return read


@pytest.fixture
def unread():
    """unread(actor): the number at the bell."""
    return lambda actor: Account.get_by_id(actor.account).unread


@pytest.fixture
def say(cast, rules, clock):
    """The arguments that the actions of these tests have in common."""
    return SimpleNamespace(by=lambda actor: {"actor": actor, "now": clock.now()}, city={"city": rules})
