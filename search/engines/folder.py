"""The folder of an embedded index: numbered builds, and a small file that names the one in use."""

import os
import secrets
import shutil

from search.engines.base import SCHEMA

CURRENT, CONDEMNED = "current", "condemned"
REFRESH = 0.3  # seconds between two looks for a newer state of an index


class Folder:
    """Builds of one engine below `root`. The file `current` holds the schema and the name of the build in use."""

    def __init__(self, root, name):
        self.root = root / name

    def current(self):
        """The build in use; None when there is none, it is torn, or another program made it."""
        try:
            schema, name = (self.root / CURRENT).read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return None
        build = self.root / name
        usable = schema == str(SCHEMA) and build.is_dir() and not (build / CONDEMNED).exists()
        return build if usable else None

    def new(self):
        """An empty folder for another build."""
        build = self.root / f"build-{secrets.token_hex(4)}"
        build.mkdir(parents=True)
        return build

    def use(self, build):
        """Make `build` the one in use, at once for every process, and drop the others. Open files stay readable."""
        self.root.mkdir(parents=True, exist_ok=True)
        waiting = self.root / f"{CURRENT}.new"
        waiting.write_text(f"{SCHEMA} {build.name}", encoding="ascii")
        os.replace(waiting, self.root / CURRENT)
        for other in self.root.glob("build-*"):
            if other != build:
                shutil.rmtree(other, ignore_errors=True)

    def mark_damaged(self, build):
        """Mark a torn build, so that the writer makes another one."""
        try:
            (build / CONDEMNED).touch()
        except OSError:
            pass  # the folder is gone, which says it as well


class InFolder:
    """What engines have in common that keep their builds in a folder; each begins a build in its own way."""

    def __init__(self, root, build=None):
        self._folder = Folder(root, self.name)
        self._root, self._aside = root, build

    def create(self):
        self._folder.use(self._begun())

    def mark_damaged(self):
        if build := self._build():
            self._folder.mark_damaged(build)

    def new_build(self):
        return type(self)(self._root, self._begun())

    def switch_to(self, aside):
        self._folder.use(aside._aside)

    def is_fragmented(self):
        return False

    def _build(self):
        return self._aside or self._folder.current()

    def _replaced(self, build):
        """Whether another build stands in the place of this one by now, so that a failure with it means nothing."""
        return self._build() != build

    def _begun(self):
        build = self._folder.new()
        self._begin(build)
        return build


def size_of(build):
    """The bytes of the files in a folder."""
    return sum(file.stat().st_size for file in build.rglob("*") if file.is_file())
