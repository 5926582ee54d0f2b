"""The worker's parts for WeChat: what works messages that came in, and what sends; none where it is not configured."""

from datetime import datetime
from typing import Any

from boards.channels.gateways.inbox import Inbox
from boards.channels.wechat.actions import Conversing
from boards.channels.wechat.api import WeChatApi
from boards.channels.wechat.delivering import WeChatMessages
from boards.channels.wechat.simulated import SimulatedWeChat
from boards.files.storage import Store
from boards.rules.channel import Channel
from forum.clock import Clock
from forum.config import Settings
from forum.outbox.sending import Sending
from forum.private import Encryptor


def wechat_parts(settings: Settings, current_city: Any, store: Store, clock: Clock) -> tuple[Inbox | Sending, ...]:
    """The Inbox and the Sending of the public account; `current_city` as forum.wenqu.LivingCity."""
    account = settings.channels.wechat
    if account is None:
        return ()
    encryptor = Encryptor(settings.secret_key)
    side = SimulatedWeChat(settings, store, clock) if account.simulated else WeChatApi(account, encryptor, clock)

    def city(now: datetime) -> Any:
        return current_city.refresh(now)

    conversing = Conversing(settings, side, store, city)
    messages = WeChatMessages(side, settings, clock)
    return Inbox(Channel.WECHAT, conversing, encryptor), Sending({"wechat": messages}, encryptor)
