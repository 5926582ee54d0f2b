"""The folder of an export or of backups: parts, files and keys, and manifests that say what belongs to one state of the city.

A part's name carries the beginning of its hash, so that a name stands for its content, and states share what they have in common.
"""

import fcntl
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

FORMAT, VERSION = "wenqu-city", 1
MANIFEST = "manifest.json"  # of an export
UNFINISHED = "unfinished.jsonl"  # what an interrupted run has written
LOCK = ".lock"
TABLES, FILES, SECRET, BACKUPS = "tables", "files", "secret", "backups"
FILE_NAMES = "files"  # the parts with the names of files, beside those of tables
LEVEL = 1  # of gzip: three quarters of the gain at a fifth of the time
NAME_DIGITS = 16  # of a hash, in a part's name


class FolderError(Exception):
    """The folder cannot be used; the text says why."""


class Part(NamedTuple):
    """Some rows of a table: `span` numbers the range of keys, `settled` that they will never change."""

    table: str
    span: int
    path: str
    sha256: str
    rows: int
    settled: bool


@dataclass(frozen=True)
class Manifest:
    """One state of a city. `tables`: {name: {"key", "columns": [[name, kind], ...], "rows", "secret"}}; `files` counts them.

    `entries` is the number of the last entry of the log, and `last_leaf` the SHA-256 of its leaf. `keys`: {name: [path, SHA-256]}.
    """

    made_at: str
    migrations: list[str]
    entries: int
    last_leaf: str | None
    checkpoint: str | None
    tables: dict[str, dict[str, Any]]
    parts: list[Part]
    files: int = 0
    missing_files: list[str] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    secrets: bool = True

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(int(table["rows"]) for table in self.tables.values())

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the manifest says."""
        return _digest(self._content())

    def text(self) -> str:
        """The JSON of the manifest, with its digest."""
        return json.dumps({**self._content(), "digest": self.digest}, ensure_ascii=False, indent=1) + "\n"

    def _content(self) -> dict[str, Any]:
        plain = {**vars(self), "parts": [list(part) for part in self.parts]}
        return {"format": FORMAT, "version": VERSION, **plain}


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file; raises FolderError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        digest, kind, version = content.pop("digest"), content["format"], content["version"]
    except FileNotFoundError:
        raise FolderError(f"{path}: there is no such file; the folder holds no complete export") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FolderError(f"{path}: this is no manifest of Wenqu, or it is damaged") from None
    if (kind, version) != (FORMAT, VERSION):
        raise FolderError(f"{path}: format {kind} {version} is not known to this program")
    if digest != _digest(content):
        raise FolderError(f"{path}: the manifest was altered")
    del content["format"], content["version"]
    return Manifest(**{**content, "parts": [Part(*part) for part in content["parts"]]})


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Folder:
    """A folder of an export or of backups."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder, and keep other processes from writing into it; raises FolderError."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        foreign = {path.name for path in self.root.iterdir()} - _OWN
        if foreign:
            raise FolderError(f"{self.root}: the folder holds something else ({sorted(foreign)[0]}); name an empty one")
        with (self.root / LOCK).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderError(f"{self.root}: another command writes into it") from None
            yield

    def keep_part(self, part: Part, lines: bytes, secret: bool) -> tuple[Part, int]:
        """Write a part unless it is there; returns it with its path, and how many bytes were written."""
        name = f"{part.span:08d}-{part.sha256[:NAME_DIGITS]}.jsonl.gz"
        path = Path(SECRET if secret else ".") / TABLES / part.table / name
        found = self.root / path
        kept = replace_path(part, path.as_posix())
        if found.exists():
            return kept, 0
        content = gzip.compress(lines, LEVEL, mtime=0)
        write_durably(found, content)
        return kept, len(content)

    def lines_of(self, part: Part) -> list[str]:
        """The lines of a part; raises FolderError when it is missing or was altered."""
        try:
            raw = gzip.decompress((self.root / part.path).read_bytes())
        except FileNotFoundError:
            raise FolderError(f"{self.root / part.path}: missing; the export or backup is not complete") from None
        except (OSError, EOFError, zlib.error) as error:
            raise FolderError(f"{self.root / part.path}: damaged ({error})") from None
        if hashlib.sha256(raw).hexdigest() != part.sha256:
            raise FolderError(f"{self.root / part.path}: was altered after it was written")
        return raw.decode().splitlines()

    def text_of(self, path: str, digest: str) -> str:
        """The text of a key; raises FolderError when it is missing or was altered."""
        return self._checked(self.root / path, digest).decode()

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a picture or document, whose name is their hash; raises FolderError."""
        return self._checked(self.file(name), name)

    def _checked(self, path: Path, digest: str) -> bytes:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise FolderError(f"{path}: missing; the export or backup is not complete") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise FolderError(f"{path}: was altered after it was written")
        return content

    def file(self, name: str) -> Path:
        """Where the bytes of a picture or document are."""
        return self.root / FILES / name[:2] / name

    def journal(self) -> list[Part]:
        """What an interrupted run noted in this folder as written."""
        with suppress(FileNotFoundError):
            lines = (self.root / UNFINISHED).read_text(encoding="utf-8").splitlines()
            return [Part(*json.loads(line)) for line in lines if line.endswith("]")]
        return []

    def note(self, parts: Iterable[Part]) -> None:
        """Note parts as written."""
        with (self.root / UNFINISHED).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(part) + "\n" for part in parts)

    def finish(self, manifest: Manifest, name: str = MANIFEST) -> None:
        """Write the manifest, which makes the state complete."""
        write_durably(self.root / name, manifest.text().encode())
        (self.root / UNFINISHED).unlink(missing_ok=True)

    def sweep(self, manifests: Sequence[Manifest]) -> int:
        """Remove the parts and files that none of the manifests names; returns how many."""
        wanted = {self.root / part.path for each in manifests for part in each.parts}
        wanted |= {self.root / path for each in manifests for path, _ in each.keys.values()}
        wanted |= {self.file(name) for each in manifests for name in self.names_of_files(each)}
        places = (self.root / TABLES, self.root / SECRET, self.root / FILES)
        unwanted = [path for place in places for path in place.rglob("*") if path.is_file() and path not in wanted]
        for path in unwanted:
            path.unlink()
        return len(unwanted)

    def names_of_files(self, manifest: Manifest) -> Iterator[str]:
        """The names of the files of a state."""
        for part in manifest.parts:
            if part.table == FILE_NAMES:
                yield from (json.loads(line)[0] for line in self.lines_of(part))


_OWN = {MANIFEST, UNFINISHED, LOCK, TABLES, FILES, SECRET, BACKUPS}


def replace_path(part: Part, path: str) -> Part:
    """The part with another path."""
    return part._replace(path=path)


def write_durably(path: Path, content: bytes) -> None:
    """Write beside and rename; the bytes are on the disk before the name is. What fails leaves nothing behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
