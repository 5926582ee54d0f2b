"""HTTP client for witnesses: one POST, bounded in bytes and time, that follows no redirect."""

import time
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

SILENCE = 10  # seconds without a byte
SLOWEST = 30  # seconds for one answer
LARGEST = 64 * 1024  # bytes of an answer
AGENT = "wenqu-ledger"


class NoAnswerError(Exception):
    """The witness gave no whole answer; the text says why."""


class Answer(NamedTuple):
    """A witness's answer."""

    status: int
    content_type: str
    retry_after: str | None
    body: bytes


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def add_checkpoint(prefix: str, body: bytes) -> Answer:
    """POST a request to `prefix`/add-checkpoint; raises NoAnswerError."""
    headers = {"User-Agent": AGENT, "Content-Type": "text/plain; charset=utf-8"}
    request = Request(f"{prefix}/add-checkpoint", body, headers, method="POST")
    try:
        return _answer(build_opener(_NoRedirect), request)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswerError(str(error) or type(error).__name__) from None


def _answer(opener, request):
    end = time.monotonic() + SLOWEST
    try:
        response = opener.open(request, timeout=SILENCE)
    except HTTPError as error:
        response = error  # any other status is an answer too
    with response:
        body = _read(response, end)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status, kind, response.headers.get("Retry-After"), body)


def _read(response, end):
    body = b""
    while piece := response.read1(LARGEST):
        body += piece
        if len(body) > LARGEST:
            raise ValueError(f"the answer is larger than {LARGEST} bytes")
        if time.monotonic() > end:
            raise ValueError(f"the answer took longer than {SLOWEST} seconds")
    return body
