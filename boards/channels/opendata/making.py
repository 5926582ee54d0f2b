"""Makes the files of a month: written beside, then put in place, then on record, so that a kill leaves the earlier ones."""

import csv
import gzip
import hashlib
import io
import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from boards.channels.opendata.models import OpenDataFile
from boards.channels.opendata.queries import FORMATS, file_of, folder_of, withdrawn
from boards.channels.opendata.rows import HEADINGS, Row, csv_row, rows
from forum.config import Settings
from forum.store import db
from forum.store.log import last_entry_number
from forum.store.worker import Upkeep
from forum.tables.spreadsheets import BYTE_ORDER_MARK

log = logging.getLogger(__name__)

REST = timedelta(hours=1)  # between two makings, though something was concealed in between


class OpenDataKeeper(Upkeep):
    """Runs in the worker: makes the files of a new month, and again what was withdrawn."""

    name, every = "open data", timedelta(minutes=5)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def work(self, now: datetime) -> int:
        """One step; returns 1 when files were made."""
        if not self.settings.site.licence:
            return 0
        month = f"{now.astimezone(self.settings.timezone):%Y-%m}"
        made = OpenDataFile.get_or_none(OpenDataFile.month == month)
        there = made and all(file_of(self.settings, made, form).is_file() for form in FORMATS)
        if made and there and not withdrawn(made):
            return 0
        if made and there and made.made_at > now - REST:
            return 0
        make(month, self.settings, now)
        return 1


def make(month: str, settings: Settings, now: datetime) -> OpenDataFile:
    """Make the files of a month, or make them anew; those of earlier months are deleted. Returns its row."""
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    entry = last_entry_number()  # before the first row is read: what is concealed meanwhile withdraws the files
    with (folder / "json.new").open("wb") as as_json, (folder / "csv.new").open("wb") as as_csv:
        threads, posts = _write(as_json, as_csv, settings)
    told = {"made_at": now, "entry": entry, "threads": threads, "posts": posts, "licence": settings.site.licence}
    for form in FORMATS:
        new = folder / f"{form}.new"
        told |= {f"{form}_sha256": _sha256(new), f"{form}_size": new.stat().st_size}
    for form in FORMATS:
        (folder / f"{form}.new").replace(folder / f"{month}-{entry}.{FORMATS[form]}")
    with db.write():
        OpenDataFile.delete().where(OpenDataFile.month == month).execute()
        made = OpenDataFile.create(month=month, **told)
    _tidy(folder, f"{month}-{entry}.")
    log.info("open data of %s: %s threads, %s posts", month, threads, posts)
    return made


def _write(as_json: IO[bytes], as_csv: IO[bytes], settings: Settings) -> tuple[int, int]:
    """Write both files in one pass; returns how many threads and posts."""
    threads = posts = 0
    thread: Row = {}
    with _packed(as_json) as lines, _packed(as_csv) as table:
        sheet = csv.writer(table)
        sheet.writerow(HEADINGS)
        for kind, row in rows(settings.url.rstrip("/"), settings.timezone):
            lines.write(json.dumps({"type": kind, **row}, ensure_ascii=False) + "\n")
            if kind == "thread":
                thread, threads = row, threads + 1
            else:
                sheet.writerow(csv_row(thread, row))
                posts += 1
    return threads, posts


def _packed(file: IO[bytes]) -> io.TextIOWrapper:
    """Text that is compressed into `file`, the same bytes for the same text."""
    packed = gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0)
    if file.name.endswith("csv.new"):
        packed.write(BYTE_ORDER_MARK)
    return io.TextIOWrapper(packed, encoding="utf-8", newline="")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tidy(folder: Path, keep: str) -> None:
    for path in folder.iterdir():
        if not path.name.startswith(keep):
            path.unlink(missing_ok=True)
