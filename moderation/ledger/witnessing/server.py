"""A witness over HTTP: add-checkpoint, and what it has cosigned of each log, for whoever watches."""

import logging
import socket
import sqlite3
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import waitress

from moderation.ledger.witnessing.cosigner import TEXT, Cosigner, Reply

logger = logging.getLogger(__name__)

LARGEST = 64 * 1024  # bytes of a request: 63 lines of proof and a hundred signatures take less
THREADS = 4
CONNECTIONS = 200
SILENCE = 20  # seconds
BROKEN = Reply(503, "what was cosigned cannot be read or stored\n")


class WitnessApplication:
    """The WSGI application of a Cosigner, at any prefix; `clock` returns Unix seconds."""

    def __init__(self, cosigner: Cosigner, clock: Callable[[], float] = time.time) -> None:
        self.cosigner, self.clock = cosigner, clock

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            reply = self._reply(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), environ)
        except sqlite3.Error:
            logger.exception("nothing is cosigned")
            reply = BROKEN
        body = reply.body.encode()
        headers = [
            ("Content-Type", reply.content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _reply(self, method, path, environ):
        if path.endswith("/add-checkpoint"):
            return self._add(environ) if method == "POST" else Reply(405, "POST a checkpoint\n")
        if path.endswith("/checkpoint") and method in ("GET", "HEAD"):
            return self._newest(path.split("/")[-2])
        return Reply(404, "add-checkpoint, or <SHA-256 of a log's name>/checkpoint\n")

    def _add(self, environ):
        body = environ["wsgi.input"].read(LARGEST + 1)
        if len(body) > LARGEST:
            return Reply(413, f"more than {LARGEST} bytes\n")
        reply = self.cosigner.answer(body, int(self.clock()))
        if reply.status == 422:  # the log itself has signed it: it may be evidence of two histories
            logger.warning("not cosigned: %r", body)
        return reply

    def _newest(self, digest):
        for log in self.cosigner.store.logs():
            if sha256(log.name.encode()).hexdigest() == digest:
                return Reply(200, log.note, TEXT)
        return Reply(404, "nothing of that log was cosigned\n")


def serve(application: WitnessApplication, listening: socket.socket) -> None:
    """Serve on a socket until the process ends."""
    waitress.serve(
        application,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENCE,
        max_request_body_size=LARGEST + 1,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
