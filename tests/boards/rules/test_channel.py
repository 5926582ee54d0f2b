"""Every channel is classified, and what it differs by follows from its row alone."""

from types import SimpleNamespace

import pytest

from boards.rules.channel import CHANNELS, AnswerPath, Channel, channel_label
from boards.rules.on_behalf import acts_for_caller, public_name
from forum.roles import ActingRole, Actor, Role
from forum.site_settings import Site

# Channel: label, how an answer goes back, whether each asker has an account, who acts for the citizen.
DECIDED = {
    "web": ("网页", "notification", True, None),
    "api": ("接口", "notification", True, None),
    "hotline": ("热线 %(hotline)s", "callback", False, "operator"),
    "import": ("导入", "notification", True, None),
    "mail": ("邮件", "notification", True, None),
    "wechat": ("微信", "message", True, None),
    "open311": ("Open311 应用", "notification", False, None),
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


def test_the_label_of_the_hotline_has_the_number_of_the_city():
    labels = [str(channel_label(channel, Site(hotline="12345"))) for channel in Channel]
    assert labels == ["网页", "接口", "热线 12345", "导入", "邮件", "微信", "Open311 应用"]


@pytest.mark.parametrize(
    ("role", "channel", "own", "name"),
    [
        (Role.OPERATOR, "hotline", False, "96811"),
        (Role.OPERATOR, "web", False, "12345"),
        (Role.OPERATOR, "web", True, "话务一号"),
        (Role.MODERATOR, "hotline", False, "话务一号"),
        (None, "hotline", False, "话务一号"),
    ],
)
def test_a_proxy_is_shown_under_the_public_name_but_for_an_own_thread(role, channel, own, name):
    thread = SimpleNamespace(author_name="96811", channel=channel)  # entered before the number was changed to 12345
    assert public_name("话务一号", role, thread, Site(hotline="12345"), own) == name
