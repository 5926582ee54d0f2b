"""A gzip stream of pieces that were compressed before, and of what is put between them as it is.

No block refers to what is put between, so no length tells what that has in common with the page
(docs/decisions/0012-what-is-compressed.md). RFC 1951: a stream of blocks, of which some are stored; after a flush the next
begins on a whole byte, and after a full one it refers to nothing before.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence

_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # RFC 1952: deflate, no flags, no time, no system
_LAST_BLOCK = b"\x03\0"  # empty
_LONGEST = 0xFFFF  # bytes of a stored block
_IN_NO_TEXT = b"\xff"  # RFC 3629: in no UTF-8


def compressed(pieces: Sequence[bytes], lengths: Sequence[int | None]) -> list[bytes]:
    """UTF-8 pieces as blocks, between which come texts of these lengths in bytes; behind one of unknown length (None) nothing refers back.

    A text of known length is passed over: in its place stands what no piece contains.
    """
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    blocks = []
    for piece, length in zip(pieces, (*lengths, None), strict=True):
        end = zlib.Z_FULL_FLUSH if length is None else zlib.Z_SYNC_FLUSH
        blocks.append(compressor.compress(piece) + compressor.flush(end))
        if length:
            compressor.compress(_IN_NO_TEXT * length)
            compressor.flush(zlib.Z_SYNC_FLUSH)
    return blocks


def stored(text: bytes) -> bytes:
    """A text as stored blocks."""
    parts = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return b"".join(struct.pack("<BHH", 0, len(part), len(part) ^ _LONGEST) + part for part in parts)


def gzip_of(blocks: Iterable[bytes], whole: bytes) -> bytes:
    """The gzip stream of blocks, of which `whole` is the text."""
    return b"".join((_HEADER, *blocks, _LAST_BLOCK, struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)))
