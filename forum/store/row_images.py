"""SQL for the images of rows: a JSON object of a row's proved columns, its public and its private part.

The triggers write them when a row changes, and the audit composes them again from the rows; both have the same
canonical values: times as in leaves, booleans as true and false, absent columns for NULL.
"""

from collections.abc import Iterator
from typing import NamedTuple

from forum.store.guard import FROZEN
from forum.store.proved import FLAGS, PROVED, TIMES, Proved

ANONYMITY = "anonymous"


class Image(NamedTuple):
    """SQL expressions over one row: its key, its thread's id, and the JSON text of the public and the private columns."""

    key: str
    thread: str
    public: str
    private: str


def image(table: str, source: str, sqlite: bool) -> Image:
    """The Image of the row `source` (an alias, NEW or OLD) of a proved table, with every column that is not NULL."""
    proved = PROVED[table]
    parts = (_whole(values, sqlite) for values in _parts(proved, proved.columns, source, sqlite))
    return Image(_key(proved, source, sqlite), _thread(proved, source), *parts)


def difference(table: str, sqlite: bool) -> Image:
    """The Image of an UPDATE: the changed columns with their new values; a part without a change is NULL."""
    proved, mutable = PROVED[table], changeable(table)
    new, old = (tuple(_parts(proved, mutable, source, sqlite)) for source in ("NEW", "OLD"))
    parts = (_changed(*pair, sqlite) for pair in zip(new, old, strict=True))
    return Image(_key(proved, "NEW", sqlite), _thread(proved, "NEW"), *parts)


def changeable(table: str) -> frozenset[str]:
    """The proved columns that an UPDATE may change."""
    return PROVED[table].columns - frozenset(FROZEN.get(table, ()))


def _parts(proved: Proved, columns: frozenset[str], source: str, sqlite: bool) -> Iterator[dict[str, str]]:
    """{column: SQL of its value} of the public part, then of the private one."""
    anonymous = f'{source}."{ANONYMITY}"'
    named = [column for column in proved.unless_anonymous if column in columns]
    shown = {column: f"CASE WHEN {anonymous} THEN NULL ELSE {source}.{column} END" for column in named}
    kept = {column: f"CASE WHEN {anonymous} THEN {source}.{column} END" for column in named}
    yield {column: _value(column, source, sqlite) for column in proved.public if column in columns} | shown
    yield {column: _value(column, source, sqlite) for column in proved.private if column in columns} | kept


def _value(column: str, source: str, sqlite: bool) -> str:
    name = f'{source}."{column}"'
    if column in TIMES or column.endswith("_at"):
        return f"replace({name}, ' ', 'T')" if sqlite else _postgresql_time(name)
    if column in FLAGS and sqlite:
        return f"json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
    return name


def _postgresql_time(name: str) -> str:
    return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'"""


def _key(proved: Proved, source: str, sqlite: bool) -> str:
    if proved.key != "day":
        return f"{source}.{proved.key}"
    day = f"{source}.{proved.key}"
    return f"CAST(replace({day}, '-', '') AS INTEGER)" if sqlite else f"to_char({day}, 'YYYYMMDD')::bigint"


def _thread(proved: Proved, source: str) -> str:
    return f"{source}.{proved.thread}" if proved.thread else "NULL"


def _whole(values: dict[str, str], sqlite: bool) -> str:
    """JSON text of the values that are not NULL; NULL without any."""
    if not values:
        return "NULL"
    if sqlite:  # the merge of RFC 7396 drops nulls
        return f"NULLIF(json_patch('{{}}', json_object({_pairs(values)})), '{{}}')"
    return f"NULLIF(jsonb_strip_nulls(jsonb_build_object({_pairs(values)}))::text, '{{}}')"


def _changed(new: dict[str, str], old: dict[str, str], sqlite: bool) -> str:
    if not new:
        return "NULL"
    if sqlite:
        same = ", ".join(f"CASE WHEN {new[name]} IS {old[name]} THEN '$.{name}' ELSE '$.-' END" for name in new)
        return f"NULLIF(json_remove(json_object({_pairs(new)}), {same}), '{{}}')"
    same = ", ".join(f"CASE WHEN {new[name]} IS NOT DISTINCT FROM {old[name]} THEN '{name}' END" for name in new)
    return f"NULLIF((jsonb_build_object({_pairs(new)}) - array_remove(ARRAY[{same}]::text[], NULL))::text, '{{}}')"


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"'{name}', {value}" for name, value in values.items())
