"""The tables of the connected database, each column with a kind that is the same on both engines."""

import re
from dataclasses import dataclass

import peewee

from forum.store.guard import FROZEN, ONCE
from forum.store.schema import HISTORY, IMPORTING

# How the tables look, an import that is under way, and what was read in the last minutes.
NO_PART_OF_A_CITY = frozenset({HISTORY, *IMPORTING, "recent_use"})

KINDS = {
    "integer": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "real": "number",
    "double precision": "number",
    "boolean": "boolean",
    "text": "text",
    "character varying": "text",
    "varchar": "text",
    "date": "date",
    "timestamptz": "instant",
    "timestamp with time zone": "instant",
    "blob": "bytes",
    "bytea": "bytes",
}
# SQLite declares some of these as INTEGER.
BOOLEANS = {
    "board": ("screening",),
    "calendar_day": ("working",),
    "clock": ("provisional",),
    "contact_message": ("from_asker", "phone_shared"),
    "delivery_choice": ("wanted",),
    "department": ("active",),
    "extension": ("granted",),
    "held_post": ("released",),
    "ledger_refusal": ("over",),
    "move_car_request": ("counted", "not_mine", "photo_checked"),
    "notification": ("bell",),
    "post": ("anonymous", "hidden_whole", "unsettled"),
    "quiz_question": ("retired",),
    "rating": ("solved",),
    "recorded_message": ("incoming",),
    "session": ("second_factor",),
    "sms_receipt": ("delivered",),
    "thread": ("anonymous", "ended", "hidden", "highlighted", "locked", "public", "withheld"),
}
# Who is behind a login or was here; and every table with something encrypted, or a hash by which something is recognised.
SECRET = frozenset("account account_merge account_name attempt hotline_call mail_reply remembered_answer".split())
TELLING = re.compile(r"sealed|.*_hash|origin|network")
NOT_SECRET = frozenset({"period_figures", "seal_order"})  # a count of sealed cases; the hashes of a signed order


@dataclass(frozen=True)
class Column:
    """A column: `kind` is integer, number, boolean, text, date, instant (UTC) or bytes."""

    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """A table: its columns in order, and the name of its primary key."""

    name: str
    columns: tuple[Column, ...]
    key: str

    @property
    def numbered(self) -> bool:
        """Whether the primary key is a number."""
        return next(column.kind for column in self.columns if column.name == self.key) == "integer"

    @property
    def secret(self) -> bool:
        """Whether it belongs to the secret part of an export."""
        telling = any(TELLING.fullmatch(column.name) for column in self.columns)
        return self.name in SECRET or (telling and self.name not in NOT_SECRET)

    def settling(self) -> tuple[int, ...] | None:
        """The positions of the columns that are set once, when all others never change (forum/store/guard.py); None if some do."""
        once = ONCE.get(self.name, ())
        if {column.name for column in self.columns} - {*FROZEN.get(self.name, ()), *once}:
            return None
        return tuple(number for number, column in enumerate(self.columns) if column.name in once)


def tables_of(database: peewee.Database) -> list[Table]:
    """The tables of a city, by name."""
    return [_table(database, name) for name in table_names(database) if name not in NO_PART_OF_A_CITY]


def table_names(database: peewee.Database) -> list[str]:
    """The names of all tables but those of SQLite itself."""
    return sorted(name for name in database.get_tables() if not name.startswith("sqlite_"))


def _table(database: peewee.Database, name: str) -> Table:
    (key,) = database.get_primary_keys(name)
    columns = tuple(Column(each.name, _kind(name, each)) for each in database.get_columns(name))
    return Table(name, columns, key)


def _kind(table: str, column: peewee.ColumnMetadata) -> str:
    if column.name in BOOLEANS.get(table, ()):
        return "boolean"
    return KINDS[column.data_type.partition("(")[0].casefold()]
