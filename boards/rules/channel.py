"""The channels by which questions and posts come in, one row each: who writes for whom, what a message there can show,
and how an answer goes back. Pure.

A new channel is a member of Channel and a row of CHANNELS; code that depends on the channel reads its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.messages import M, Message
from forum.roles import Role
from forum.site_settings import Site


class Channel(StrEnum):
    """The channel by which a text came in. The values are stored with threads and posts and never change."""

    WEB = "web"
    API = "api"
    HOTLINE = "hotline"
    IMPORT = "import"
    MAIL = "mail"
    WECHAT = "wechat"
    OPEN311 = "open311"


class AnswerPath(StrEnum):
    """How the asker learns of an official answer: by a notification to the account, or also by a call (回访) or by a message.

    A message is one on the channel itself, by the outbox, to the identity that is bound to the account (forum.identities).
    """

    NOTIFICATION = "notification"
    CALLBACK = "callback"
    MESSAGE = "message"


@dataclass(frozen=True)
class Proxy:
    """Those who write for citizens: every holder of `role`, published under the name of the channel's account."""

    role: Role


@dataclass(frozen=True)
class Shows:
    """What one message on a channel can show: `length` in characters (None: the whole text), links, pictures."""

    length: int | None = None
    links: bool = True
    pictures: bool = True


@dataclass(frozen=True)
class ChannelRow:
    """The properties of a channel.

    `own_account`: each asker has an account; otherwise all ask through one that belongs to the channel.
    `proxy` is None where citizens write for themselves. A label may contain `%(hotline)s`: see `channel_label`.
    """

    label: Message
    answer_path: AnswerPath
    own_account: bool = True
    proxy: Proxy | None = None
    shows: Shows = Shows()


OPERATORS = Proxy(Role.OPERATOR)
BY_LETTER = Shows(length=1500, pictures=False)
# 2,048 bytes of UTF-8 are the most of a text message; a Chinese character takes three.
BY_WECHAT = Shows(length=600, pictures=False)
READ_OUT = Shows(links=False, pictures=False)

CHANNELS: Mapping[str, ChannelRow] = {
    Channel.WEB: ChannelRow(M("网页"), AnswerPath.NOTIFICATION),
    Channel.API: ChannelRow(M("接口"), AnswerPath.NOTIFICATION),
    Channel.HOTLINE: ChannelRow(M("热线 %(hotline)s"), AnswerPath.CALLBACK, False, OPERATORS, READ_OUT),
    Channel.IMPORT: ChannelRow(M("导入"), AnswerPath.NOTIFICATION),
    Channel.MAIL: ChannelRow(M("邮件"), AnswerPath.NOTIFICATION, shows=BY_LETTER),
    Channel.WECHAT: ChannelRow(M("微信"), AnswerPath.MESSAGE, shows=BY_WECHAT),
    Channel.OPEN311: ChannelRow(M("Open311 应用"), AnswerPath.NOTIFICATION, own_account=False),
}


def channel_label(channel: str, site: Site) -> Message:
    """The label of a channel in the city of `site`: 网页, 热线 96811."""
    return CHANNELS[channel].label.with_values(hotline=site.hotline)
