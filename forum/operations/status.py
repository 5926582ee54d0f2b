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
from forum.operations import metrics, readiness, verification
from forum.operations.readiness import Disk, ReaderState
from forum.store.sql.bound import is_sqlite

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
    """What an administrator sees of the running program; `checks` are (label, why it is not well or None).

    `readers` are (label, state, node): which worker runs that reader, on PostgreSQL only. `waiting` counts this node's requests.
    """

    checks: Sequence[tuple[Message | str, str | None]]
    readers: Sequence[tuple[Message | str, ReaderState, str]]
    waiting: int
    outbox: Mapping[str, int]
    disk: Disk
    backup: BackupRun | None
    verified: verification.Verification | None
    version: str

    @property
    def well(self) -> bool:
        """Whether no check fails."""
        return not any(why for _, why in self.checks)

    @property
    def nodes(self) -> bool:
        """Whether it is known which node's worker runs a reader."""
        return any(node for _, _, node in self.readers)


def status_page(settings: Settings, search: Any, now: datetime) -> StatusPage:
    """The StatusPage as of now."""
    found = readiness.problems(settings, search, now)
    return StatusPage(
        checks=[(CHECKS[name], why) for name, why in found.items()],
        readers=_readers(search, now),
        waiting=metrics.waiting(),
        outbox=readiness.outbox_counts(),
        disk=readiness.disk(settings),
        backup=last_backup(),
        verified=verification.last(settings.data),
        version=_version(),
    )


def _readers(search: Any, now: datetime) -> list[tuple[Message | str, ReaderState, str]]:
    nodes = {} if is_sqlite() else _nodes()
    states = readiness.reader_states(search, now)
    return [(READERS.get(each.name, each.name), each, nodes.get(each.name, "")) for each in states]


def _nodes() -> Mapping[str, str]:
    from forum.store.leads.server import leading, number_of  # imports the driver: see forum.roof.drivers

    found = leading()
    return {name: node for name in READERS if (node := found.get(number_of(name)))}


def _version() -> str:
    try:
        return metadata.version("wenqu")
    except metadata.PackageNotFoundError:
        return ""
