"""The transport of the outbox that sends events: over TLS to a public address only, following no redirect."""

import http.client
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from boards.channels.webhooks.actions import secret_of
from boards.channels.webhooks.events import CHANNEL
from boards.channels.webhooks.models import WebhookTarget
from boards.channels.webhooks.rules import OUT_OF_ORDER, signed
from forum.clock import Clock
from forum.config import Settings
from forum.outbox.sending import Delayed, Refused, Sending, Unwanted
from forum.private import Encryptor
from forum.push.endpoints import endpoint_of
from forum.push.transport import post
from forum.store import db

log = logging.getLogger(__name__)

GONE = 410  # the receiver wants no more


def sender(settings: Settings, clock: Clock) -> Sending:
    """The worker's part that sends events."""
    encryptor = Encryptor(settings.secret_key)
    return Sending({CHANNEL: Webhooks(encryptor, clock)}, encryptor)


class Webhooks:
    """Sends {"target": id, "id": webhook-id, "body": JSON}; `post` is called as forum.push.transport.post."""

    def __init__(self, encryptor: Encryptor, clock: Clock, post: Callable[..., int] = post) -> None:
        self.encryptor, self.clock, self.post = encryptor, clock, post

    def send(self, key: str, content: Mapping[str, str]) -> None:
        target = WebhookTarget.get_by_id(int(content["target"]))
        if target.removed_at or target.disabled_at:
            raise Unwanted("the target is switched off")
        try:
            self._deliver(target, content)
        except (Delayed, Refused) as failure:
            _note_failure(target, str(failure), self.clock.now())
            raise
        with db.write():
            WebhookTarget.update(sent_at=self.clock.now(), failing_since=None, failure="").where(
                WebhookTarget.id == target.id
            ).execute()

    def _deliver(self, target: WebhookTarget, content: Mapping[str, str]) -> None:
        endpoint = endpoint_of(target.url)
        if endpoint is None:
            raise Refused("the address of the target is not accepted")
        secret = secret_of(target, self.encryptor)
        headers = signed(secret, content["id"], int(self.clock.now().timestamp()), content["body"])
        headers = {**headers, "Content-Type": "application/json", "User-Agent": "Wenqu-Webhooks"}
        try:
            status = self.post(endpoint, content["body"].encode(), headers)
        except Refused:
            raise Refused("the host of the target has no public address, so nothing was sent") from None
        except (OSError, http.client.HTTPException) as error:
            raise Delayed(f"the target does not answer: {type(error).__name__}") from None
        _judge(target, status, self.clock.now())


def _judge(target: WebhookTarget, status: int, now: datetime) -> None:
    if status == GONE:
        _switch_off(target, now)
        raise Unwanted("the target answered 410: it wants no more")
    if 300 <= status < 400:
        raise Delayed(f"the target answered {status}; redirects are not followed")
    if not 200 <= status < 300:
        raise Delayed(f"the target answered {status}")


def _note_failure(target: WebhookTarget, why: str, now: datetime) -> None:
    """Note since when a target fails, and switch it off after OUT_OF_ORDER."""
    since = target.failing_since or now
    with db.write():
        WebhookTarget.update(failing_since=since, failure=why[:200]).where(WebhookTarget.id == target.id).execute()
    if now - since >= OUT_OF_ORDER:
        _switch_off(target, now)


def _switch_off(target: WebhookTarget, now: datetime) -> None:
    log.error("the webhook target %s is switched off", target.id)
    with db.write():
        WebhookTarget.update(disabled_at=now).where(
            WebhookTarget.id == target.id, WebhookTarget.disabled_at.is_null()
        ).execute()
