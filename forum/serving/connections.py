"""One connection: what waitress does, and besides that limits for slow clients and refusals that arrive."""

import json
import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.utilities import Error

RETRY_AFTER = 5  # seconds
HEADERS_WITHIN = 20  # seconds, for the headers of a request
SLOWEST = 500  # bytes a second, of a body that comes or of a response that goes, after SLOW_AFTER seconds
SLOW_AFTER = 30
LINGER = 2  # seconds in which the rest of a refused request is read and dropped, so that its client reads the refusal
BUSY = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>系统繁忙</title><h1>系统繁忙，请稍后再试</h1><p>现在访问的人很多，您的请求没有处理。请过几秒再试。</p>
<p lang="en">The server is busy and has not worked on your request. Please try again in a few seconds.</p></html>
"""
BUSY_PROBLEM = {
    "type": "about:blank",
    "title": "系统繁忙",
    "status": 503,
    "detail": "现在访问的人很多，您的请求没有处理。请过几秒再试。",
}


class Busy(Error):
    """Too many requests wait: 503 with Retry-After, as a page or for the API as problem+json."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self, path: str) -> None:
        self.api = path.startswith("/api/")

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """waitress: status, headers, body."""
        kind = "application/problem+json" if self.api else "text/html; charset=utf-8"
        body = json.dumps(BUSY_PROBLEM, ensure_ascii=False) if self.api else BUSY
        headers = [("Content-Type", kind), ("Retry-After", str(RETRY_AFTER)), ("Cache-Control", "no-store")]
        return f"{self.code} {self.reason}", headers, body.encode()


class Connection(HTTPChannel):
    """A client's connection. Its methods run in the loop's thread, `service` in a thread of the program."""

    lingers_until: float | None = None
    turned_away = False  # whether its request is not to wait, since too many do
    unread = False  # whether a refused request may not have been read to its end

    def __init__(self, *given: Any, **named: Any) -> None:
        self.asked_at = self.queued_at = time.monotonic()  # when its last request began, and began to wait
        self.got = 0  # bytes of the request that is being received
        self.sent = 0  # bytes
        self.unsent: tuple[float, int] | None = (
            None  # (when a response was first seen to wait for its client, `sent` then)
        )
        super().__init__(*given, **named)

    def received(self, data: bytes) -> bool:
        """waitress: `data` has come."""
        if self.request is None and not self.requests:
            self.asked_at, self.got = time.monotonic(), 0
        self.got += len(data)
        taken: bool = super().received(data)
        self._turn_away()
        return taken

    def service(self) -> None:
        """waitress: answer the first request, unless nobody waits for it any more."""
        request = self.requests[0]
        if self.server.draining:
            request.headers["CONNECTION"] = "close"
        self.unread = request.error is not None
        if self._is_gone():
            self.connected = False  # so that waitress does not work on it
            self.server.count("gone")
        super().service()
        self._turn_away()

    def readable(self) -> bool:
        """waitress: whether to wait for what the client sends."""
        return self.lingers_until is not None or bool(super().readable())

    def writable(self) -> bool:
        """waitress: whether to wait until the client takes more."""
        return self.lingers_until is None and bool(super().writable())

    def handle_read(self) -> None:
        """waitress: the client has sent something, or closed the connection."""
        if self.lingers_until is None:
            super().handle_read()
        else:
            self.recv(65536)  # closes the connection at its end

    def send(self, data: bytes, do_close: bool = True) -> int:
        """waitress: send what the client takes of `data`; returns how many bytes that was."""
        sent: int = super().send(data, do_close)
        self.sent += sent
        return sent

    def handle_close(self) -> None:
        """waitress: close the connection."""
        if self.unread and self.connected and self.will_close and self.lingers_until is None:
            self._linger()
        else:
            super().handle_close()

    def del_channel(self, map: dict[int, Any] | None = None) -> None:
        """waitress: the connection is closed next."""
        self.server.loop.forget(self._fileno)
        super().del_channel(map)

    def is_idle(self) -> bool:
        """Whether no request is being received, worked on or answered."""
        return not (self.requests or self.request or self.total_outbufs_len)

    def is_too_slow(self, now: float) -> bool:
        """Whether the client sends or reads so slowly that its connection is closed; `now` is monotonic."""
        if self.lingers_until is not None:
            return now >= self.lingers_until
        if self.request is not None and not self.requests:
            return self._sends_too_slowly(self.request, now - self.asked_at)
        return self._reads_too_slowly(now)

    def close_soon(self) -> None:
        """Close the connection in the loop's next turn."""
        self.unread, self.will_close = False, True
        if self.lingers_until is not None:
            super().handle_close()
        else:
            self.server.loop.watch_next(self)

    def _is_gone(self) -> bool:
        """Whether the client has closed the connection; what it has sent besides is left to be read."""
        try:
            return not self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except (OSError, AttributeError):  # the loop has closed it
            return True

    def _sends_too_slowly(self, request: Any, seconds: float) -> bool:
        if not request.headers_finished:
            return seconds > HEADERS_WITHIN
        return seconds > SLOW_AFTER and self.got < SLOWEST * seconds

    def _reads_too_slowly(self, now: float) -> bool:
        if not self.total_outbufs_len:
            self.unsent = None
            return False
        self.unsent = self.unsent or (now, self.sent)
        since, sent = self.unsent
        return now - since > SLOW_AFTER and self.sent - sent < SLOWEST * (now - since)

    def _turn_away(self) -> None:
        if self.turned_away and self.requests:
            self.turned_away = False
            self.requests[0].error = Busy(self.requests[0].path)
            self.service()

    def _linger(self) -> None:
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()
            return
        self.will_close, self.lingers_until = False, time.monotonic() + LINGER
        self.server.loop.watch_next(self)
