"""The whole program under a set clock: questions are asked of a real server, and lateness needs nobody to notice it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

pytestmark = pytest.mark.skipif(
    not shutil.which("faketime"), reason="faketime not found: install it to set the process clock"
)

PASSWORD = "a long enough password"
DEPARTMENTS = "slug,name,short,level,parent,category,duty\nzhujian,清源市住建局,住建局,municipal,,部门在线,\n"
BUILD = """
import sys
from forum.cli import main
for words in sys.argv[1:]:
    sys.argv = ["wenqu", *words.split()]
    try:
        main()
    except SystemExit as end:
        assert not end.code, words
"""
LOOK = """
import os, sys
from forum.app import create_app
from forum.config import from_environ
browser = create_app(from_environ(os.environ)).test_client()
for when in sys.argv[1:]:
    os.environ["FAKETIME"] = when
    page = browser.get("/threads/1", headers={"Accept-Language": "zh-CN"})
    print(page.status_code, "s-overdue" in page.text)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a city of one department and one account, before any question is asked."""
    city = City(tmp_path_factory.mktemp("city"))
    city.build("2014-09-26 09:00:00")
    return city.folder


@pytest.fixture
def city(built, tmp_path):
    """A city of its own; `city.serving(time)` runs the program at a local time."""
    return City(shutil.copytree(built, tmp_path / "city"))


class City:
    def __init__(self, folder):
        self.environ = os.environ | {
            "WENQU_DATA": str(folder),
            "TZ": "Asia/Shanghai",
            "WENQU_SCREENING": "off",
            "PYTHONIOENCODING": "utf-8",
            "FAKETIME_NO_CACHE": "1",  # so that a process can look at several times
        }
        self.folder = folder

    def build(self, when):
        (self.folder / "departments.csv").write_text(DEPARTMENTS, encoding="utf-8")
        imported = f"department import {self.folder / 'departments.csv'}"
        added = "account add chenxiao --display-name 小陈 --password-stdin"
        self.run(when, "-c", BUILD, "init", imported, added, given=PASSWORD)

    def command(self, when, *words):
        return ["faketime", "-f", when, sys.executable, *words]

    def run(self, when, *words, given=""):
        """What a process of its own prints at a time."""
        done = subprocess.run(
            self.command(when, *words),
            input=given,
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def looks(self, *times):
        """(status code, whether there is a red badge) of the thread's page at each time, in a process without any worker."""
        printed = self.run(times[0], "-c", LOOK, *times)
        return [tuple(line.split()) for line in printed.splitlines()]

    @contextmanager
    def serving(self, when):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = self.command(when, "-m", "forum", "serve", "--port", str(port), "--workers", "1")
        server = subprocess.Popen(command, env=self.environ, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            yield Api(f"http://127.0.0.1:{port}", server)
        finally:
            os.killpg(server.pid, signal.SIGTERM)  # faketime itself passes no signal on
            server.wait(30)


class Api:
    def __init__(self, address, server):
        self.address, self.server, self.token = address, server, None

    def wait(self):
        for _ in range(600):
            try:
                return self.call("/healthz")
            except urllib.error.URLError:
                assert self.server.poll() is None, "the server has ended"
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def call(self, path, body=None):
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers), timeout=60) as answer:
            return json.load(answer)

    def ask(self):
        self.wait()
        self.token = self.call("/api/v1/tokens", {"username": "chenxiao", "password": PASSWORD})["token"]
        given = {"title": "三衢路口没有红绿灯", "text": "过马路要等半天。", "kind": "complaint"}
        return self.call("/api/v1/boards/zhujian/threads", given)


@pytest.mark.parametrize(
    ("policy", "asked", "due"),
    [
        ("quzhou", "2014-09-26 17:40:00", {"accept": "2014-09-27T17:40:00", "answer": "2014-09-29T23:59:59"}),
        ("quzhou", "2014-09-26 10:00:00", {"accept": "2014-09-26T12:00:00", "answer": "2014-09-29T23:59:59"}),
        ("ruian", "2014-09-30 10:00:00", {"first_reply": "2014-10-08T23:59:59", "answer": "2014-10-13T23:59:59"}),
    ],
)
def test_a_question_is_due_as_the_city_promises_and_red_as_soon_as_the_time_is_past(city, policy, asked, due):
    city.environ["WENQU_POLICY"] = policy
    with city.serving(asked) as api:
        thread = api.ask()
    assert {clock["kind"]: clock["due_at"] for clock in thread["clocks"]} == {
        kind: f"{at}+08:00" for kind, at in due.items()
    }
    first = datetime.fromisoformat(min(due.values()))
    late = first + timedelta(seconds=1)
    assert city.looks(f"{first}", f"{late}") == [("200", "False"), ("200", "True")]
