"""A temporary store on disk for the leaves of the ledger that is verified, so that memory stays bounded."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

from boards.rules.deeds.record import OF_TEXTS, Effect
from boards.rules.deeds.table import deeds_of
from forum.deeds import Deed
from moderation.ledger.audit.checks.leaves import Fields, read_leaf, read_place, subject
from moderation.ledger.audit.checks.records import Leaf

TABLES = """
CREATE TABLE leaf (entry INTEGER PRIMARY KEY, object TEXT, type TEXT, leaf TEXT, at TEXT, rows TEXT);
CREATE INDEX about ON leaf (object, entry);
CREATE TABLE place (post INTEGER PRIMARY KEY, entry INTEGER, thread INTEGER, floor INTEGER, seen INTEGER DEFAULT 0);
CREATE INDEX stands ON place (thread);
CREATE TABLE opening (post INTEGER, revision INTEGER, text TEXT, parts TEXT, PRIMARY KEY (post, revision)) WITHOUT ROWID;
CREATE TABLE thread (id INTEGER PRIMARY KEY);
CREATE TABLE stored (row TEXT PRIMARY KEY, kind TEXT, thread INTEGER, entry INTEGER, content TEXT) WITHOUT ROWID;
CREATE INDEX belonging ON stored (kind, thread);
CREATE INDEX with_rows ON leaf (entry) WHERE rows IS NOT NULL;
CREATE INDEX of_post ON stored (json_extract(content, '$.post_id')) WHERE kind = 'post_file';
CREATE TABLE file (post INTEGER, number INTEGER, thread INTEGER, floor INTEGER, sha256 TEXT, url TEXT, PRIMARY KEY (post, number));
CREATE INDEX done ON leaf (at, type);
"""
SECOND = 19  # letters of a time up to its second
# The merge of RFC 7396: a NULL takes the column away.
APPLY = """INSERT INTO stored (row, kind, thread, entry, content) VALUES (?1, ?2, ?3, ?4, json_patch('{}', ?5))
ON CONFLICT (row) DO UPDATE SET entry = excluded.entry, content = json_patch(stored.content, ?5)
WHERE excluded.entry >= stored.entry"""
TEXTS = tuple(deed.value for deed in deeds_of(*OF_TEXTS))
UNVEILING = deeds_of(Effect.UNVEILS)


class SeenFile(NamedTuple):
    """A file that a post shows, as the site names it; `number` is its place among the post's."""

    post: int
    number: int
    thread: int
    floor: int
    sha256: str
    url: str


@contextmanager
def open_leaf_store() -> Iterator["LeafStore"]:
    """A LeafStore in a temporary folder, which is removed at the end."""
    with TemporaryDirectory(prefix="wenqu-verify-") as folder:
        made = LeafStore(Path(folder) / "spool.db")
        try:
            yield made
        finally:
            made.connection.close()


