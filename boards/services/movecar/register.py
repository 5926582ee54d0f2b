"""The register of owners: an adapter, of which the imported CSV is the one that comes with the program.

A file has the columns plate and phone. What the police's own database would need is another class with `owner_of`.
"""

import csv
import hashlib
import hmac
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from boards.channels.sms.rules import mobile_of
from boards.services.movecar.models import MoveCarOwner
from boards.services.movecar.plates import read_plate
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Invalid
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed

COLUMNS = ("plate", "phone")
BATCH = 500


@dataclass(frozen=True)
class Owner:
    """Who is to be written to: his number, and its keyed hash."""

    phone: str
    phone_hash: str


class Register(Protocol):
    """Where owners are looked up."""

    def owner_of(self, plate_hash: str) -> Owner | None:
        """The Owner; None for a plate that is not in it."""


@dataclass(frozen=True)
class Imported:
    """How many owners a file has, and the lines of plates that stand in it with different numbers, which are left out."""

    owners: int
    doubled: tuple[tuple[int, ...], ...]


class ImportedRegister:
    """The register that was imported from CSV."""

    def __init__(self, settings: Settings) -> None:
        self.encryptor = Encryptor(settings.secret_key)

    def owner_of(self, plate_hash: str) -> Owner | None:
        """The Owner; None for a plate that is not in it. The caller records the look-up."""
        row = MoveCarOwner.get_or_none(MoveCarOwner.plate_hash == plate_hash)
        return Owner(self.encryptor.decrypt(row.sealed, _purpose(plate_hash)), row.phone_hash) if row else None


def plate_key(plate: str, settings: Settings) -> str:
    """The keyed hash by which a plate is looked up: a plate has so few forms that a hash without a key could be tried out."""
    return hmac.new(settings.secret_key.encode(), f"wenqu/plate/v1\0{plate}".encode(), hashlib.sha256).hexdigest()


def import_register(content: bytes, *, now: datetime, settings: Settings) -> Imported:
    """Make a file the register, in one transaction, in place of the one before; raises Invalid, with the line of the first mistake.

    A plate that stands in it twice with different numbers is nobody's: it is left out, and the police get such requests.
    """
    lines: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, plate, phone in _rows(content):
        lines[plate][phone].append(number)
    doubled = tuple(tuple(sorted(sum(found.values(), []))) for found in lines.values() if len(found) > 1)
    owners = {plate: next(iter(found)) for plate, found in lines.items() if len(found) == 1}
    rows = [_row(plate, phone, settings) for plate, phone in owners.items()]
    with db.write():
        MoveCarOwner.delete().execute()
        for start in range(0, len(rows), BATCH):
            MoveCarOwner.insert_many(rows[start : start + BATCH]).execute()
        log.record(
            Deed.MOVE_CAR_REGISTER,
            ("move_car", "register"),
            actor=SYSTEM,
            now=now,
            owners=len(rows),
            doubled=len(doubled),
        )
    return Imported(len(rows), doubled)


def _rows(content: bytes) -> Iterator[tuple[int, str, str]]:
    """(line, plate, phone) of each row."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise Invalid(file=M("第一行应当是：%(columns)s。", columns=",".join(COLUMNS)))
        for row in table:
            yield table.line_num, *_read(row, table.line_num)
    except (UnicodeError, csv.Error):
        raise Invalid(file=M("应当是 UTF-8 的 CSV 文件。")) from None


def _read(row: Mapping[str, str | None], line: int) -> tuple[str, str]:
    if None in row:
        raise Invalid(file=M("第 %(line)s 行的 %(column)s 不对。", line=line, column="phone"))
    found = {}
    for column, read in (("plate", lambda raw: read_plate(raw).text), ("phone", mobile_of)):
        try:
            found[column] = read(row.get(column))
        except Invalid:
            raise Invalid(file=M("第 %(line)s 行的 %(column)s 不对。", line=line, column=column)) from None
    return found["plate"], found["phone"]


def _row(plate: str, phone: str, settings: Settings) -> dict[str, str]:
    hashed = plate_key(plate, settings)
    sealed = Encryptor(settings.secret_key).encrypt(phone, _purpose(hashed))
    return {"plate_hash": hashed, "phone_hash": identity_key("sms", phone, settings), "sealed": sealed}


def _purpose(plate_hash: str) -> str:
    return f"move_car_owner/sealed/{plate_hash}"
