"""The operators' steps in the demo city's story."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from boards.actions.cases.callbacks import close_callback
from boards.channels.hotline.actions import Caller, enter, look
from boards.channels.hotline.queries import call_of
from boards.models.cases import Callback
from forum.private import Encryptor

ON_THE_PHONE = timedelta(minutes=12)  # from the call to the published question


def verbs(encryptor: Encryptor) -> dict[str, Callable[..., Any]]:
    """The steps `call`, which begins a thread, and `call_back`; `encryptor` encrypts name and number."""

    def call(data, cast, city, at):
        caller = Caller(data["caller"], data["phone"], at - ON_THE_PHONE)
        return enter(
            cast.boards[data["board"]],
            caller,
            actor=cast.actors[data["author"]],
            now=at,
            city=city,
            encryptor=encryptor,
            title=data["title"],
            text=data["text"],
            kind=data["kind"],
        ).id

    def call_back(thread, step, actor, at, city):
        owed = Callback.select().where(Callback.thread == thread.id, Callback.done_at.is_null())
        look(call_of(thread.id), actor=actor, now=at, encryptor=encryptor, reason="答复后回访")
        again_at = at + timedelta(hours=step["again_in_hours"]) if "again_in_hours" in step else None
        close_callback(
            owed.order_by(Callback.id).get(),
            actor=actor,
            now=at,
            outcome=step["outcome"],
            again_at=again_at,
            remark=step.get("remark", ""),
        )

    return {"call": call, "call_back": call_back}
