"""Which files there are, and whether they may still be given: not after something in them was concealed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boards.channels.opendata.models import OpenDataFile
from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of
from forum.config import Settings
from forum.store.log import Entry

FORMATS = {"json": "jsonl.gz", "csv": "csv.gz"}
CONCEALING = [
    deed.value for deed in deeds_of(Effect.HIDES, Effect.COVERS, Effect.BLURS, Effect.SEALS, Effect.HIDES_THREAD)
]
HISTORY = 24  # months that are listed


@dataclass(frozen=True)
class Download:
    """One file: its address, name, bytes, and SHA-256."""

    url: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class OpenDataPage:
    """`/open-data`. `downloads` are those of the present files, none while there are none or they are withdrawn."""

    licence: str
    licence_url: str
    month: str
    made_at: datetime | None
    threads: int
    posts: int
    downloads: tuple[Download, ...]
    withdrawn: bool
    earlier: tuple[OpenDataFile, ...]


def latest() -> OpenDataFile | None:
    """The latest files."""
    return OpenDataFile.select().order_by(OpenDataFile.month.desc()).first()


def withdrawn(made: OpenDataFile) -> bool:
    """Whether something that stood in the files may have been concealed since they were begun."""
    return Entry.select().where(Entry.id > made.entry, Entry.deed.in_(CONCEALING)).exists()


def open_data_page(settings: Settings) -> OpenDataPage:
    """The OpenDataPage."""
    rows = list(OpenDataFile.select().order_by(OpenDataFile.month.desc()).limit(HISTORY))
    made = rows[0] if rows and settings.site.licence else None
    gone = made is not None and withdrawn(made)
    return OpenDataPage(
        licence=settings.site.licence,
        licence_url=settings.site.licence_url,
        month=made.month if made else "",
        made_at=made and made.made_at,
        threads=made.threads if made else 0,
        posts=made.posts if made else 0,
        downloads=tuple(_download(made, form) for form in FORMATS) if made and not gone else (),
        withdrawn=gone,
        earlier=tuple(rows[1:]),
    )


def folder_of(settings: Settings) -> Path:
    """The folder of the files."""
    return settings.data / "open-data"


def file_of(settings: Settings, made: OpenDataFile, form: str) -> Path:
    """The path of a file of `made`, in one of FORMATS."""
    return folder_of(settings) / f"{made.month}-{made.entry}.{FORMATS[form]}"


def name_of(made: OpenDataFile, form: str) -> str:
    """The name under which a file is downloaded."""
    return f"threads-{made.month}.{FORMATS[form]}"


def _download(made: OpenDataFile, form: str) -> Download:
    size, sha256 = (made.json_size, made.json_sha256) if form == "json" else (made.csv_size, made.csv_sha256)
    return Download(f"/open-data/{name_of(made, form)}", name_of(made, form), size, sha256)
