"""Where the bytes of files are kept, by the hash of their content: a folder, or a bucket of an S3-compatible store."""

import importlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast

from forum.config import setting_error
from forum.messages import M


class Store(Protocol):
    """Keeps bytes under names that begin with the hash of a published file; the same name has always the same bytes."""

    def put(self, name: str, content: bytes) -> None:
        """Keep `content`; after it returns, the bytes are safe. What is there already stays."""

    def get(self, name: str) -> bytes | None:
        """The bytes, None where there are none."""

    def drop(self, name: str) -> None:
        """Forget an upload that was never published."""


def open_store(place: str) -> Store:
    """The Store of the setting WENQU_FILES: a folder's path, or `s3://bucket/prefix`; raises SettingsError."""
    if place.startswith("s3://"):
        return _bucket(place)
    return Folder(Path(place))


def _bucket(place: str) -> Store:
    """The Bucket of an address; raises SettingsError where its library is missing or refuses the address."""
    try:
        bucket = importlib.import_module("boards.files.bucket")
    except ModuleNotFoundError:
        allowed = M("一个文件夹的路径；要用 s3://，请先 pip install wenqu[files-s3]")
        raise setting_error("WENQU_FILES", repr(place), allowed) from None
    try:
        return cast(Store, bucket.Bucket(place))
    except bucket.REFUSED as refused:
        allowed = M("能用的 s3:// 地址和 AWS_ 变量（%(why)s）", why=str(refused).splitlines()[0][:200])
        raise setting_error("WENQU_FILES", repr(place), allowed) from None


class Folder:
    """Files in 256 folders, named by the beginning of the hash."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Write beside and rename, so that no file is ever half written."""
        path = self._path(name)
        if path.exists():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        os.replace(written.name, path)

    def get(self, name: str) -> bytes | None:
        """The bytes, None where there are none."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Delete the file, if it is there."""
        with suppress(FileNotFoundError):
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self._root / name[:2] / name


def published_name(sha256: str) -> str:
    """The name of a published file."""
    return sha256


def thumbnail_name(sha256: str, side: int) -> str:
    """The name of its thumbnail whose longest side has `side` pixels."""
    return f"{sha256}-{side}"
