"""Calls to owners, through the outbox."""

import json
from datetime import datetime, timedelta

from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.steps import opened
from forum.config import Settings
from forum.i18n.languages import SOURCE, in_language
from forum.messages import M
from forum.outbox.actions import put
from forum.private import Encryptor

LASTS = timedelta(minutes=5)
SPOKEN = M("您好，您的车 %(plate)s 挡住了别人，请尽快挪开。马上来请按 1，不是您的车请按 2。")


def call_owner(request: MoveCarRequest, number: str, now: datetime, settings: Settings) -> None:
    """Have the owner called once the transaction is committed; nothing where no gateway for calls is set up."""
    if settings.channels.voice is None:
        return
    plate = opened(request, "plate", settings)
    text = in_language(SPOKEN.with_values(plate=" ".join(plate)), SOURCE)
    content = {
        "to": number,
        "template": "move_car",
        "params": json.dumps({"plate": plate}, ensure_ascii=False),
        "text": text,
    }
    encryptor = Encryptor(settings.secret_key)
    put("voice", f"call-{request.id}", content, now=now, encryptor=encryptor, expires_at=now + LASTS)
