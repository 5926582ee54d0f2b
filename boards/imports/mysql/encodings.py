"""The encoding of the texts in a dump, which is often not the one that it names. Pure.

What was declared GBK holds UTF-8 after a careless upgrade, and columns of limited length end inside a character.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

UTF_8, GBK = "utf-8", "gb18030"
DAMAGED = "\ufffd"
_LONGEST_CHARACTER = 4  # bytes
_SAMPLE = 8 << 20  # bytes at the beginning of a file
_NOT_ASCII = re.compile(rb"[\x80-\xff]{2,}")


def encoding_of_file(file: BinaryIO) -> str:
    """The encoding of the texts in a seekable file, by its beginning; it is left at its beginning."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    # In GBK an ASCII byte may be the second of a character, so few of these runs are UTF-8 by chance.
    return encoding_of(found[0] for found in _NOT_ASCII.finditer(sample[: len(sample) - _LONGEST_CHARACTER]))


def encoding_of(samples: Iterable[bytes]) -> str:
    """The encoding in which more of the bytes of `samples` are text: UTF_8 or GBK; UTF_8 when all are ASCII."""
    fits: Counter[str] = Counter()
    for sample in samples:
        if not sample.isascii():
            fits.update({encoding: len(sample) for encoding in (UTF_8, GBK) if _fits(sample, encoding)})
    return GBK if fits[GBK] > fits[UTF_8] else UTF_8


def decode(raw: bytes, encoding: str) -> tuple[str, bool]:
    """(text, whether bytes were damaged) of `raw`, which is in `encoding` for the most part.

    A text in the other encoding is read in that one; a character that was cut off at the end is left out.
    """
    for each in (encoding, UTF_8 if encoding == GBK else GBK):
        if _fits(raw, each):
            return _decoded(raw, each), False
    return raw.decode(encoding, "replace"), True


def _fits(raw, encoding):
    try:
        return bool(_decoded(raw, encoding)) or not raw
    except UnicodeDecodeError:
        return False


def _decoded(raw, encoding):
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(raw) or len(raw) - error.start >= _LONGEST_CHARACTER or error.start == 0:
            raise
        return raw[: error.start].decode(encoding)
