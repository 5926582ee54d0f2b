"""Serves the site: web processes that share one socket, and one worker; their parent restarts those that end."""

import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread

import waitress
from flask import Flask

log = logging.getLogger(__name__)

THREADS = 8
# waitress: a slow client holds a connection, not a thread; measured with 200 slow clients.
CONNECTIONS = 1000
CHANNEL_TIMEOUT = 20  # seconds
LAST_WORK = 5  # seconds; the parent waits for ten
LARGEST_REQUEST = (
    256 * 1024**2
)  # bytes; waitress stores a body on disk until the program checks its own limit (forum.web.door)


def serve(
    listening: socket.socket, workers: int, web: Callable[[socket.socket], None], worker: Callable[[], None]
) -> None:
    """Run `workers` processes of `web(listening)` and one of `worker()` until SIGTERM or SIGINT."""
    fork = get_context("fork")
    starts: list[Callable[[], BaseProcess]] = [
        lambda: fork.Process(target=web, args=(listening,)) for _ in range(workers)
    ]
    starts.append(lambda: fork.Process(target=worker))
    _watch(starts)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on host and port; raises OSError, which names both, when they are in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    listening.listen(1024)
    return listening


def serve_requests(application: Flask, listening: socket.socket) -> None:
    """Serve requests on a socket in this process."""
    gc.collect()
    gc.freeze()  # modules stay until the end, so later collections need not visit them
    waitress.serve(
        application,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=CHANNEL_TIMEOUT,
        max_request_body_size=LARGEST_REQUEST,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )


def _watch(starts: Sequence[Callable[[], BaseProcess]]) -> None:
    children: dict[int, BaseProcess] = {}
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop_signal, lambda *_: sys.exit(0))
    try:
        while True:
            for number, start in enumerate(starts):
                if number not in children or not children[number].is_alive():
                    children[number] = _begin(start, children.get(number))
            time.sleep(0.5)
    finally:
        for child in children.values():
            child.terminate()
        for child in children.values():
            child.join(10)


def _begin(start: Callable[[], BaseProcess], ended: BaseProcess | None) -> BaseProcess:
    if ended is not None:
        log.warning("process %s ended with %s; starting another", ended.pid, ended.exitcode)
        time.sleep(1)
    child = start()
    child.start()
    return child


def repeat(work: Callable[[], None], pause: float) -> None:
    """Call `work()`, which raises nothing, every `pause` seconds in a thread of this process."""
    Thread(target=_repeat, args=(work, pause), daemon=True).start()


def at_end(work: Callable[[], None]) -> None:
    """Call `work()` on SIGTERM before this process ends, in a thread of its own and for at most LAST_WORK seconds."""
    signal.signal(signal.SIGTERM, lambda *_: _end_after(work))


def in_child() -> None:
    """Make a forked process end at once on SIGTERM, and when its parent ends."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _repeat(work: Callable[[], None], pause: float) -> None:
    while True:
        time.sleep(pause)
        work()


def _end_after(work: Callable[[], None]) -> None:
    # The signal may have come amid a statement of the main thread, whose connection is then in use.
    last = Thread(target=work, daemon=True)
    last.start()
    last.join(LAST_WORK)
    os._exit(0)


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(0)
