"""The HTTP server in a process: bad clients, overload, and an end that cuts nobody off."""

import json
import os
import resource
import signal
import socket
import time
from contextlib import contextmanager
from multiprocessing import get_context

import pytest
from flask import Flask, request

from forum.serving import connections, server
from forum.web import serving

LARGE = 24 * 1024**2  # bytes, more than the kernel takes for a client that does not read


def application(gate, worked):
    """`/gate` answers once the gate is open, `/large` much, the others at once. `worked` counts calls of /gate."""
    app = Flask("small")

    @app.get("/gate")
    def wait():
        with worked.get_lock():
            worked.value += 1
        gate.wait(60)
        return "in"

    app.add_url_rule("/", "front", lambda: "here")
    app.add_url_rule("/large", "large", lambda: "x" * LARGE)
    app.add_url_rule("/body", "body", lambda: str(len(request.get_data())), methods=["POST"])
    return app


class Site:
    """A server in a process of its own."""

    def __init__(self, listening):
        fork = get_context("fork")
        self.address = listening.getsockname()
        self.listening, self.gate, self.worked = listening, fork.Event(), fork.Value("i", 0)
        self.process = fork.Process(target=self._serve, daemon=True)
        self.process.start()

    def _serve(self):
        serving.in_child()
        serving.serve_requests(application(self.gate, self.worked), self.listening)

    def hold(self):
        """Requests that hold every thread until the gate is open."""
        held = [self.ask("/gate", b"Connection: close\r\n") for _ in range(server.THREADS)]
        until(lambda: self.worked.value == server.THREADS)
        return held

    def connect(self, sent=b""):
        client = socket.create_connection(self.address, timeout=60)
        client.sendall(sent)
        return client

    def ask(self, path="/", more=b""):
        return self.connect(f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode() + more + b"\r\n")

    def get(self, path="/", more=b""):
        """The response's bytes, read to the end of the connection."""
        return whole(self.ask(path, b"Connection: close\r\n" + more))


def whole(client):
    with client:
        return b"".join(iter(lambda: client.recv(65536), b""))


def read_until(client, end):
    """What comes up to `end`, in however many pieces, or all if the connection ends before."""
    read = b""
    while end not in read and (part := client.recv(65536)):
        read += part
    return read


def until(true):
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@contextmanager
def running():
    listening = serving.listen("127.0.0.1", 0)
    site = Site(listening)
    try:
        yield site
    finally:
        site.process.kill()
        site.process.join()
        listening.close()


@pytest.fixture
def site():
    with running() as site:
        yield site


