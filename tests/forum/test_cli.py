"""The command `wenqu` as a person runs it: what it does, and one clear line for what went wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from forum import cli
from forum.store import db

ROOT = Path(__file__).parents[2]
PASSWORD = "a fine password"
LONGEST = 900  # seconds: a command that takes so long hangs; a busy machine may take minutes for the demo


@pytest.fixture
def process(tmp_path):
    """process(*words): the command in a process and a folder of its own."""

    def run(*words, given="", **environment):
        return subprocess.run(
            [sys.executable, "-m", "forum", *words],
            input=given.encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
            cwd=ROOT,
            env=environ(tmp_path, environment),
        )

    return run


@pytest.fixture
def wenqu(tmp_path, monkeypatch):
    """wenqu(*words): the same in this process, without the seconds that every start of one takes."""

    def run(*words, given="", **environment):
        with monkeypatch.context() as at:
            for name in set(os.environ) - set(wanted := environ(tmp_path, environment)):
                at.delenv(name)
            for name, value in wanted.items():
                at.setenv(name, value)
            at.setattr(sys, "argv", ["wenqu", *words])
            at.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode()), "utf-8"))
            for stream in ("stdout", "stderr"):
                at.setattr(sys, stream, TextIOWrapper(BytesIO(), "utf-8", "backslashreplace", write_through=True))
            code = exit_code()
            return SimpleNamespace(
                returncode=code, stdout=sys.stdout.buffer.getvalue(), stderr=sys.stderr.buffer.getvalue()
            )

    return run


def exit_code():
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code
    finally:
        if db.database.obj:
            db.database.obj.close_all()
    return 0


def environ(folder, more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
    return kept | {"WENQU_DATA": str(folder / "data"), "LC_ALL": "C.UTF-8"} | more


def said(result):
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def mistake(result):
    """The one line of a refusal."""
    told = result.stderr.decode(errors="replace")
    assert (result.returncode, "Traceback" in told) == (2, False), told
    return told.strip().splitlines()[-1]


def test_a_city_is_set_up_and_its_people_get_their_roles(wenqu):
    assert "applied: 0001_first_tables" in said(wenqu("init"))
    assert said(wenqu("init")) == "the database is up to date\n"
    add = ("account", "add", "WangMin", "--display-name", "王敏", "--password-stdin")
    assert said(wenqu(*add, given=PASSWORD)) == "WangMin added\n"
    assert said(wenqu(*add, given=PASSWORD)) == "WangMin exists already\n"
    for _ in range(2):
        assert said(wenqu("account", "grant", "wangmin", "moderator")) == "wangmin is moderator\n"
    assert said(wenqu("account", "list")).split() == ["wangmin", "王敏", "moderator"]
    assert said(wenqu("account", "revoke", "wangmin", "moderator")) == "wangmin is no longer moderator\n"
    assert said(wenqu("account", "revoke", "wangmin", "moderator")) == "wangmin was not moderator\n"
    assert said(wenqu("account", "list")) == ""
    why = ("--reason", "本人申请")
    assert said(wenqu("account", "disable", "wangmin", *why)) == "wangmin is disabled\n"
    assert said(wenqu("account", "enable", "wangmin", *why)) == "wangmin is enabled\n"
    told = said(wenqu("account", "reset-password", "wangmin", *why)).split()
    assert told[0] == "wangmin" and len(told[-1].replace("-", "")) == 16


def test_the_ledgers_name_is_fixed_by_the_first_init(wenqu):
    assert said(wenqu("init", WENQU_URL="https://old.example")).endswith("\nthe ledger's name is old.example/ledger\n")
    assert said(wenqu("init", WENQU_URL="https://new.example")) == "the database is up to date\n"
    assert "the ledger's name is city/ledger" in said(wenqu("init", "--ledger-name", "city/ledger"))
    assert "200" in mistake(wenqu("init", "--ledger-name", "two words"))


def test_the_demo_city_is_built_once(wenqu):
    first = said(wenqu("demo"))
    assert "banzhu" in first
    listed = said(wenqu("account", "list"))
    for words in (("demo",), ("demo", "--ruian")):
        assert "already holds a city" in said(wenqu(*words))
    assert said(wenqu("account", "list")) == listed
    assert listed.count("spokesperson") > 100
    assert said(wenqu("verify", "--local")).endswith("no finding\n")
    counted = json.loads(said(wenqu("stats", "--json")))
    assert counted["received"] == sum(counted["places"].values()) > counted["places"]["forwarded"] > 0


def test_the_demo_city_lives_under_the_other_policy_as_well(wenqu):
    assert "banzhu" in said(wenqu("demo", WENQU_POLICY="ruian"))
    counted = json.loads(said(wenqu("stats", "--json", WENQU_POLICY="ruian")))
    assert counted["received"] == sum(counted["places"].values())
    assert counted["places"]["waiting"] > 0  # its policy screens


@pytest.mark.parametrize("words", [(), ("--help",), ("serve", "--help"), ("account", "grant", "-h")])
def test_help_is_everywhere(wenqu, words):
    result = wenqu(*words)
    assert b"Usage:" in result.stdout + result.stderr
    assert b"Traceback" not in result.stderr


def test_a_mistake_is_one_clear_line(process, wenqu, subtests):
    said(wenqu("init"))
    said(wenqu("account", "add", "wangmin", "--display-name", "王敏", "--password-stdin", given=PASSWORD))
    for words, environment, told in (
        (("account", "grant", "wangmin", "mayor"), {}, "mayor"),
        (("account", "grant", "wangmin", "spokesperson"), {}, "department"),
        (("account", "grant", "wangmin", "spokesperson", "--department", "nowhere"), {}, ""),
        (("account", "grant", "nobody", "moderator"), {}, "nobody"),
        (("account", "disable", "wangmin"), {}, "--reason"),
        (("account", "disable", "wangmin", "--reason", ""), {}, "reason"),
        (("account", "enable", "wangmin", "--reason", "x"), {}, ""),
        (("account", "reset-password", "nobody", "--reason", "x"), {}, "nobody"),
        (("account", "reset-second-factor", "wangmin", "--reason", "x"), {}, ""),
        (("account", "grant", "\udcff", "moderator"), {}, ""),
        (("account", "add", "lihua", "--display-name", "管理员", "--password-stdin"), {}, "display_name"),
        (("account", "add", "lihua"), {}, "--display-name"),
        (("nonsense",), {}, "nonsense"),
        (("serve", "--port", "0"), {}, "port"),
        (("init",), {"WENQU_POLICY": "atlantis"}, "WENQU_POLICY"),
        (("init",), {"WENQU_POLICI": "quzhou"}, "WENQU_POLICI"),
        (("init",), {"WENQU_DATABASE": "postgresql://nobody@127.0.0.1:9/none"}, "wenqu: "),
        (("serve",), {"WENQU_DATABASE": "sqlite:////no/such/folder/x.db"}, "wenqu: "),
        (("account", "list"), {"WENQU_DATABASE": f"sqlite:///{__file__}"}, "wenqu: "),
    ):
        with subtests.test(words=words, environment=environment):
            run = process if words[0] == "serve" else wenqu  # what should be refused, but serves, ends with its process
            assert told in mistake(run(*words, **environment))


def test_a_database_that_is_not_set_up_is_told_to_be(process, wenqu):
    for words, run in ((("serve",), process), (("worker",), process), (("account", "list"), wenqu)):
        assert "run 'wenqu init'" in mistake(run(*words))


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def until(true, tries=20 * LONGEST):
    for _ in range(tries):
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def page(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.read().decode()
    except (URLError, ConnectionError, TimeoutError):
        return None


@pytest.fixture
def site(wenqu, tmp_path):
    """A served site: its process and its port."""
    said(wenqu("init"))
    port = free_port()
    command = [sys.executable, "-m", "forum", "serve", "--workers", "1", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ(tmp_path, {}), stderr=subprocess.DEVNULL)
    assert until(lambda: page(port, "/healthz"))
    yield process, port
    process.kill()
    process.wait()


def children_of_generations(server):
    """The web processes and the workers."""
    found = psutil.Process(server.pid).children(recursive=True)
    direct = {each.pid for each in psutil.Process(server.pid).children()}
    return {each for each in found if each.pid not in direct and each.is_running() and each.status() != "zombie"}


def test_serving_answers_survives_a_killed_child_and_stops_when_told(site, process):
    server, port = site
    assert '"status":"ok"' in page(port, "/healthz").replace(" ", "")
    assert "问渠" in page(port, "/")
    assert f"cannot listen on 127.0.0.1:{port}" in mistake(process("serve", "--port", str(port)))
    for count in (1, 2):
        children = children_of_generations(server)
        assert len(children) == 2
        for child in [*children][:count]:
            child.kill()
        until(lambda before=children: len(now := children_of_generations(server)) == 2 and not before & now)
    assert until(lambda: page(port, "/healthz"))
    server.send_signal(signal.SIGTERM)
    assert server.wait(LONGEST) == 0
    assert page(port, "/healthz") is None


def test_the_children_end_with_a_parent_that_was_killed(site):
    process, port = site
    children = until(lambda: len(found := psutil.Process(process.pid).children(recursive=True)) == 3 and found)
    process.kill()
    process.wait()
    until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))
