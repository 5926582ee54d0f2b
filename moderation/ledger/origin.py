"""The ledger's name (C2SP: origin). It is fixed by `wenqu init` and stays, whatever address the site moves to later.

Witnesses, receipts and verifiers know the ledger by this name.
"""

import re
from datetime import datetime
from urllib.parse import urlsplit

from forum.config import Settings
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.store import db
from moderation.ledger.checkpoint_memory import CheckpointMemory
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import NoteError
from moderation.ledger.models import LedgerName
from moderation.ledger.refusals import Refusal

NAME = re.compile(r"[^\s+\x00-\x20]{1,200}")


def origin_of(url: str) -> str:
    """The name that a ledger gets when none is chosen: the host of the site's address, with `/ledger`."""
    return f"{urlsplit(url).netloc}/ledger"


def stored_origin() -> str | None:
    """The ledger's name; None before it was fixed."""
    name: str | None = LedgerName.select(LedgerName.name).order_by(LedgerName.id.desc()).limit(1).scalar()
    return name


def fixed_origin(settings: Settings, now: datetime) -> str:
    """The ledger's name; fixes it if there is none yet: that of the last checkpoint, before the first one that of the site's address."""
    with db.write():
        return stored_origin() or _fix(_signed_origin(settings) or origin_of(settings.url), now)


def choose_origin(name: str, settings: Settings, now: datetime) -> None:
    """Give the ledger another name; raises Invalid, and Conflict once a checkpoint carries the present one."""
    if not NAME.fullmatch(name):
        raise Invalid(ledger_name=M("存证的名称最多 200 个字符，不能有空白和加号"))
    with db.write():
        present = _signed_origin(settings)
        if present and name != present:
            raise Conflict(M("存证点已经用 %(name)s 这个名称签过名，名称不能再改。", name=present))
        if name != stored_origin():
            _fix(name, now)


def _fix(name, now):
    LedgerName.insert(name=name, at=now).execute()
    return name


def _signed_origin(settings):
    """The name in the largest checkpoint that was ever published; None before the first."""
    found = [checkpoint for note in _remembered(settings) if (checkpoint := _checkpoint(note))]
    return max(found, key=lambda checkpoint: checkpoint.size).origin if found else None


def _remembered(settings):
    try:
        return CheckpointMemory(settings).all().values()
    except Refusal:  # a file cannot be read: the signer says so
        return ()


def _checkpoint(note):
    try:
        return notes.read_checkpoint(notes.read_note(note).text)
    except NoteError:
        return None
