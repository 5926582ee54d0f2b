"""`wenqu serve` told to start anew: no request is lost, and what cannot start takes nothing over."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from forum.config import from_environ
from forum.serving.generations import pause_after
from forum.store import schema

ROOT = Path(__file__).parents[3]


def until(true):
    for _ in range(1800):
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.fixture
def served(tmp_path):
    """A served site without a city: its process, its port, and a file of settings."""
    named = tmp_path / "site.toml"
    named.write_text('city = "清源市"\n', encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
    environ |= {"WENQU_DATA": str(tmp_path / "data"), "WENQU_SITE": str(named)}
    schema.upgrade(from_environ(environ).database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "forum", "serve", "--workers", "1", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE)
    until(lambda: status(port) == 200)
    yield process, port, named
    process.kill()
    process.communicate()


def status(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
            return answer.status
    except (URLError, OSError) as error:
        return str(error)


def generation(process):
    found = [each.pid for each in psutil.Process(process.pid).children() if each.status() != "zombie"]
    return found[0] if len(found) == 1 else None


def test_a_reload_loses_no_request_and_a_wrong_setting_changes_nothing(served):
    process, port, named = served
    first, answers, over = generation(process), [], threading.Event()

    def ask():
        while not over.is_set():
            answers.append(status(port))

    reader = threading.Thread(target=ask)
    reader.start()
    process.send_signal(signal.SIGHUP)
    second = until(lambda: (now := generation(process)) not in (None, first) and now)
    named.write_text("city = ", encoding="utf-8")
    process.send_signal(signal.SIGHUP)
    until(lambda: generation(process) is None)
    assert until(lambda: generation(process)) == second
    over.set()
    reader.join()
    assert set(answers) == {200}
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0 and b"WENQU_SITE" in told and b"the former serves on" in told


def test_a_program_that_does_not_start_is_tried_less_and_less_often():
    assert [pause_after(failed) for failed in (0, 1, 2, 5, 6, 5000)] == [1, 2, 4, 32, 60, 60]
