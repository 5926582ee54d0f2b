"""Every channel is classified, and what it differs by follows from its row alone."""

import pytest

from boards.rules.channel import CHANNELS, OPERATORS, AnswerPath, Channel
from boards.rules.on_behalf import acts_for_caller, public_name
from forum.roles import ActingRole, Actor, Role

# Channel: label, how an answer goes back, whether each asker has an account, who acts for the citizen.
DECIDED = {
    "web": ("网页", "notification", True, None),
    "api": ("接口", "notification", True, None),
    "hotline": ("热线 96811", "callback", False, "operator"),
    "import": ("导入", "notification", True, None),
}


def test_every_channel_has_a_row_and_its_stored_value():
    assert list(CHANNELS) == list(Channel)
    assert [channel.value for channel in Channel] == list(DECIDED)


@pytest.mark.parametrize("channel", Channel)
def test_every_row_is_as_it_was_decided(channel):
    row = CHANNELS[channel]
    assert (row.label.msgid, row.answer_path.value, row.own_account, row.proxy and row.proxy.role.value) == DECIDED[
        channel
    ]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("role", Role)
def test_only_the_proxy_of_a_channel_acts_for_its_citizens(channel, role):
    proxy = CHANNELS[channel].proxy
    actor = Actor(account=1, acting_roles=frozenset({ActingRole(role)}))
    assert acts_for_caller(actor, channel) == (proxy is not None and proxy.role is role)


@pytest.mark.parametrize("channel", Channel)
def test_who_is_called_back_is_not_known_by_an_account(channel):
    assert (CHANNELS[channel].answer_path is AnswerPath.CALLBACK) <= (not CHANNELS[channel].own_account)


def test_a_role_acts_under_one_public_name():
    names = {}
    for proxy in (row.proxy for row in CHANNELS.values() if row.proxy):
        assert names.setdefault(proxy.role, proxy.public_name) == proxy.public_name


@pytest.mark.parametrize(
    ("role", "own", "name"),
    [
        (Role.OPERATOR, False, OPERATORS.public_name),
        (Role.OPERATOR, True, "话务一号"),
        (Role.MODERATOR, False, "话务一号"),
        (None, False, "话务一号"),
    ],
)
def test_a_proxy_is_shown_under_the_public_name_but_for_an_own_thread(role, own, name):
    assert public_name("话务一号", role, own) == name
