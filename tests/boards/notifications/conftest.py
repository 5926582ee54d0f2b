"""The number at the bell, and what the actions of these tests are given."""

from types import SimpleNamespace

import pytest

from forum.accounts.models import Account


@pytest.fixture
def unread():
    """unread(actor): the number at the bell."""
    return lambda actor: Account.get_by_id(actor.account).unread


@pytest.fixture
def say(cast, rules, clock):
    """The arguments that the actions of these tests have in common."""
    return SimpleNamespace(by=lambda actor: {"actor": actor, "now": clock.now()}, city={"city": rules})
