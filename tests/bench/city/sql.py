"""What SQLite and PostgreSQL write differently, and numbers drawn by arithmetic that both agree on."""

from city.plan import BEGIN

from forum.store import db

BEGUN = int(BEGIN.timestamp())


def run(statement):
    """Execute a statement as it stands: no placeholders, so that % is a remainder; returns how many rows it wrote."""
    cursor = db.database.connection().cursor()
    cursor.execute(statement)
    return cursor.rowcount


def many(statement, rows):
    """Execute a statement with ? for each row."""
    statement = statement if db.is_sqlite() else statement.replace("?", "%s")
    db.database.connection().cursor().executemany(statement, rows)


def draw(number, salt, below):
    """SQL: a number from 0 to `below` - 1 that looks random, always the same for `number` and `salt`."""
    big = number if db.is_sqlite() else f"({number})::bigint"
    return f"((({big}) * 2654435761 + {salt * 374761393}) % 4294967291 / 7 % ({below}))"


def series(first, last):
    """SQL: a table `series (n)` of the numbers from `first` to `last`."""
    if db.is_sqlite():
        return f"(WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s) AS series"
    return f"generate_series({first}::bigint, {last}::bigint) AS series(n)"


def instant(seconds):
    """SQL: the time so many seconds after BEGIN."""
    if db.is_sqlite():
        return f"strftime('%Y-%m-%d %H:%M:%S', {BEGUN} + {seconds}, 'unixepoch') || '.000000+00:00'"
    return f"to_timestamp({BEGUN} + {seconds})"


def later(column, seconds):
    """SQL: so many seconds after the time in `column`."""
    if db.is_sqlite():
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '+' || ({seconds}) || ' seconds') || '.000000+00:00'"
    return f"({column} + ({seconds}) * interval '1 second')"


def minutes(since, until):
    """SQL: whole minutes between two times."""
    if db.is_sqlite():
        return f"((strftime('%s', {until}) - strftime('%s', {since})) / 60)"
    return f"floor(extract(epoch FROM {until} - {since}) / 60)::bigint"


def local_day(column):
    """SQL: the day in Shanghai."""
    if db.is_sqlite():
        return f"date({column}, '+8 hours')"
    return f"({column} AT TIME ZONE 'Asia/Shanghai')::date"


def key(number):
    """SQL: 64 digits made of a number, where a hash or a salt would stand."""
    return f"printf('%064d', {number})" if db.is_sqlite() else f"lpad(({number})::text, 64, '0')"


def step(floor):
    """SQL: a floor as one step of a path (boards.rules.floors), five digits in base 36."""
    digits = "'0123456789abcdefghijklmnopqrstuvwxyz'"
    powers = (36**4, 36**3, 36**2, 36, 1)
    return (
        "("
        + " || ".join(f"substr({digits}, CAST(({floor}) / {power} % 36 + 1 AS INTEGER), 1)" for power in powers)
        + ")"
    )
