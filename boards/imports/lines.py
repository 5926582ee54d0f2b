"""Reads the lines of an imported file: UTF-8, numbered from 1, of bounded length. Pure."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from forum.messages import M
from forum.problems import Malformed

LONGEST = 1_000_000  # bytes of one line; two full texts with every character escaped still fit
BYTE_ORDER_MARK = "\ufeff"
FIRST_LINES = 5
BLANKS = b"\xef\xbb\xbf \t\r\n"


def numbered(file: BinaryIO) -> Iterator[tuple[int, str | None]]:
    """(number, text) of every line of a binary file that is not blank; None for the text of a line over LONGEST.

    Raises Malformed at the first line that is not UTF-8.
    """
    for number, line in enumerate(_pieces(file), 1):
        text = None if len(line) > LONGEST else _decoded(number, line).strip(" \t\r\n")
        if text or text is None:
            yield number, text


def holds_json(file: BinaryIO) -> bool:
    """Whether one of the first lines of a binary file, which is left at its beginning, starts like a JSON object, or none has text."""
    first = [line.strip(BLANKS) for line in islice(_pieces(file), FIRST_LINES)]
    file.seek(0)
    return any(line.startswith(b"{") for line in first) or not any(first)


def _pieces(file):
    """The lines of `file`; of a line that is too long only the beginning, so that memory use is bounded."""
    while line := file.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = file.readline(LONGEST + 1)


def _decoded(number, line):
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(M("第 %(number)s 行不是 UTF-8 编码；请先把文件另存为 UTF-8。", number=number)) from None
    return text.removeprefix(BYTE_ORDER_MARK) if number == 1 else text
