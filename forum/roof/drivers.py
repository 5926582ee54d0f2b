"""Leaves out the driver of a database that the site does not use.

peewee imports each one that is installed, and psycopg takes 7 MB and a tenth of a second. Imports nothing of the program.
"""

import sys
from collections.abc import Mapping, MutableMapping
from types import ModuleType
from typing import cast


def leave_out_unused(environ: Mapping[str, str], modules: MutableMapping[str, ModuleType] = sys.modules) -> None:
    """Have `import psycopg` fail in this process when its settings name no PostgreSQL; call before peewee is imported."""
    named = environ.get("WENQU_DATABASE") or "sqlite:"
    if named.startswith("sqlite:") and not environ.get("WENQU_DATABASE_FILE"):
        cast(MutableMapping[str, ModuleType | None], modules).setdefault("psycopg", None)
