"""The folder of an embedded index: numbered builds, and a small file that names the one in use."""

import contextlib
import errno
import os
import re
import secrets
import shutil
from pathlib import Path
from typing import Self

from search.engines.base import SCHEMA

CURRENT, CONDEMNED = "current", "condemned"
REFRESH = 0.3  # seconds after which a search checks for a newer state of an index

# Errors of the disk, or of what the system allows this process: they say nothing about the index itself.
PASSING = frozenset(getattr(errno, name) for name in "ENOSPC EDQUOT EROFS EIO EACCES EMFILE ENFILE ENOMEM".split())
TOLD_BY_TANTIVY = re.compile(r"\b(?:os error|code:) (\d+)")


def passing(error: BaseException) -> OSError | None:
    """The error of PASSING behind `error`, after which the index is good still; None when something else is."""
    current: BaseException | None = error
    while current is not None:
        number = current.errno if isinstance(current, OSError) else _told_by_tantivy(current)
        if number is not None and number in PASSING:
            return current if isinstance(current, OSError) else OSError(number, os.strerror(number))
        current = current.__cause__ or current.__context__
    return None


def _told_by_tantivy(error: BaseException) -> int | None:
    found = TOLD_BY_TANTIVY.search(str(error))
    return int(found[1]) if found else None


class Folder:
    """Builds of one engine below `root`. The file `current` holds the schema and the name of the build in use."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root / name

    def current(self) -> Path | None:
        """The build in use; None when there is none, it is damaged, or its schema is another. Raises an OSError of PASSING."""
        try:
            schema, name = (self.root / CURRENT).read_text(encoding="ascii").split()
        except (OSError, ValueError) as error:
            if passing(error):
                raise
            return None
        build = self.root / name
        usable = schema == str(SCHEMA) and build.is_dir() and not (build / CONDEMNED).exists()
        return build if usable else None

    def new(self) -> Path:
        """An empty folder for another build."""
        build = self.root / f"build-{secrets.token_hex(4)}"
        build.mkdir(parents=True)
        return build

    def use(self, build: Path) -> None:
        """Make `build` the one in use, at once for every process, and delete the others. Open files stay readable."""
        self.root.mkdir(parents=True, exist_ok=True)
        waiting = self.root / f"{CURRENT}.new"
        waiting.write_text(f"{SCHEMA} {build.name}", encoding="ascii")
        os.replace(waiting, self.root / CURRENT)
        for other in self.root.glob("build-*"):
            if other != build:
                shutil.rmtree(other, ignore_errors=True)

    def mark_damaged(self, build: Path) -> None:
        """Mark a damaged build, so that the writer makes another one."""
        with contextlib.suppress(OSError):  # a folder that is missing counts as damaged anyway
            (build / CONDEMNED).touch()


class InFolder:
    """Base of the engines whose builds are folders; each implements `_begin`."""

    name: str
    per_node = True

    def __init__(self, root: Path, build: Path | None = None) -> None:
        self._folder = Folder(root, self.name)
        self._root, self._aside = root, build

    def create(self) -> None:
        self._folder.use(self._begun())

    def mark_damaged(self) -> None:
        with contextlib.suppress(OSError):
            if build := self._build():
                self._folder.mark_damaged(build)

    def new_build(self) -> Self:
        return type(self)(self._root, self._begun())

    def switch_to(self, aside: Self) -> None:
        if aside._aside is None:
            raise ValueError("only what new_build() made can be switched to")
        self._folder.use(aside._aside)

    def is_fragmented(self) -> bool:
        return False

    def _build(self) -> Path | None:
        return self._aside or self._folder.current()

    def _replaced(self, build: Path | None) -> bool:
        """Whether another build has replaced this one meanwhile, so that an error with this one means nothing."""
        return self._build() != build

    def _begun(self) -> Path:
        build = self._folder.new()
        try:
            self._begin(build)
        except BaseException as error:
            shutil.rmtree(build, ignore_errors=True)
            if cause := passing(error):
                raise cause from error
            raise
        return build

    def _begin(self, build: Path) -> None:
        """Create an empty index in the folder `build`."""
        raise NotImplementedError


def size_of(build: Path) -> int:
    """The size in bytes of the files in a folder."""
    return sum(file.stat().st_size for file in build.rglob("*") if file.is_file())
