"""HTTP client for a site that may be hostile: bounded in bytes, time and retries; Retry-After is obeyed."""

import json
import time
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import urlsplit

from forum.messages import M, N
from forum.numbers import whole_number

SILENCE = 20  # seconds without a byte
SLOWEST = 60  # seconds for one answer
PATIENCE = 24 * 3600  # seconds for all of them
TRIES = 6
LONGEST_WAIT = 120  # seconds that an answer may ask for
WAIT_DIGITS = 4300  # what Python reads at most
PIECE = 65536
AGAIN = frozenset({429, 502, 503, 504})
AGENT = "wenqu-verify"


class SiteError(Exception):
    """The site gives no usable answer; `.message` says why."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))


class NotOnSite(SiteError):
    """The site has no such page, or answers with something else."""


class Site:
    """One site, over one connection at a time; `url` has no path."""

    def __init__(self, url, pause=time.sleep):
        parts = urlsplit(url)
        self.url = url
        self.host, self.port, self.secure = parts.hostname, parts.port, parts.scheme == "https"
        self.pause = pause
        self.connection = None
        self.answered = False
        self.end = time.monotonic() + PATIENCE

    def get(self, path: str, most: int) -> bytes:
        """The body at `path`, at most `most` bytes; raises NotOnSite or SiteError."""
        left = TRIES
        while True:
            left -= 1
            if time.monotonic() > self.end:
                raise SiteError(M("核对超过了 %(hours)s 小时，没有完成", hours=PATIENCE // 3600))
            wait, body = self._once(path, most, left)
            if body is not None:
                return body
            self.pause(wait if wait is not None else 2 ** (TRIES - 1 - left))

    def json(self, path: str, most: int) -> Any:
        """The JSON at `path`; raises NotOnSite or SiteError."""
        try:
            return json.loads(self.get(path, most))
        except (ValueError, RecursionError):
            raise NotOnSite(M("%(path)s 给出的不是 JSON", path=path)) from None

    def text(self, path: str, most: int) -> str:
        """The UTF-8 text at `path`; raises NotOnSite or SiteError."""
        try:
            return self.get(path, most).decode()
        except UnicodeDecodeError:
            raise NotOnSite(M("%(path)s 给出的不是文本", path=path)) from None

    def close(self) -> None:
        """Close the connection."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def _once(self, path, most, left):
        """(seconds to wait, body): one of them is None. Raises SiteError when no try is left."""
        try:
            status, headers, body = self._answer(path, most)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            if not left or not self.answered:  # a site that has never answered is not asked again
                raise SiteError(
                    M("%(url)s 没有应答：%(why)s", url=self.url, why=str(error) or type(error).__name__)
                ) from None
            return None, None
        self.answered = True
        if status in AGAIN and left:
            return _wait_of(headers.get("Retry-After")), None
        if status != 200:
            raise NotOnSite(M("%(path)s 的应答是 %(status)s", path=path, status=status))
        if len(body) > most:
            raise NotOnSite(M("%(path)s 的应答超过了 %(most)s 字节", path=path, most=most))
        return None, body

    def _answer(self, path, most):
        connection = self._connected()
        with _watched(connection.sock) as late:
            connection.request("GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            body = answer.read(most + 1)
        if late.is_set() or (answer.length and len(body) <= most):
            raise HTTPException("the answer was cut off")
        if answer.will_close or not answer.isclosed():
            self.close()  # the rest of the answer is not read
        return answer.status, answer.headers, body

    def _connected(self):
        if self.connection is None or self.connection.sock is None:
            kind = HTTPSConnection if self.secure else HTTPConnection
            self.connection = kind(self.host, self.port, timeout=SILENCE)
            self.connection.connect()
        return self.connection


@contextmanager
def _watched(sock):
    """Close the connection after SLOWEST seconds, even when data still arrives; yields the event that is set then."""
    late = Event()
    watch = Timer(SLOWEST, _hang_up, (sock, late))
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()


def _hang_up(sock, late):
    late.set()
    with suppress(OSError):  # the other side may have closed it already
        sock.shutdown(2)


def _wait_of(header):
    """Seconds of a Retry-After header, whether it names seconds or a time; None without a usable one."""
    if header is None:
        return None
    try:
        seconds = whole_number(header, WAIT_DIGITS)
        wait = parsedate_to_datetime(header).timestamp() - time.time() if seconds is None else seconds
    except (TypeError, ValueError, OverflowError):
        return None
    if wait > LONGEST_WAIT:
        raise SiteError(N("网站要求 %(n)s 秒后再来，请到时重新核对", n=int(wait)))
    return max(0, wait)
