"""What the tables of Discuz! X mean: which rows are members, boards, threads, posts and files. Pure.

The values of `displayorder`, `invisible` and `status` are those of Discuz! X3.4 (source/language and source/module/forum).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from boards.imports.mysql.dump import Row, Value
from boards.imports.mysql.encodings import decode
from boards.imports.old_forum.records import Forum, Member, OldFile, OldPost, OldThread, State
from forum.accounts.old_passwords import DISCUZ

NEEDED = ("common_member", "forum_forum", "forum_thread", "forum_post")
OFFICIAL_GROUP = re.compile("发言人|部门|单位|官方|政府|回复组|答复|联络员")
UNDONE, PENDING, DRAFT = -1, -2, -4  # of displayorder and invisible
HIDDEN = 1  # the bit of post.status that 屏蔽 sets

Record = Member | Forum | OldThread | OldPost | OldFile
_NUMBERED = re.compile(r"_(\d+)$")


@dataclass
class Tables:
    """Turns rows into records. `prefix` is found in the first table; what is damaged or left out is counted."""

    encoding: str
    official_groups: frozenset[str] = frozenset()
    prefix: str | None = None
    seen: set[str] = field(default_factory=set)
    damaged: int = 0
    kinds: dict[str, str] = field(default_factory=dict)  # the names of thread types by number
    stamps: dict[str, str] = field(default_factory=dict)
    _groups: dict[int, str] = field(default_factory=dict)
    _forums: dict[int, str] = field(default_factory=dict)
    _passwords: dict[int, str] = field(default_factory=dict)
    _at_end: list[Callable[[], Record]] = field(default_factory=list)

    def records(self, rows: Iterator[Row]) -> Iterator[Record]:
        """The records of all rows; those that need other tables come at the end.

        `kind` and `stamp` of a thread are numbers, whose names are in `kinds` and `stamps` after the last row.
        """
        for row in rows:
            name = self._table(row.table)
            self.seen.add(name)
            if row.values and (read := _READERS.get(_NUMBERED.sub("", name))):
                yield from read(self, _Values(row.values, self))
        yield from (record() for record in self._at_end)

    def missing(self) -> list[str]:
        """The tables without which there is no forum."""
        return [f"{self.prefix or 'pre_'}{name}" for name in NEEDED if name not in self.seen]

    def _table(self, full):
        if self.prefix is None or not full.startswith(self.prefix):
            found = re.match(r"(\w*?)(?=common_|forum_|ucenter_)", full)
            self.prefix = found[1] if found and self.prefix is None else self.prefix
        return full.removeprefix(self.prefix or "")

    def text(self, raw: Value) -> str:
        """A text of the dump; counts those with damaged bytes."""
        text, damaged = decode(raw or b"", self.encoding)
        self.damaged += damaged
        return text

    def _group(self, row):
        self._groups[row.number("groupid")] = row.text("grouptitle")
        return ()

    def _type(self, row):
        self.kinds[str(row.number("typeid"))] = row.text("name")
        return ()

    def _smiley(self, row):
        if row.text("type") == "stamp":
            self.stamps[str(row.number("displayorder"))] = row.text("code")
        return ()

    def _secret(self, row):
        if row.text("password"):
            self._passwords[row.number("uid")] = f"{DISCUZ}${row.text('salt')}${row.text('password')}"
        return ()

    def _member(self, row):
        number, name, joined, group = (
            row.number("uid"),
            row.text("username"),
            row.number("regdate"),
            row.number("groupid"),
        )
        self._at_end.append(lambda: self._completed(number, name, joined, group))
        return ()

    def _completed(self, number, name, joined, group):
        title = self._groups.get(group, "")
        official = title in self.official_groups or bool(OFFICIAL_GROUP.search(title))
        # Who answers for an office gets a new password from an administrator.
        return Member(number, name, joined, official, None if official else self._passwords.get(number))

    def _forum(self, row):
        number, name, parent = row.number("fid"), row.text("name"), row.number("fup")
        self._forums[number] = name
        self._at_end.append(lambda: Forum(number, name, self._forums.get(parent, "")))
        return ()

    def _thread(self, row):
        closed = row.number("closed")
        yield OldThread(
            id=row.number("tid"),
            forum=row.number("fid"),
            title=row.text("subject"),
            state=_state_of_thread(row.number("displayorder")),
            views=row.number("views"),
            locked=closed == 1,
            moved_to=closed if closed > 1 else None,
            kind=str(row.number("typeid")),
            stamp=str(row.number("stamp", -1)),
        )

    def _post(self, row):
        yield OldPost(
            id=row.number("pid"),
            thread=row.number("tid"),
            position=1 if row.number("first") else row.number("position"),
            author=row.number("authorid"),
            name=row.text("author"),
            at=row.number("dateline"),
            text=row.text("message"),
            title=row.text("subject"),
            state=_state_of_post(row.number("invisible"), row.number("status")),
            anonymous=bool(row.number("anonymous")),
            html=bool(row.number("htmlon")),
            plain=row.number("bbcodeoff") == 1,
        )

    def _file(self, row):
        if row.has("filename"):
            yield OldFile(
                row.number("aid"),
                row.number("pid"),
                row.text("filename"),
                row.text("attachment"),
                row.text("description"),
            )


class _Values:
    """A row's values by column, as numbers and texts; a column that a version does not have is 0 or empty."""

    def __init__(self, values: Mapping[str, Value], tables: Tables) -> None:
        self._values, self._tables = values, tables

    def has(self, column: str) -> bool:
        return column in self._values

    def number(self, column: str, without: int = 0) -> int:
        raw = self._values.get(column)
        try:
            return int(float(raw)) if raw else without
        except ValueError:
            return without

    def text(self, column: str) -> str:
        return self._tables.text(self._values.get(column))


def _state_of_thread(displayorder):
    if displayorder == UNDONE:
        return State.RECYCLED
    return State.SHOWN if displayorder >= 0 else State.UNPUBLISHED


def _state_of_post(invisible, status):
    if invisible in (UNDONE, -5):
        return State.RECYCLED
    if invisible < 0:
        return State.UNPUBLISHED
    return State.HIDDEN if status & HIDDEN else State.SHOWN


_READERS: dict[str, Callable[[Tables, _Values], Any]] = {
    "common_usergroup": Tables._group,
    "common_smiley": Tables._smiley,
    "forum_threadclass": Tables._type,
    "ucenter_members": Tables._secret,
    "common_member": Tables._member,
    "forum_forum": Tables._forum,
    "forum_thread": Tables._thread,
    "forum_post": Tables._post,
    "forum_attachment": Tables._file,
}
