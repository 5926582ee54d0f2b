"""The page of the state, for administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import Any

from forum.backup.models import BackupRun
from forum.backup.queries import last_backup
from forum.config import Settings
from forum.messages import M, Message
from forum.operations import readiness, verification
from forum.operations.readiness import Disk, ReaderState

CHECKS = {"database": M("数据库连接"), "schema": M("数据库的表"), "search": M("搜索索引"), "disk": M("磁盘")}
READERS = {
    "ledger": M("公开存证的签名"),
    "tallies": M("版块计数"),
    "figures": M("统计"),
    "promises": M("承诺"),
    "hot": M("热词"),
    "notifications": M("通知"),
    "names": M("提到的名字"),
    "webhooks": M("Webhook"),
    "search": M("搜索索引"),
}


@dataclass(frozen=True)
class StatusPage:
    """What an administrator sees of the running program; `checks` are (label, why it is not well or None)."""

    checks: Sequence[tuple[Message | str, str | None]]
    readers: Sequence[tuple[Message | str, ReaderState]]
    outbox: Mapping[str, int]
    disk: Disk
    backup: BackupRun | None
    verified: verification.Verification | None
    version: str

    @property
    def well(self) -> bool:
        """Whether no check fails."""
        return not any(why for _, why in self.checks)


def status_page(settings: Settings, search: Any, now: datetime) -> StatusPage:
    """The StatusPage as of now."""
    found = readiness.problems(settings, search, now)
    return StatusPage(
        checks=[(CHECKS[name], why) for name, why in found.items()],
        readers=[(READERS.get(each.name, each.name), each) for each in readiness.reader_states(search, now)],
        outbox=readiness.outbox_counts(),
        disk=readiness.disk(settings),
        backup=last_backup(),
        verified=verification.last(settings.data),
        version=_version(),
    )


def _version() -> str:
    try:
        return metadata.version("wenqu")
    except metadata.PackageNotFoundError:
        return ""