class LeafStore:
    """Leaves by number and by object, the places of posts, and the openings of their texts."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)

    def prior(self, name: str) -> str | None:
        """The text of the last leaf about an object; None before the first."""
        return self._value("SELECT leaf FROM leaf WHERE object = ? ORDER BY entry DESC LIMIT 1", name)

    def add(self, entry: int, fields: Fields, leaf: str) -> None:
        """Store a leaf; `fields` are its Fields."""
        values = (entry, fields.object, fields.type, leaf, fields.time[:SECOND], fields.rows)
        self._run("INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?)", *values)
        post, thread = subject(fields.object, "post"), subject(fields.object, "thread")
        if thread:
            self._run("INSERT OR IGNORE INTO thread VALUES (?)", thread)
        if post and fields.type == Deed.POST_CREATE:
            thread, floor = read_place(fields)
            self._run(
                "INSERT OR IGNORE INTO place (post, entry, thread, floor) VALUES (?, ?, ?, ?)",
                post,
                entry,
                thread,
                floor,
            )
            if thread:
                self._run("INSERT OR IGNORE INTO thread VALUES (?)", thread)

    def text(self, entry: int) -> str | None:
        """The text of an entry's leaf, or None."""
        return self._value("SELECT leaf FROM leaf WHERE entry = ?", entry)

    def leaf(self, entry: int) -> Leaf | None:
        """The Leaf of an entry, or None."""
        text = self.text(entry)
        return None if text is None else _leaf(entry, text)

    def about(self, kind: str, number: int) -> list[Leaf]:
        """The Leafs about an object, in order."""
        rows = self.connection.execute(
            "SELECT entry, leaf FROM leaf WHERE object = ? ORDER BY entry", (f"{kind}/{number}",)
        )
        return [_leaf(entry, text) for entry, text in rows]

    def texts(self, first: int, end: int) -> list[int]:
        """Numbers of the entries first...end-1 that store a text."""
        rows = self.connection.execute(
            "SELECT entry FROM leaf WHERE entry >= ? AND entry < ? AND type IN (?, ?)", (first, end, *TEXTS)
        )
        return [entry for (entry,) in rows]

    def threads(self) -> list[int]:
        """Numbers of every thread that the leaves name."""
        return [number for (number,) in self.connection.execute("SELECT id FROM thread ORDER BY id")]

    def place(self, post: int) -> tuple[int, int] | tuple[None, None]:
        """(thread, floor) of a post; (None, None) where no leaf says it."""
        return self.connection.execute("SELECT thread, floor FROM place WHERE post = ?", (post,)).fetchone() or (
            None,
            None,
        )

    def keep_opening(self, post: int, revision: int, text: str | None, parts: str) -> None:
        """Store the opening of a revision: its text, or where parts are withheld the others, as JSON."""
        self._run("INSERT OR REPLACE INTO opening VALUES (?, ?, ?, ?)", post, revision, text, parts)

    def opening(self, post: int, revision: int) -> tuple[str | None, str] | None:
        """(text, parts) as keep_opening stored them, or None."""
        return self.connection.execute(
            "SELECT text, parts FROM opening WHERE post = ? AND revision = ?", (post, revision)
        ).fetchone()

    def with_rows(self, first: int, end: int) -> list[int]:
        """Numbers of the entries first...end-1 whose leaves commit to rows."""
        statement = "SELECT entry FROM leaf WHERE entry >= ? AND entry < ? AND rows IS NOT NULL"
        return [entry for (entry,) in self.connection.execute(statement, (first, end))]

    def proves_rows(self) -> bool:
        """Whether any leaf commits to rows: those of an older program do not."""
        return self._value("SELECT 1 FROM leaf WHERE rows IS NOT NULL LIMIT 1") is not None

    def rows_commitment(self, entry: int) -> str | None:
        """The commitment of an entry's leaf to rows."""
        return self._value("SELECT rows FROM leaf WHERE entry = ?", entry)

    def keep_row(self, entry: int, content: dict[str, Any]) -> None:
        """Apply the change of a row, {"row": "thread/12", column: value ...}, unless a later one was applied before."""
        name, values = content["row"], {key: value for key, value in content.items() if key != "row"}
        kind, _, number = name.partition("/")
        thread = int(number) if kind == "thread" else values.get("thread_id")
        self._run(APPLY, name, kind, thread, entry, json.dumps(values, ensure_ascii=False))

    def row(self, name: str) -> dict[str, Any] | None:
        """The values of the row "thread/12" after all changes, without NULLs; None where none was opened."""
        content = self._value("SELECT content FROM stored WHERE row = ?", name)
        return None if content is None else json.loads(content)

    def rows_of(self, kind: str, thread: int) -> list[dict[str, Any]]:
        """The values of every row of a table that belongs to a thread."""
        rows = self.connection.execute("SELECT content FROM stored WHERE kind = ? AND thread = ?", (kind, thread))
        return [json.loads(content) for (content,) in rows]

    def rows_with(self, kind: str, column: str, value: Any) -> list[dict[str, Any]]:
        """The values of every row of a table that has `value` in `column`."""
        statement = f"SELECT content FROM stored WHERE kind = '{kind}' AND json_extract(content, '$.{column}') = ?"
        return [json.loads(content) for (content,) in self.connection.execute(statement, (value,))]

    def note_file(self, file: SeenFile) -> None:
        """Store a file that is shown."""
        self._run("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", *file)

    def files(self, most: int) -> list[SeenFile]:
        """At most `most` of the noted files, chosen by chance."""
        rows = self.connection.execute("SELECT * FROM file ORDER BY RANDOM() LIMIT ?", (most,))
        return [SeenFile(*row) for row in rows]

    def take_file(self, post: int, number: int) -> SeenFile | None:
        """The file `number` of a post, which is no longer noted, so that it is only known when it is shown again; or None."""
        row = self.connection.execute("SELECT * FROM file WHERE post = ? AND number = ?", (post, number)).fetchone()
        self._run("DELETE FROM file WHERE post = ? AND number = ?", post, number)
        return SeenFile(*row) if row else None

    def row_with(self, kind: str, column: str, value: Any) -> dict[str, Any] | None:
        """The values of the row of a table that has `value` in `column`, or None."""
        statement = "SELECT content FROM stored WHERE kind = ? AND json_extract(content, ?) = ?"
        content = self._value(statement, kind, f"$.{column}", value)
        return None if content is None else json.loads(content)

    def first_of(self, deed: str) -> int | None:
        """The number of the first entry of a deed, or None."""
        return self._value("SELECT MIN(entry) FROM leaf WHERE type = ?", str(deed))

    def has_leaf(self, deed: Any, at: str) -> bool:
        """Whether a leaf says that `deed` was done in the second `at`."""
        return self._value("SELECT 1 FROM leaf WHERE at = ? AND type = ?", at, str(deed)) is not None

    def see(self, post: int) -> None:
        """Note that the site shows a post in its thread."""
        self._run("UPDATE place SET seen = 1 WHERE post = ?", post)

    def unseen(self) -> list[tuple[int, int]]:
        """(post, entry) of posts that no thread shows."""
        return self.connection.execute("SELECT post, entry FROM place WHERE NOT seen ORDER BY post").fetchall()

    def waits(self, thread: int | None) -> bool:
        """Whether a question waits for screening: its first leaf says so, and no later leaf publishes it."""
        leaves = self.about("thread", thread) if thread else ()
        asked_so = any(leaf.fields.type == Deed.ASK and leaf.fields.reason == "waits" for leaf in leaves)
        return asked_so and not any(leaf.fields.type in UNVEILING for leaf in leaves)

    def _run(self, statement, *values):
        self.connection.execute(statement, values)

    def _value(self, statement, *values):
        row = self.connection.execute(statement, values).fetchone()
        return row and row[0]


def _leaf(entry, text):
    return Leaf(entry, cast(Fields, read_leaf(text)), {})  # only leaves of the known form are added
