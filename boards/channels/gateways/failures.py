"""Notes failures of a channel for the administrator: the last of each kind, and how many there were."""

from datetime import datetime
from enum import StrEnum

from boards.channels.gateways.models import ChannelFailure
from forum.messages import M
from forum.store import db


class FailureKind(StrEnum):
    """Values are stored and never change."""

    REFUSED = "refused"
    WORK = "work"
    TEST = "test"


FAILURE_LABELS = {
    FailureKind.REFUSED: M("拒收的回调"),
    FailureKind.WORK: M("没能处理的来信"),
    FailureKind.TEST: M("测试没有通过"),
}


def note_failure(channel: str, kind: FailureKind, text: str, now: datetime) -> None:
    """Count a failure; `text` says in English what it was, without anything private."""
    with db.write():
        same = ChannelFailure.channel == channel, ChannelFailure.kind == kind.value
        columns = {"at": now, "count": ChannelFailure.count + 1, "text": text[:200]}
        if not ChannelFailure.update(columns).where(*same).execute():
            ChannelFailure.insert(channel=channel, kind=kind.value, at=now, text=text[:200]).execute()


def forget_failure(channel: str, kind: FailureKind) -> None:
    """Drop what was noted of a kind, since it works now."""
    with db.write():
        ChannelFailure.delete().where(ChannelFailure.channel == channel, ChannelFailure.kind == kind.value).execute()
