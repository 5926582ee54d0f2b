"""The number of unread notifications, and the arguments of the actions in these tests."""

from types import SimpleNamespace

import pytest

from forum.accounts.models import Account


@pytest.fixture
def unread():
    """unread(actor): the number of unread notifications."""
    return lambda actor: Account.get_by_id(actor.account).unread


@pytest.fixture
def say(cast, rules, clock):
    """The arguments that the actions of these tests have in common."""
    return SimpleNamespace(by=lambda actor: {"actor": actor, "now": clock.now()}, city={"city": rules})
