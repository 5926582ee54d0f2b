"""A disk that fails, below a program that runs: the library of tests/bench/faulty_disk.c, built with gcc and preloaded."""

import mmap
import shutil
import struct
import subprocess
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
SIZE = 4096  # bytes of the file that tells the library what fails


def missing():
    """Why the library cannot be built here; None when it can."""
    return None if shutil.which("gcc") else "gcc not found: install it to have file operations fail"


def library(folder):
    """Build the library in `folder`; returns its path."""
    built = folder / "faulty_disk.so"
    subprocess.run(["gcc", "-Wall", "-Werror", "-O2", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl"], check=True)
    return built


class FaultyDisk:
    """What fails in the processes that run with `environ`: nothing, until `failing` says so."""

    def __init__(self, folder):
        told = folder / "fault"
        told.write_bytes(bytes(SIZE))
        self.environ = {"LD_PRELOAD": str(library(folder)), "DRILL_FAULT": str(told)}
        with told.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), SIZE)

    @contextmanager
    def failing(self, error, beginning, reading=False):
        """A block in which each change of a file whose path begins so fails with that errno, and each reading too when `reading`."""
        name = str(beginning).encode() + b"\0"
        self._shared[8 : 8 + len(name)] = name
        self._shared[:8] = struct.pack("ii", error, reading)
        try:
            yield
        finally:
            self._shared[:8] = bytes(8)
