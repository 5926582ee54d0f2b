"""The processes of one generation: web processes that share one socket, and one worker, kept by forum.serving.keeper."""

import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from threading import Thread

from flask import Flask

from forum.serving import keeper
from forum.serving.generations import listen
from forum.serving.server import LONGEST_END, Server

__all__ = ["at_end", "in_child", "listen", "repeat", "serve", "serve_requests"]

log = logging.getLogger(__name__)

ARENA_MAX, ARENAS = -8, 2  # mallopt(3): by default each thread gets an arena, which is given back late or never
LAST_WORK = 5  # seconds for what is done after the last request
_parents: list[int] = []  # the end of a pipe that closes with the keeper


def serve(
    listening: socket.socket,
    workers: int,
    web: Callable[[socket.socket], None],
    worker: Callable[[], None],
    parent: socket.socket,
    folder: str = "",
) -> None:
    """Fork `workers` processes of `web(listening)` and one of `worker()`, and become their keeper; does not return.

    They run until SIGTERM or SIGINT, or until `parent` has ended; then `folder` is removed.
    """
    reading, held = os.pipe()
    works: list[Callable[[], None]] = [*([lambda: web(listening)] * workers), worker]
    children = [_fork(work, reading, held) for work in works]
    keeper.become(parent, held, LONGEST_END + LAST_WORK + 1, folder, children)


def share_memory() -> None:
    """Call before forking: what is loaded stays in memory that the processes share, as long as nobody writes to it."""
    gc.freeze()  # a collection would write to the head of every object
    gc.enable()
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def serve_requests(
    application: Flask,
    listening: socket.socket,
    ready: Callable[[], object] = lambda: None,
    count: Callable[[str], object] = lambda why: None,
    tell_waiting: Callable[[int], object] = lambda number: None,
) -> None:
    """Serve requests on a socket in this process until SIGTERM, then do what `at_end` was given.

    `ready()` is called first; `count(why)` for each request that is not worked on, `tell_waiting(number)` each second.
    """
    gc.collect()
    gc.freeze()  # modules stay until the end, so later collections need not visit them
    server = Server(application, listening, count, tell_waiting)
    signal.signal(signal.SIGTERM, lambda *_: server.drain())
    ready()
    server.serve()
    _end_after(_last_work)


def _fork(work: Callable[[], None], reading: int, held: int) -> int:
    """The number of a new process that does `work` and ends; `reading` tells it when its parent, which has `held`, has ended."""
    sys.stdout.flush()
    sys.stderr.flush()
    if number := os.fork():
        return number
    status = 1
    try:
        os.close(held)
        _parents.append(reading)
        work()
        status = 0
    except BaseException:
        log.exception("the process ends")
    finally:
        os._exit(status)


def _wait_for_parent() -> bool:
    """Wait until the parent of this process has ended; False at once when it has none to wait for."""
    if _parents:
        os.read(_parents[0], 1)
    elif parent := parent_process():
        parent.join()
    else:
        return False
    return True


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
    if _wait_for_parent():
        os._exit(0)
