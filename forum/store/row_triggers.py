"""Triggers that note each change of a proved row in `recorded_row`, for the leaf of the transaction that made it."""

from collections.abc import Iterator

from forum.store.proved import PROVED
from forum.store.row_images import Image, changeable, difference, image

COLUMNS = "row_table, row_id, thread_id, public, private"
FUNCTIONS = tuple(f"wenqu_note_{table}()" for table in PROVED)


def sqlite() -> Iterator[tuple[str, str, str]]:
    """(table, trigger, its statement) of each trigger."""
    for table in PROVED:
        yield table, f"note_{table}_insert", _sqlite(table, "INSERT", "", image(table, "NEW", True))
        if changeable(table):
            when = f" WHEN {_differs(table, 'IS NOT')}"
            yield table, f"note_{table}_update", _sqlite(table, "UPDATE", when, difference(table, True))


def _sqlite(table: str, event: str, when: str, noted: Image) -> str:
    return (
        f"CREATE TRIGGER note_{table}_{event.lower()} AFTER {event} ON {table} FOR EACH ROW{when}"
        f" BEGIN INSERT INTO recorded_row ({COLUMNS}) VALUES ('{table}', {', '.join(noted)}); END"
    )


def postgresql() -> Iterator[tuple[str, str, str, str]]:
    """(table, function, trigger, the trigger's body) of each trigger."""
    for table in PROVED:
        function = _function(table)
        yield table, function, f"note_{table}_insert", f"AFTER INSERT ON {table} FOR EACH ROW {_runs(table)}"
        if changeable(table):
            when = f"FOR EACH ROW WHEN ({_differs(table, 'IS DISTINCT FROM')})"
            yield table, function, f"note_{table}_update", f"AFTER UPDATE ON {table} {when} {_runs(table)}"


def _runs(table: str) -> str:
    return f"EXECUTE FUNCTION wenqu_note_{table}()"


def _function(table: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION wenqu_note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    {_noted(table, image(table, "NEW", False))}
  ELSE
    {_noted(table, difference(table, False))}
  END IF;
  RETURN NULL;
END $$
"""


def _noted(table: str, noted: Image) -> str:
    return (
        f"INSERT INTO recorded_row ({COLUMNS}, writer) VALUES ('{table}', {', '.join(noted)},"
        " pg_current_xact_id()::text::bigint);"
    )


def _differs(table: str, differs: str) -> str:
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in sorted(changeable(table)))