@pytest.fixture
def a_thousand():
    """Allows this process the files of a thousand clients."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4000:
        pytest.skip("the system allows a process no 4,000 files: raise the hard limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4000), hard))
    yield 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def closing(clients):
    for client in clients:
        client.close()


def test_a_thousand_slow_clients_keep_no_reader_waiting(site, a_thousand):
    third = a_thousand // 3
    headers = [site.connect(b"GET / HTTP/1.1\r\nX-") for _ in range(third)]
    bodies = [site.connect(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\na") for _ in range(third)]
    readers = [site.ask("/large") for _ in range(4)]
    idle = [site.connect() for _ in range(a_thousand - 2 * third - 4)]
    for client in (*headers, *bodies):
        client.sendall(b"a")
    assert b"here" in site.get()
    closing((*headers, *bodies, *readers, *idle))


def test_whoever_sends_too_slowly_is_cut_off(monkeypatch, subtests):
    monkeypatch.setattr(connections, "HEADERS_WITHIN", 0)
    monkeypatch.setattr(connections, "SLOW_AFTER", 0)
    monkeypatch.setattr(connections, "SLOWEST", 10**9)
    with running() as site:
        for name, sent in (
            ("headers", b"GET / HTTP/1.1\r\nX-"),
            ("body", b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\na"),
        ):
            with subtests.test(name):
                assert whole(site.connect(sent)) == b""
        with subtests.test("a response that is not read"):
            reader = site.ask("/large")
            assert b"here" in site.get()
            assert len(read_slowly(reader)) < LARGE
        assert b"here" in site.get()


def read_slowly(client):
    parts = []
    with client:
        try:
            while part := client.recv(65536):
                parts.append(part)
                time.sleep(0.02)
        except ConnectionError:
            pass
    return b"".join(parts)


def test_when_there_are_too_many_connections_those_that_ask_nothing_make_room(monkeypatch):
    monkeypatch.setattr(server, "CONNECTIONS", 40)
    monkeypatch.setattr(server, "EVICTED", 10)
    with running() as site:
        silent = [site.connect(b"GET / HTTP/1.1\r\nX-") for _ in range(60)]
        assert b"here" in site.get()
        closing(silent)


@pytest.mark.parametrize("size", [33 * 1024, 64 * 1024, 512 * 1024])
def test_large_headers_are_refused_and_the_refusal_arrives(site, size):
    answer = site.get("/", b"X-Long: " + b"a" * size + b"\r\n")
    assert b" 431 Request Header Fields Too Large" in answer.splitlines()[0]


def test_what_nobody_waits_for_is_not_worked_on(site):
    held = site.hold()
    closing([site.ask("/gate") for _ in range(500)])
    reader = site.ask("/", b"Connection: close\r\n")
    site.gate.set()
    assert b"here" in whole(reader)
    assert [b"in" in whole(client) for client in held] == [True] * server.THREADS
    assert site.worked.value == server.THREADS


def test_more_than_can_wait_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr(server, "WAITING", 20)
    with running() as site:
        held = site.hold()
        waiting = [site.ask("/", b"Connection: close\r\n") for _ in range(20)]
        time.sleep(1)
        page, call = site.get(), site.get("/api/v1/boards")
        assert page.startswith(b"HTTP/1.1 503 ") and b"Retry-After: 5\r\n" in page and "系统繁忙".encode() in page
        assert b"Content-Type: application/problem+json" in call
        assert json.loads(call.partition(b"\r\n\r\n")[2])["status"] == 503
        site.gate.set()
        assert all(b"here" in whole(client) for client in waiting)
        assert all(b"in" in whole(client) for client in held)
        assert b"here" in site.get()


def test_nobody_is_let_wait_longer_than_the_limit(monkeypatch):
    monkeypatch.setattr(server, "LONGEST_WAIT", 0.5)
    with running() as site:
        held, first = site.hold(), site.ask()
        time.sleep(1)
        assert site.get().startswith(b"HTTP/1.1 503 ")
        closing([*held, first])


def test_told_to_end_it_answers_what_was_asked_and_refuses_others(site):
    held, waiting = site.hold(), [site.ask("/", b"Connection: close\r\n") for _ in range(15)]
    kept = site.ask("/")
    time.sleep(0.5)
    site.listening.close()
    os.kill(site.process.pid, signal.SIGTERM)
    until(lambda: refused(site))
    site.gate.set()
    assert all(b"in" in whole(client) for client in held)
    assert all(b"here" in whole(client) for client in waiting)
    answer = whole(kept)
    assert b"here" in answer and b"Connection: close" in answer
    site.process.join(60)
    assert site.process.exitcode == 0


def refused(site):
    try:
        socket.create_connection(site.address, timeout=60).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_request_that_never_ends_holds_the_end_up_for_a_while_only(monkeypatch):
    monkeypatch.setattr(server, "LONGEST_END", 1.0)
    with running() as site:
        held = site.hold()
        os.kill(site.process.pid, signal.SIGTERM)
        site.process.join(60)
        assert site.process.exitcode == 0
        closing(held)


def test_a_client_that_keeps_its_connection_may_ask_once_more_at_the_end(site):
    with site.connect() as kept:
        kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"here" in read_until(kept, b"here")
        os.kill(site.process.pid, signal.SIGTERM)
        kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        last = b"".join(iter(lambda: kept.recv(65536), b""))
    assert b"here" in last and b"Connection: close" in last


def test_requests_one_after_the_other_on_one_connection_are_answered_in_turn(site):
    with site.connect(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + b"GET /none HTTP/1.0\r\n\r\n") as client:
        answers = b"".join(iter(lambda: client.recv(65536), b""))
    assert answers.count(b"200 OK") == 3 and answers.count(b"404 NOT FOUND") == 1
