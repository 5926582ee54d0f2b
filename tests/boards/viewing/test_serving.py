"""`wenqu serve`: the views that two web processes count add up, and none is lost when the site is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from boards.models.viewing import ThreadViews
from forum.store import db

ROOT = Path(__file__).parents[3]
VISITORS = 24


@pytest.fixture
def served(question, settings, database_url):
    """A site of two web processes on the database of the test: its process and its address."""
    db.database.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
    given = {"WENQU_DATA": str(settings.data), "WENQU_DATABASE": database_url}
    command = [sys.executable, "-m", "forum", "serve", "--workers", "2", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=kept | given, stderr=subprocess.DEVNULL)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def view(address, number):
    request = Request(f"{address}/threads/1", headers={"User-Agent": f"Mozilla/5.0 Firefox/{number}.0"})
    with urlopen(request, timeout=60) as answer:
        return answer.status


def wait_for(address):
    for _ in range(1200):
        try:
            return urlopen(f"{address}/healthz", timeout=60)
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError("the site does not answer")


def test_views_add_up_and_survive_a_stop(served):
    process, address = served
    wait_for(address)
    with ThreadPoolExecutor(8) as visitors:
        assert set(visitors.map(lambda number: view(address, number), range(VISITORS))) == {200}
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    with db.connection():
        assert list(ThreadViews.select(ThreadViews.thread, ThreadViews.views).tuples()) == [(1, VISITORS)]
