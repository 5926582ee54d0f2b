"""Transports of the outbox that write a message when it is sent: notifications and digests by mail, and push messages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from boards.models.notifications import Notification
from boards.notifications.delivery import DeliveryChannel
from boards.notifications.rules import PRIVATE_PAGES
from boards.notifications.sending.letters import digest_of, letter_about, push_message
from boards.notifications.sending.queries import NOT_PUBLIC, Receiver, Told, receiver_of, told
from boards.notifications.sending.unsubscribing import unsubscribe_url
from forum.accounts.queries import actor_of_account
from forum.clock import Clock
from forum.config import Settings
from forum.mail.addresses import confirmed_address
from forum.mail.letters import Letter, Letterhead
from forum.mail.reply_addresses import reply_address
from forum.mail.smtp import Smtp
from forum.outbox.sending import Sending, Transport, Unwanted
from forum.private import Encryptor
from forum.push.actions import drop, keys_of
from forum.push.models import PushSubscription
from forum.push.transport import GoneError, WebPush
from forum.push.vapid import signing_key
from forum.wenqu import Wenqu

NOT_WANTED = "not wanted any more"


def senders(settings: Settings, clock: Clock) -> tuple[Sending, ...]:
    """The worker's parts that send: codes and letters about accounts apart, since they must not wait behind notifications."""
    encryptor, found = Encryptor(settings.secret_key), []
    if settings.mail:
        smtp = Smtp(settings.mail, settings.url, clock)
        letters: dict[str, Transport] = {
            "notification": NotificationMail(smtp, settings, clock),
            "digest": DigestMail(smtp, settings, clock),
        }
        found += [Sending({"mail": smtp, "reply": smtp}, encryptor), Sending(letters, encryptor)]
    if settings.channels.push_contact:
        push = WebPush(signing_key(settings.secret_key), settings.channels.push_contact)
        found.append(Sending({"push": PushMessages(push, encryptor, clock)}, encryptor))
    return tuple(found)


class NotificationMail:
    """Sends {"notification": its id} as a letter."""

    def __init__(self, smtp: Smtp, settings: Settings, clock: Clock) -> None:
        self.smtp, self.settings, self.clock = smtp, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Write the letter and hand it over; raises Unwanted when it is not wanted any more, and what Smtp.send raises."""
        number = int(content["notification"])
        account = Notification.select(Notification.account).where(Notification.id == number).scalar()
        receiver, now = _by_mail(account), self.clock.now()
        rows = told(receiver, DeliveryChannel.MAIL, [number], now)
        if not rows:
            raise Unwanted(NOT_WANTED)
        reply_to = self._reply_to(rows[0], receiver, now)
        letter = _written(rows, receiver, self.settings, partial(letter_about, rows[0], reply_to=reply_to))
        self.smtp.send(key, letter)

    def _reply_to(self, row: Told, receiver: Receiver, now: datetime) -> str:
        """The address for answers by mail; '' where there is none, and for officials, who answer on the site."""
        base = self.settings.channels.reply_address
        private = row.title is NOT_PUBLIC or row.event in PRIVATE_PAGES
        if not base or private or actor_of_account(receiver.account, now).official:
            return ""
        return reply_address(
            base,
            receiver.account.id,
            thread=row.thread,
            post=row.post.id if row.post else None,
            now=now,
            secret=self.settings.secret_key,
        )


class DigestMail:
    """Sends {"account", "first", "last"}: the notifications of an account from one number to another, as one letter."""

    def __init__(self, smtp: Smtp, settings: Settings, clock: Clock) -> None:
        self.smtp, self.settings, self.clock = smtp, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """As NotificationMail.send; a digest of which all was read on the site is not wanted any more."""
        receiver, now = _by_mail(int(content["account"])), self.clock.now()
        rows = told(receiver, DeliveryChannel.DIGEST, (int(content["first"]), int(content["last"])), now)
        self.smtp.send(key, _written(rows, receiver, self.settings, lambda *given: digest_of(rows, *given)))


class PushMessages:
    """Sends {"notification", "device"} to one device; the message has a `tag`, so that one sent twice is shown once."""

    def __init__(self, push: WebPush, encryptor: Encryptor, clock: Clock) -> None:
        self.push, self.encryptor, self.clock = push, encryptor, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Write and hand over the message; raises Unwanted, also when the device is gone, which is then forgotten."""
        device, now = PushSubscription.get_or_none(PushSubscription.id == int(content["device"])), self.clock.now()
        receiver = receiver_of(device.account_id) if device else None
        rows = told(receiver, DeliveryChannel.PUSH, [int(content["notification"])], now) if receiver else []
        if receiver is None or not rows:
            raise Unwanted(NOT_WANTED)
        try:
            keys, topic = keys_of(device, self.encryptor), f"n{rows[0].id}"
            self.push.send(keys, push_message(rows[0], receiver.language), topic, now)
        except GoneError:
            drop(device.id)
            raise Unwanted("the device is gone") from None


def _by_mail(account: int) -> Receiver:
    receiver = receiver_of(account)
    if receiver is None or not receiver.mail:
        raise Unwanted(NOT_WANTED)
    return receiver


def _written(
    rows: Sequence[Told], receiver: Receiver, settings: Settings, write: Callable[[str, Letterhead, str], Letter]
) -> Letter:
    address = confirmed_address(receiver.account, settings)
    if not rows or address is None:
        raise Unwanted(NOT_WANTED)
    head = Letterhead(Wenqu.name, settings.url, receiver.language)
    return write(address, head, unsubscribe_url(receiver.account.id, settings))
