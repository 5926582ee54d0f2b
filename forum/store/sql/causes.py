"""What stands behind an error of the database. Pure."""

import peewee

DRIVERS = ("sqlite3", "pysqlite3", "psycopg")


def cause_of(error: BaseException) -> BaseException:
    """The first error of a database or file in the chain that led to `error`.

    When a disk is full, SQLite rolls back by itself, and the error that is raised is that of the second rollback.
    """
    found, seen, current = error, set[int](), error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        if _is_of_the_store(current):
            found = current
        current = current.__cause__ or current.__context__  # type: ignore[assignment]
    return found


def told(error: BaseException) -> str:
    """What the log says of an error: its kind and the first line of its message."""
    cause = cause_of(error)
    lines = str(cause).splitlines()
    return f"{type(cause).__name__}: {lines[0] if lines else ''}"


def is_passing(error: BaseException) -> bool:
    """Whether a driver's own error, which peewee did not see, says that the database cannot be asked now: reading rows raises such."""
    names = {base.__name__ for base in type(error).__mro__}
    return type(error).__module__.split(".")[0] in DRIVERS and bool(names & {"OperationalError", "InterfaceError"})


def _is_of_the_store(error: BaseException) -> bool:
    return isinstance(error, peewee.PeeweeException | OSError) or type(error).__module__.split(".")[0] in DRIVERS
