"""The transport of the outbox for WeChat: what the conversation says, and notices, written when they are sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from boards.channels.wechat.actions import parts
from boards.notifications.delivery import DeliveryChannel
from boards.notifications.sending.queries import Receiver, Told, receiver_of, told
from boards.pages.outside import not_shown
from boards.rules.channel import CHANNELS, Channel
from forum.clock import Clock
from forum.config import Settings
from forum.i18n.languages import in_language
from forum.identities.actions import external_id
from forum.identities.models import Identity
from forum.messages import M
from forum.outbox.sending import Unwanted


class Side(Protocol):
    """WeChat's side: its servers, or what is recorded in their place."""

    def say(self, key: str, openid: str, text: str) -> None:
        """Send a text; raises Delayed, Refused."""

    def notify(self, key: str, openid: str, notice: Mapping[str, str]) -> None:
        """Send a notice; raises Delayed, Refused."""


class WeChatMessages:
    """Sends {"openid", "text"}, and {"notification", "identity"} as a notice."""

    once = True  # WeChat cannot tell that a message came before

    def __init__(self, side: Side, settings: Settings, clock: Clock) -> None:
        self.side, self.settings, self.clock = side, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Send one; raises Unwanted for a notice that is not wanted any more or whose binding ended, and what the side raises."""
        if "text" in content:
            return self.side.say(key, content["openid"], content["text"])
        now = self.clock.now()
        identity = Identity.get_or_none(Identity.id == int(content["identity"]))
        receiver = receiver_of(identity.account_id) if identity else None
        rows = told(receiver, DeliveryChannel.WECHAT, [int(content["notification"])], now) if receiver else []
        if receiver is None or not rows:
            raise Unwanted("not wanted any more")
        notice = notice_about(rows[0], receiver, self.settings)
        return self.side.notify(key, external_id(identity, self.settings), notice)


def notice_about(row: Told, receiver: Receiver, settings: Settings) -> dict[str, str]:
    """{"event", "title", "at", "url", "text"} of a notification: for a template, and as a text with what everybody sees of the post."""
    language, url = receiver.language, settings.url + row.path
    event = M("%(event)s（%(office)s）", event=row.label, office=row.office) if row.office else row.label
    lines = [in_language(event, language), in_language(row.title, language)]
    if row.post:
        said = not_shown(row.post)
        lines.append(_cut(row.post.text or "") if said is None else in_language(said, language))
    lines += [in_language(M("全文：%(url)s", url=url), language)]
    lines += [in_language(M("还有疑问，回“追问 %(n)s 要说的话”。", n=row.thread), language)] if row.post else []
    return {
        "event": in_language(row.label, language),
        "title": in_language(row.title, language),
        "at": _local(row.at, settings),
        "url": url,
        "text": parts("\n".join(lines))[0],
    }


def _cut(text: str) -> str:
    most = (CHANNELS[Channel.WECHAT].shows.length or 600) - 200
    return text if len(text) <= most else text[:most] + "……"


def _local(at: datetime, settings: Settings) -> str:
    return at.astimezone(settings.timezone).strftime("%Y-%m-%d %H:%M")
