"""The rows of a MySQL dump, one after another, each with its table; reads a bounded part of the file at a time. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from boards.imports.mysql.encodings import GBK, UTF_8
from forum.messages import M
from forum.problems import Malformed

Value = bytes | None  # the bytes of a string, the digits of a number, or NULL

PIECE = 1 << 20  # bytes read at a time
LONGEST = 64 << 20  # bytes of one row or table definition; MySQL's own largest packet is 1 GiB, its default 64 MiB

_BEGIN = re.compile(rb"^[ \t]*(CREATE TABLE|INSERT|REPLACE)\b", re.MULTILINE | re.IGNORECASE)
_COLUMN = re.compile(
    rb"^[ \t]*(?:`([^`]+)`|(?!(?:PRIMARY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK)\b)(\w+))\s",
    re.MULTILINE | re.IGNORECASE,
)
_MEANING = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}


class _Grammar:
    """The regular expressions of statements in one encoding: in GBK the second byte of a character may be a backslash."""

    def __init__(self, encoding: str) -> None:
        character = rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe]|" if encoding == GBK else rb""
        plain = rb"[^'\\\x81-\xfe]++" if encoding == GBK else rb"[^'\\]++"
        string = rb"'(?:" + plain + rb"|" + character + rb"\\.|'')*+'"
        value = rb"(?:_binary )?" + string + rb"|0[xX][0-9a-fA-F]*+|[^\s,()']++"
        named = rb"(?:`[^`]+`\.)?`?([\w$]+)`?\s*"
        self.create = _compiled(
            rb"\s*CREATE TABLE\s+(?:IF NOT EXISTS\s+)?" + named + rb"\(((?:" + string + rb"|[^';])*+);"
        )
        self.insert = _compiled(
            rb"\s*(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+" + named + rb"(?:\(([^()]*)\)\s*)?VALUES\s*(?=\()"
        )
        self.row = _compiled(rb"\s*\(\s*((?:(?:" + value + rb")\s*,\s*)*+(?:" + value + rb"))\s*\)\s*([,;])")
        self.value = _compiled(value)
        self.escaped = _compiled(character + rb"\\(.)|''")

    def meant(self, raw: bytes) -> Value:
        """The value that is written as `raw`."""
        raw = raw.removeprefix(b"_binary ")
        if raw.startswith(b"'"):
            text = raw[1:-1]
            return self.escaped.sub(_unescaped, text) if b"\\" in text or b"''" in text else text
        if raw[:2] in (b"0x", b"0X"):
            return bytes.fromhex(raw[2:].decode())
        return None if raw.upper() == b"NULL" else raw


def _compiled(pattern):
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


class Row(NamedTuple):
    """A row: its table, and its values by column; without values it says that the table is there."""

    table: str
    values: dict[str, Value]


def read_dump(file: BinaryIO, encoding: str = UTF_8) -> Iterator[Row]:
    """The rows of a binary file in their order; its texts are in `encoding` (boards.imports.mysql.encodings).

    Raises Malformed for one that ends inside a statement, and for what is no dump.
    """
    reader, columns, rows = _Reader(file, _Grammar(encoding)), dict[str, Sequence[str]](), 0
    while statement := reader.next_statement():
        table = _name(statement[1])
        if statement.re is reader.grammar.create:
            columns[table] = _columns(statement[2])
            yield Row(table, {})
            continue
        named = [_name(each) for each in statement[2].split(b",")] if statement[2] else None
        order = named or columns.get(table)
        if order is None:
            raise Malformed(M("表 %(table)s 的数据前面没有它的结构，不知道哪一列是什么。", table=table))
        for values in reader.rows(table):
            if len(values) != len(order):
                raise Malformed(M("表 %(table)s 有一行的列数对不上（第 %(at)s 字节附近）。", table=table, at=reader.at))
            rows += 1
            yield Row(table, dict(zip(order, values, strict=True)))
    if not columns and not rows:
        raise Malformed(M("这不是 MySQL 的导出文件：里面没有表，也没有数据。"))


class _Reader:
    """The part of the file that is being read; `at` is where the next byte to look at stands in the file."""

    def __init__(self, file: BinaryIO, grammar: _Grammar) -> None:
        self.grammar = grammar
        self._file, self._buffer, self._position, self._dropped, self._ended = file, b"", 0, 0, False

    @property
    def at(self) -> int:
        return self._dropped + self._position

    def next_statement(self) -> re.Match[bytes] | None:
        """The next definition of a table (its name, its columns), or the head of the next insertion; None at the end."""
        while not (found := _BEGIN.search(self._buffer, self._position)):
            self._position = max(self._position, self._buffer.rfind(b"\n"))
            if not self._more():
                return None
        self._position = found.start()
        pattern = self.grammar.create if found[1].upper().startswith(b"CREATE") else self.grammar.insert
        return self._matched(pattern, M("文件在一条语句中间断了（第 %(at)s 字节）。"))

    def rows(self, table: str) -> Iterator[list[Value]]:
        """The values of each row of the insertion whose head was read."""
        cut = M("文件在表 %(table)s 的一行中间断了（第 %(at)s 字节），请重新导出完整的文件。", table=table)
        while True:
            row = self._matched(self.grammar.row, cut)
            yield [self.grammar.meant(each) for each in self.grammar.value.findall(row[1])]
            if row[2] == b";":
                return

    def _matched(self, pattern, cut):
        while not (found := pattern.match(self._buffer, self._position)):
            if len(self._buffer) - self._position > LONGEST or not self._more():
                raise Malformed(cut.with_values(at=self.at))
        self._position = found.end()
        return found

    def _more(self):
        """Read on, at least as much again as is waiting, so that a long row is not searched from its start too often."""
        waiting = len(self._buffer) - self._position
        piece = b"" if self._ended else self._file.read(max(PIECE, waiting))
        self._ended = not piece
        if piece:
            self._dropped += self._position
            self._buffer, self._position = self._buffer[self._position :] + piece, 0
        return bool(piece)


def _columns(definition):
    return [_name(quoted or plain) for quoted, plain in _COLUMN.findall(definition)]


def _name(raw):
    return raw.strip(b" \t\r\n`").decode("utf-8", "replace").lower()


def _unescaped(found):
    if found[1] is not None:
        return _MEANING.get(found[1], found[1])
    return b"'" if found[0] == b"''" else found[0]
