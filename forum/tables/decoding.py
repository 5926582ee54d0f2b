"""Decodes a text file of a spreadsheet or an editor: UTF-8, UTF-16 and GB 18030, with and without byte order mark. Pure."""

import codecs

from forum.messages import M
from forum.problems import Malformed

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_096  # bytes by which UTF-16 without a byte order mark is recognised
_THREE_BYTES = "\u0800"  # from here on UTF-8 needs three bytes, which bytes of GB 18030 rarely are by chance


def decode(raw: bytes) -> str:
    """The text of a file. Raises Malformed, which names the line, for bytes that are no text of these encodings.

    A file that is UTF-8 but for single damaged bytes is refused, and not read as GB 18030, which takes nearly any bytes.
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], encoding)
    if wide := _utf16_without_mark(raw):
        return _strictly(raw, wide)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(raw, "utf-8" if _is_damaged_utf8(raw) else "gb18030")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "ignore")
        number = len(before.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        name = encoding.upper()
        raise Malformed(
            M(
                "第 %(number)s 行不是有效的 %(encoding)s 文字；在电子表格里请另存为“CSV UTF-8”。",
                number=number,
                encoding=name,
            )
        ) from None


def _utf16_without_mark(raw: bytes) -> str | None:
    """The encoding of UTF-16 without a mark: separators and line ends have a zero byte, always on the same side."""
    sample = raw[:_SAMPLE]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if len(raw) % 2 or not low + high or min(low, high):
        return None
    return "utf-16-le" if high else "utf-16-be"


def _is_damaged_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(_THREE_BYTES <= character != "\ufffd" for character in text) > broken
