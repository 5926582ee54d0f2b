"""Transports of the outbox that write a message when it is sent: notifications and digests by mail."""

from collections.abc import Callable, Mapping, Sequence

from boards.models.notifications import Notification
from boards.notifications.delivery import DeliveryChannel
from boards.notifications.sending.letters import digest_of, letter_about
from boards.notifications.sending.queries import Receiver, Told, receiver_of, told
from boards.notifications.sending.unsubscribing import unsubscribe_url
from forum.clock import Clock
from forum.config import Settings
from forum.mail.addresses import confirmed_address
from forum.mail.letters import Letter, Letterhead
from forum.mail.smtp import Smtp
from forum.outbox.sending import Sending, Transport, Unwanted
from forum.private import Encryptor
from forum.wenqu import Wenqu

NOT_WANTED = "not wanted any more"


def senders(settings: Settings, clock: Clock) -> tuple[Sending, ...]:
    """The worker's parts that send: codes and letters about accounts apart, since they must not wait behind notifications."""
    if settings.mail is None:
        return ()
    smtp, encryptor = Smtp(settings.mail, settings.url, clock), Encryptor(settings.secret_key)
    letters: dict[str, Transport] = {
        "notification": NotificationMail(smtp, settings, clock),
        "digest": DigestMail(smtp, settings, clock),
    }
    return Sending({"mail": smtp}, encryptor), Sending(letters, encryptor)


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
        self.smtp.send(key, _written(rows, receiver, self.settings, lambda *given: letter_about(rows[0], *given)))


class DigestMail:
    """Sends {"account", "first", "last"}: the notifications of an account from one number to another, as one letter."""

    def __init__(self, smtp: Smtp, settings: Settings, clock: Clock) -> None:
        self.smtp, self.settings, self.clock = smtp, settings, clock

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """As NotificationMail.send; a digest of which all was read on the site is not wanted any more."""
        receiver, now = _by_mail(int(content["account"])), self.clock.now()
        rows = told(receiver, DeliveryChannel.DIGEST, (int(content["first"]), int(content["last"])), now)
        self.smtp.send(key, _written(rows, receiver, self.settings, lambda *given: digest_of(rows, *given)))


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
