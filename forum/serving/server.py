"""The HTTP server of one process: waitress with bounds, which ends without cutting a request that it has taken."""

import logging
import resource
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from forum.serving.connections import Connection
from forum.serving.loop import Loop

log = logging.getLogger(__name__)

THREADS = 8
CONNECTIONS = 4000  # of this process; a slow client holds a connection, not a thread
EVICTED = 100  # connections that are closed when there are CONNECTIONS: those that have asked nothing for longest
WAITING = 1000  # requests that wait for a thread; one more is answered with 503
LONGEST_WAIT = 10  # seconds; while the first of them has waited for so long, more are answered with 503
IDLE = 20  # seconds for which a connection without a request is kept open
LARGEST_HEADERS = 32 * 1024  # bytes
LARGEST_REQUEST = (
    256 * 1024**2
)  # bytes; waitress stores a body on disk until the program checks its own limit (forum.web.door)
# After the signal to end: connections without a request are kept for a moment, since their next request may be on its way.
LAST_REQUESTS = 1.0  # seconds
LONGEST_END = 30.0  # seconds; what is not answered then is cut

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server(TcpWSGIServer):
    """Serves `application` on a listening socket, until `drain` is called."""

    channel_class = Connection

    def __init__(
        self,
        application: Application,
        listening: socket.socket,
        count: Callable[[str], object] = lambda why: None,
        tell_waiting: Callable[[int], object] = lambda number: None,
    ) -> None:
        """`count` gets "turned away" for a request answered with 503, "gone" for one without client; `tell_waiting` a number a second."""
        _allow_many_files()
        self.draining = False
        self.count, self.tell_waiting = count, tell_waiting
        self.busy: set[Connection] = set()
        map: dict[int, Any] = {}
        threads = ThreadedTaskDispatcher()
        threads.queue_logger.setLevel(logging.ERROR)
        threads.set_thread_count(THREADS)
        address = (listening.family, listening.type, listening.proto, listening.getsockname())
        self.loop = Loop(map)
        super().__init__(
            application, map, True, listening, dispatcher=threads, adj=_adjusted(listening), bind_socket=False,
            sockinfo=address,
        )  # fmt: skip
        for each in map.values():
            self.loop.watch_next(each)

    def serve(self) -> None:
        """Serve until `drain` was called and what was asked is answered, at most LONGEST_END seconds after it."""
        while not self.draining:
            self._turn(1.0)
        self._end(time.monotonic())

    def drain(self) -> None:
        """Take no new connections, answer what is asked, and return from `serve`; may be called by a signal's handler."""
        self.draining = True
        self.pull_trigger()

    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return len(self.task_dispatcher.queue)

    def add_task(self, connection: Connection) -> None:
        """waitress: a request has come."""
        self.busy.add(connection)
        if self._is_full():
            self.count("turned away")
            connection.turned_away = True
            return
        connection.queued_at = time.monotonic()
        self.task_dispatcher.add_task(connection)

    def maintenance(self, now: float) -> None:
        """waitress, once a second: close what is idle or too slow."""
        self.tell_waiting(self.waiting())
        current = time.monotonic()
        for connection in list(self.active_channels.values()):
            if connection.is_too_slow(current) or (connection.is_idle() and now - connection.last_activity > IDLE):
                connection.close_soon()

    def handle_accept(self) -> None:
        """waitress: a client connects."""
        super().handle_accept()
        if len(self.active_channels) >= CONNECTIONS:
            self._evict()
        for connection in list(self.active_channels.values())[-1:]:
            self.loop.watch_next(connection)

    def _turn(self, seconds: float) -> None:
        busy = self.busy.copy()
        done = [connection for connection in busy if not connection.requests]
        self.loop.turn(seconds, [self, *busy] if self.accepting else busy)
        self.busy.difference_update(connection for connection in done if not connection.requests)

    def _is_full(self) -> bool:
        queue = self.task_dispatcher.queue
        if len(queue) >= WAITING:
            return True
        with suppress(IndexError):
            return bool(time.monotonic() - queue[0].queued_at > LONGEST_WAIT)
        return False

    def _evict(self) -> None:
        waiting = [each for each in self.active_channels.values() if not each.requests and not each.total_outbufs_len]
        for connection in sorted(waiting, key=lambda each: each.asked_at)[:EVICTED]:
            connection.close_soon()

    def _end(self, begun: float) -> None:
        self._take_the_last()
        while self.active_channels and (passed := time.monotonic() - begun) < LONGEST_END:
            for connection in list(self.active_channels.values()):
                if passed > LAST_REQUESTS and connection.is_idle():
                    connection.close_soon()
            self._turn(0.1)
            self.maintenance(time.time())
        if self.active_channels:
            log.warning("%d connections are cut %d seconds after the signal", len(self.active_channels), LONGEST_END)

    def _take_the_last(self) -> None:
        """Accept who has already connected, then close the socket: a connection that nobody accepts would be reset."""
        before = -1
        while len(self.active_channels) != before:
            before = len(self.active_channels)
            self.handle_accept()
        self.accepting = False
        self.loop.forget(self._fileno)
        self.del_channel()
        self.socket.close()


def _adjusted(listening: socket.socket) -> Adjustments:
    return Adjustments(
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS * 2,  # never reached: see _evict
        backlog=4096,
        cleanup_interval=1,
        channel_timeout=IDLE,
        channel_request_lookahead=1,  # while a request waits, its connection is read, so that it is seen when its client goes
        max_request_header_size=LARGEST_HEADERS,
        max_request_body_size=LARGEST_REQUEST,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2 + 1000
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
