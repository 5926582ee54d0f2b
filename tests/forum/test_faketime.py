"""The whole program under a set clock: questions are asked of a real server, and lateness needs nobody to notice it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

pytestmark = pytest.mark.skipif(
    not shutil.which("faketime"), reason="faketime not found: install it to set the process clock"
)

WORK = """
import os
from forum.clock import Clock
from forum.app import load_city
from forum.config import from_environ
from forum.roof.work import readers_of
from forum.store import db, worker
from boards.queries.parts.current_city import CurrentCity
from moderation.notices.keeping import NoticeKeeper
settings = from_environ(os.environ)
db.connect(settings.database)
keeper = NoticeKeeper(CurrentCity(load_city(settings)))
while worker.step((*readers_of(settings)[:-1], keeper), Clock()):
    pass
"""
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
    city.build("2014-09-19 09:00:00")
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
            "WENQU_SECOND_FACTOR": "optional",
        }
        self.folder = folder

    def build(self, when):
        (self.folder / "departments.csv").write_text(DEPARTMENTS, encoding="utf-8")
        imported = f"department import {self.folder / 'departments.csv'}"
        added = [
            f"account add {name} --display-name {name} --password-stdin" for name in ("chenxiao", "fayan", "duban")
        ]
        grants = ["account grant fayan spokesperson --department zhujian", "account grant duban supervisor"]
        self.run(when, "-c", BUILD, "init", imported, *added, *grants, given=f"{PASSWORD}\n" * len(added))

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

    def work(self, when):
        """What the worker does at a time."""
        self.run(when, "-c", WORK)

    @contextmanager
    def serving(self, when):
        """The program at a time; with @ before it, time passes from there. The worker's pauses last as long as the clock is off."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = self.command(when, "-m", "forum", "serve", "--port", str(port), "--workers", "1")
        server = subprocess.Popen(command, env=self.environ, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            api = Api(f"http://127.0.0.1:{port}", server)
            api.wait()
            yield api
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


class Browser:
    """A browser in which somebody is signed in, without scripts."""

    def __init__(self, api, who):
        self.address = api.address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.send("/login", "/login", username=who, password=PASSWORD)

    def open(self, path, body=None):
        with self.opener.open(urllib.request.Request(self.address + path, body), timeout=60) as answer:
            return answer.read()

    def get(self, path):
        return self.open(path).decode()

    def send(self, page, path, **fields):
        """Post a form of `page` to `path`; returns the page that one is led to."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page))[1]
        body = urllib.parse.urlencode(fields | {"csrf_token": token}).encode()
        return self.open(path, body).decode()


def the_notice(api, kind):
    """The notice of a kind as the public API has it."""
    (found,) = api.call(f"/api/v1/notices?kind={kind}")["items"]
    return found


def issue_proposed(supervisor, kind):
    page = "/supervision/notices"
    proposed = re.search(rf'value="({kind} \d+)"', supervisor.get(page))[1]
    supervisor.send(page, page, proposal=proposed, demand="")


def test_a_forgotten_case_turns_yellow_and_red_and_climbs_the_ladder_until_the_department_acts(city):
    with city.serving("@2014-09-22 10:00:00") as api:
        thread = f"/threads/{api.ask()['id']}"
    city.work("2014-09-22 11:40:00")
    with city.serving("@2014-09-22 11:40:00") as api:
        assert the_notice(api, "warning")["number"] == "问预〔2014〕1号"
        assert "预警" in Browser(api, "fayan").get("/notifications")
    with city.serving("@2014-09-22 12:02:00") as api:
        issue_proposed(Browser(api, "duban"), "circular")
        circular, office = the_notice(api, "circular"), Browser(api, "fayan")
        address = f"/notices/{circular['id']}"
        assert "s-overdue" in office.get(thread) and address in office.get("/desk")
        assert "已签收" in office.send(address, f"{address}/receipt")
    with city.serving("@2014-09-26 00:01:00") as api:
        issue_proposed(Browser(api, "duban"), "urging")
        urging, office = the_notice(api, "urging"), Browser(api, "fayan")
        for each in (circular, urging):
            assert office.open(f"/notices/{each['id']}.pdf").startswith(b"%PDF")
        address = f"/notices/{urging['id']}"
        assert "马上受理。" in office.send(address, f"{address}/feedback", text="马上受理。")
        office.send(thread, f"{thread}/acceptance")
    city.work("2014-09-26 00:05:00")
    with city.serving("@2014-09-26 00:05:00") as api:
        assert the_notice(api, "urging")["closed_at"] and the_notice(api, "circular")["closed_at"]
        office = Browser(api, "fayan")
        told, history = office.get("/notifications"), office.get(thread)
    assert all(number in history for number in ("问预〔2014〕1号", "问抄〔2014〕1号", "问督〔2014〕1号"))
    assert all(words in told for words in ("预警：问题快到时限了", "督办文书发给您的部门", "督办文书已了结"))
    verify = subprocess.run([sys.executable, "-m", "forum", "verify", "--local"], env=city.environ, check=False)
    assert verify.returncode == 0
