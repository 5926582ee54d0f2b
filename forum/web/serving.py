"""The processes of one generation: web processes that share one socket, and one worker; their parent restarts those that end."""

import contextlib
import ctypes
import gc
import logging
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread

from flask import Flask

from forum.serving.generations import listen
from forum.serving.server import LONGEST_END, Server

__all__ = ["at_end", "in_child", "listen", "repeat", "serve", "serve_requests"]

log = logging.getLogger(__name__)

ARENA_MAX, ARENAS = -8, 2  # mallopt(3): by default each thread gets an arena, which is given back late or never
LAST_WORK = 5  # seconds for what is done after the last request


def serve(
    listening: socket.socket,
    workers: int,
    web: Callable[[socket.socket], None],
    worker: Callable[[], None],
    parent: socket.socket,
) -> None:
    """Run `workers` processes of `web(listening)` and one of `worker()` until SIGTERM or SIGINT, or until `parent` has ended."""
    fork = get_context("fork")
    starts: list[Callable[[], BaseProcess]] = [
        lambda: fork.Process(target=web, args=(listening,)) for _ in range(workers)
    ]
    starts.append(lambda: fork.Process(target=worker))
    _watch(starts, listening, parent)


def share_memory() -> None:
    """Call before forking: what is loaded stays in memory that the processes share, as long as nobody writes to it."""
    gc.freeze()  # a collection would write to the head of every object
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def serve_requests(
    application: Flask,
    listening: socket.socket,
    ready: Callable[[], object] = lambda: None,
    count: Callable[[str], object] = lambda why: None,
) -> None:
    """Serve requests on a socket in this process until SIGTERM, then do what `at_end` was given.

    `ready()` is called first; `count(why)` for each request that is not worked on (forum.serving.server.Server).
    """
    gc.collect()
    gc.freeze()  # modules stay until the end, so later collections need not visit them
    server = Server(application, listening, count)
    signal.signal(signal.SIGTERM, lambda *_: server.drain())
    ready()
    server.serve()
    _end_after(_last_work)


def _watch(starts: Sequence[Callable[[], BaseProcess]], listening: socket.socket, parent: socket.socket) -> None:
    children: dict[int, BaseProcess] = {}
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop_signal, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # meant for the parent
    try:
        while not _is_gone(parent):
            for number, start in enumerate(starts):
                if number not in children or not children[number].is_alive():
                    children[number] = _begin(start, children.get(number))
    finally:
        listening.close()
        for child in children.values():
            child.terminate()
        _wait_for(children.values())


def _is_gone(parent: socket.socket) -> bool:
    """Whether the parent has ended; looks for half a second."""
    readable, _, _ = select.select([parent], [], [], 0.5)
    with contextlib.suppress(OSError):
        return bool(readable) and not parent.recv(1)
    return True


def _wait_for(children):
    last = time.monotonic() + LONGEST_END + LAST_WORK + 1
    for child in children:
        child.join(max(0, last - time.monotonic()))
        if child.is_alive():
            child.kill()


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


_last_work: list[Callable[[], None]] = []


def at_end(work: Callable[[], None]) -> None:
    """Call `work()` after the last request, before this process ends, for at most LAST_WORK seconds."""
    _last_work.append(work)


def in_child() -> None:
    """Make a forked process end at once on SIGTERM, and when its parent ends."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _repeat(work: Callable[[], None], pause: float) -> None:
    while True:
        time.sleep(pause)
        work()


def _end_after(works: Sequence[Callable[[], None]]) -> None:
    for work in works:
        last = Thread(target=work, daemon=True)
        last.start()
        last.join(LAST_WORK)
    os._exit(0)


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(0)
