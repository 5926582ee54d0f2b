"""Leads held as advisory locks of PostgreSQL, on a connection of their own: it frees them when the connection ends.

A beat keeps the connection from being idle. When it stops, because the node has vanished, hangs or is cut off, PostgreSQL
ends the session after LOST_AFTER (`idle_session_timeout`, since PostgreSQL 14), and another worker takes over.
"""

import logging
import time
from threading import Event, RLock, Thread
from typing import Any
from zlib import crc32

import psycopg

from forum.store.sql.bound import database

log = logging.getLogger(__name__)

LEADS = 0x57454E51  # "WENQ": the first of the two numbers of each lock
BEAT = 1.0  # seconds
LOST_AFTER = 5.0  # seconds without a beat
AGAIN = 1.0  # seconds between two tries to take a lead that another worker has


class ServerLeads:
    """The leads of one worker; its threads may share it. `node` is the name by which PostgreSQL shows who has them."""

    def __init__(self, node: str) -> None:
        self._node, self._lock, self._closed = node, RLock(), Event()
        self._connection: Any = None
        self._beaten_at = 0.0  # of time.monotonic
        self._held: set[str] = set()
        self._not_before: dict[str, float] = {}
        self._beating: Thread | None = None

    def holds(self, name: str) -> bool:
        """Whether this worker runs the reader of that name, which it does from now on when no other does."""
        with self._lock:
            try:
                self._connected()
                return name in self._held or self._takes(name)
            except psycopg.Error as error:
                self._lose(error)
                return False

    def release(self, name: str, wait: float) -> None:
        """Leave a reader to another worker, and do not try to take it again for `wait` seconds."""
        with self._lock:
            self._not_before[name] = time.monotonic() + wait
            if name in self._held:
                self._held.discard(name)
                try:
                    self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", (LEADS, number_of(name)))
                except psycopg.Error as error:
                    self._lose(error)

    def close(self) -> None:
        """Leave every reader to others, for good."""
        self._closed.set()
        with self._lock:
            self._disconnect()

    def _takes(self, name: str) -> bool:
        now = time.monotonic()
        if now < self._not_before.get(name, now):
            return False
        (taken,) = self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LEADS, number_of(name))).fetchone()
        if taken:
            self._held.add(name)
            log.info("%s runs %s", self._node, name)
        else:
            self._not_before[name] = now + AGAIN
        return bool(taken)

    def _connected(self) -> None:
        """Connect where there is no connection, and make sure of one that has not answered for some beats."""
        if self._connection is None:
            self._connection = psycopg.connect(
                dbname=database.database,
                autocommit=True,
                **{**database.connect_params, "application_name": self._node},
            )
            if self._connection.info.server_version >= 140000:
                self._connection.execute(f"SET idle_session_timeout = '{int(LOST_AFTER * 1000)}ms'")
            self._beaten_at = time.monotonic()
            self._begin_beating()
        elif time.monotonic() - self._beaten_at > 2 * BEAT:
            self._beat()

    def _begin_beating(self) -> None:
        if self._beating is None:
            self._beating = Thread(target=self._keep_beating, daemon=True)
            self._beating.start()

    def _keep_beating(self) -> None:
        while not self._closed.wait(BEAT):
            with self._lock:
                try:
                    if self._connection is not None:
                        self._beat()
                except psycopg.Error as error:
                    self._lose(error)

    def _beat(self) -> None:
        self._connection.execute("SELECT 1")
        self._beaten_at = time.monotonic()

    def _lose(self, error: Exception) -> None:
        if self._held:
            log.warning("%s no longer runs %s: %s", self._node, ", ".join(sorted(self._held)), error)
        self._disconnect()

    def _disconnect(self) -> None:
        self._held.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def number_of(name: str) -> int:
    """The second number of the lock of the reader with that name: 32 bits with a sign."""
    return int.from_bytes(crc32(name.encode()).to_bytes(4), signed=True)


def leading() -> dict[int, str]:
    """{number_of(reader): node whose worker runs it}. Needs a connection to PostgreSQL."""
    rows = database.execute_sql(
        """SELECT objid::bigint, application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        (LEADS,),
    )
    return {number - 2**32 if number >= 2**31 else number: node for number, node in rows.fetchall()}
