"""Serving: some web processes that share one socket, and one worker, watched by a parent that starts them again."""

import gc
import logging
import os
import signal
import socket
import sys
import time
from multiprocessing import get_context, parent_process
from threading import Thread

import waitress

log = logging.getLogger(__name__)

THREADS = 8
# Slow clients cost a connection, not a thread; measured against 200 of them at once.
CONNECTIONS = 1000
CHANNEL_TIMEOUT = 20  # seconds
LARGEST_REQUEST = 256 * 1024**2  # bytes; kept on the disk until the program has said how much of it it takes


def serve(listening, workers, web, worker):
    """Run `workers` processes of `web(listening)` and one of `worker()` until told to stop."""
    fork = get_context("fork")
    starts = [lambda: fork.Process(target=web, args=(listening,)) for _ in range(workers)]
    starts.append(lambda: fork.Process(target=worker))
    _watch(starts)


def listen(host, port):
    """A socket on host and port; OSError, naming both, when it is taken."""
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


def serve_requests(application, listening):
    """Answer requests on a socket in this process."""
    gc.collect()
    gc.freeze()  # what the program consists of stays, and need not be looked through for garbage again and again
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


def _watch(starts):
    children = {}
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


def _begin(start, ended):
    if ended is not None:
        log.warning("process %s ended with %s; starting another", ended.pid, ended.exitcode)
        time.sleep(1)
    child = start()
    child.start()
    return child


def in_child():
    """Let a forked process end at once when it is told to, and with its parent, however that ends."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    if parent := parent_process():
        parent.join()
        os._exit(0)
