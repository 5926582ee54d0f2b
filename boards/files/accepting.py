"""Turns an upload into the files that are published: decoded and made anew in a process with bounded memory and time."""

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from PIL import Image

from boards.files import decoding
from boards.files.rules import (
    DOCUMENT_TYPE,
    LONGEST_SIDE,
    MOST_PAGES,
    MOST_PIXELS,
    PICTURE_TYPE,
    REFUSALS,
    THUMBNAILS,
    FileKind,
    kind_of,
    refusal,
)
from forum.problems import Invalid

MEMORY = 1024**3  # bytes of address space of one decoder; a PNG of MOST_PIXELS with transparency took 831 MB
SECONDS = 30  # of CPU time
DECODERS = BoundedSemaphore(2)  # at the same time in one process of the server


@dataclass(frozen=True)
class Accepted:
    """A file as it is published, with its thumbnails by the length of their longest side.

    `position` is (latitude, longitude) of a picture whose owner agreed that it is read, `taken` when it was taken as EXIF writes it,
    with the offset from UTC or ""; both are in no file.
    """

    kind: FileKind
    media: str
    content: bytes
    thumbnails: dict[int, bytes]
    width: int | None = None
    height: int | None = None
    position: tuple[float, float] | None = None
    taken: tuple[str, str] | None = None

    @property
    def sha256(self) -> str:
        """The hash of the published file, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def accept(content: bytes, name: str, *, documents: bool = False, position: bool = False) -> Accepted:
    """The Accepted of an upload's bytes; raises Invalid for `pictures`.

    `documents`: PDFs are accepted as well. `position`: the owner agrees that the place of the photo is read.
    """
    if reason := refusal(content, name, documents):
        raise refused(reason)
    kind = kind_of(content) or FileKind.PICTURE
    head, files = _decoded(content, kind, position)
    if "refused" in head:
        raise refused(head["refused"])
    published, *thumbnails = files
    return Accepted(
        kind,
        PICTURE_TYPE if kind is FileKind.PICTURE else DOCUMENT_TYPE,
        published,
        dict(zip(THUMBNAILS, thumbnails, strict=False)),
        head["width"],
        head["height"],
        head["position"] and tuple(head["position"]),
        tuple(head["taken"]) if head.get("taken") else None,
    )


def refused(reason: str) -> Invalid:
    """The Invalid of a key of REFUSALS."""
    return Invalid(pictures=REFUSALS[reason])


def thumbnail(published: bytes, side: int) -> bytes:
    """A thumbnail, made again from a published picture, always the same bytes with one version of the encoder."""
    with Image.open(io.BytesIO(published), formats=("WEBP",)) as shown:
        return decoding.webp(decoding.scaled(shown, side))


def _decoded(content: bytes, kind: FileKind, position: bool) -> tuple[dict[str, Any], list[bytes]]:
    limits = {
        "kind": kind.value,
        "memory": MEMORY,
        "seconds": SECONDS,
        "pixels": MOST_PIXELS,
        "side": LONGEST_SIDE,
        "thumbnails": THUMBNAILS,
        "pages": MOST_PAGES,
        "position": position,
    }
    command = [sys.executable, "-I", str(Path(decoding.__file__)), json.dumps(limits)]
    with DECODERS:
        try:
            ended = subprocess.run(
                command, input=content, capture_output=True, timeout=4 * SECONDS, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            return {"refused": "memory"}, []
    line, found, rest = ended.stdout.partition(b"\n")
    if ended.returncode or not found:  # ended by its limits
        return {"refused": "memory"}, []
    head = json.loads(line)
    return head, list(_cut(rest, head.get("sizes", ())))


def _cut(rest: bytes, sizes: list[int]) -> Any:
    start = 0
    for size in sizes:
        yield rest[start : start + size]
        start += size
