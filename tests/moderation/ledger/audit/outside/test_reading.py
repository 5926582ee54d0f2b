"""A site that is hostile, slow or busy neither hangs nor exhausts who verifies it."""

import socket
import threading
from contextlib import closing

import pytest

from moderation.ledger.audit.outside import reading
from moderation.ledger.audit.outside.reading import NotOnSite, Site, SiteError


@pytest.fixture
def answering():
    """answering(*answers): the address of a server that gives each of these bytes to one connection, then hangs up."""
    stop = []

    def serve(*answers):
        listening = socket.create_server(("127.0.0.1", 0))
        stop.append(listening)
        thread = threading.Thread(target=_answer, args=(listening, answers), daemon=True)
        thread.start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield serve
    for listening in stop:
        listening.close()


def _answer(listening, answers):
    for answer in answers:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with closing(connection):
            connection.recv(65536)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                try:
                    connection.sendall(piece)
                except OSError:
                    break


def http(status, body=b"", **headers):
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
def waits():
    return []


@pytest.fixture
def read(answering, waits):
    """read(*answers): what a Site gets from a server with these answers; its pauses are noted instead of made."""

    def get(*answers, most=100):
        return Site(answering(*answers), pause=waits.append).get("/x", most)

    return get


def test_a_busy_site_is_asked_again_when_it_says(read, waits):
    assert read(http(429, Retry_After="7"), http(503, Retry_After="1"), http(503), http(200, b"here")) == b"here"
    assert waits == [7, 1, 4]


def test_a_site_that_stays_busy_is_given_up(read, waits):
    with pytest.raises(SiteError):
        read(*[http(503, Retry_After="3")] * 9)
    assert len(waits) == reading.TRIES - 1


def test_a_site_that_asks_for_too_long_a_wait_is_not_waited_for(read, waits):
    with pytest.raises(SiteError, match="86400"):
        read(http(429, Retry_After="86400"))
    assert waits == []


@pytest.mark.parametrize("said", ["soon", "-5", "Wed, 99 Foo", "1" * 5000])
def test_a_retry_after_of_no_form_does_no_harm(read, waits, said):
    try:
        assert read(http(429, Retry_After=said), http(200, b"here")) == b"here"
    except SiteError:
        assert waits == []


def test_an_answer_that_is_too_long_is_cut_off(read):
    with pytest.raises(NotOnSite):
        read(http(200, b"x" * 101))
    with pytest.raises(NotOnSite):
        read(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 500)


def test_an_answer_without_an_end_is_cut_off(read):
    endless = (
        b"".join([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"] if not n else [b"8\r\nxxxxxxxx\r\n"])
        for n in range(100_000)
    )
    with pytest.raises(NotOnSite):
        read(endless)


def test_headers_without_an_end_are_cut_off(read):
    with pytest.raises(SiteError):
        read(*[b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"] * 9)


def test_a_redirection_is_not_followed(read):
    with pytest.raises(NotOnSite, match="302"):
        read(http(302, Location="http://127.0.0.1:1/"))


def test_a_slow_site_is_hung_up_on(answering, monkeypatch):
    monkeypatch.setattr(reading, "SLOWEST", 0.3)
    monkeypatch.setattr(reading, "TRIES", 1)
    held = threading.Event()

    def drip():
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"
        held.wait(20)

    try:
        with pytest.raises(SiteError):
            Site(answering(drip())).get("/x", 1000)
    finally:
        held.set()


def test_a_site_that_is_not_there_is_told_at_once(waits):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(SiteError):
        Site(f"http://127.0.0.1:{port}", pause=waits.append).get("/x", 10)
    assert waits == []


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"\xff", b"1" * 10_000])
def test_json_of_no_form_is_refused(answering, body):
    with pytest.raises(SiteError):
        Site(answering(http(200, body))).json("/x", 1_000_000)
