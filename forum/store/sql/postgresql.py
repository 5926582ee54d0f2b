"""PostgreSQL as the program uses it: a pool of connections that notice when the other side has gone.

The settings are those of libpq and of the server's "Client Connection Defaults"; what stands in the URL comes first.
"""

import select
from typing import Any

from playhouse.db_url import parse as parse_url
from playhouse.pool import PooledPostgresqlDatabase

from forum.store.sql.reads import RecordedReads

MOST_CONNECTIONS = 64  # of a process; a web process has ten, the worker some more (docs/postgresql.md)
RENEWED = 3600  # seconds after which a connection is replaced, so that none keeps old memory or an old address
WAIT = 20  # seconds for a free connection

# A vanished machine is noticed by both sides within some ten seconds, else it would hold the writers' turn for hours.
NOTICED = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
ON_THE_SERVER = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
}
# With pg_temp named last, a temporary table cannot shadow a real one.
ALWAYS = {"timezone": "UTC", "search_path": "public,wenqu_search,pg_temp"}
READ_ONLY = {"default_transaction_read_only": "on", "default_transaction_isolation": "repeatable\\ read"}
PROGRAM = {"idle_in_transaction_session_timeout": "10min"}
# A request that takes longer has been given up by its reader; one that hangs amid a write would keep all others waiting.
WEB = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "15s"}


class Postgresql(RecordedReads, PooledPostgresqlDatabase):
    """PostgreSQL with a pool of connections."""

    def _is_closed(self, conn: Any) -> bool:
        """Whether a connection of the pool has ended: the server says nothing on an idle one, but its end."""
        if super()._is_closed(conn):
            return True
        silent = select.poll()
        silent.register(conn.fileno(), select.POLLIN)
        if not silent.poll(0):
            return False
        conn.close()
        return True


def postgresql(url: str, *settings: dict[str, str]) -> Postgresql:
    """The database at a postgresql:// URL, whose connections have these settings of the server."""
    options = NOTICED | parse_url(url)
    wanted = [ON_THE_SERVER, *settings]
    options.setdefault("options", _written(ALWAYS))
    options["options"] += "".join(f" {_written(each)}" for each in wanted)
    return Postgresql(
        options.pop("database"),
        prefer_psycopg3=True,
        max_connections=MOST_CONNECTIONS,
        stale_timeout=RENEWED,
        timeout=WAIT,
        **options,
    )


def _written(settings: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in settings.items())
