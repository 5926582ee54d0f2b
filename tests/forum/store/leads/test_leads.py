"""Several workers on one database: each reader is run by one of them, and taken over when that one has gone."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from forum.store import db
from forum.store.leads import server
from forum.store.leads.folder import FolderLeads
from forum.store.leads.leads import Leads, leads_of
from forum.store.leads.server import ServerLeads, leading, number_of

TALLIES = SimpleNamespace(name="tallies")
FIGURES = SimpleNamespace(name="figures")


@pytest.fixture
def two_workers(database, tmp_path, monkeypatch):
    """Two workers on one machine with one data folder."""
    monkeypatch.setattr("forum.store.leads.folder.AGAIN", 0)
    monkeypatch.setattr("forum.store.leads.server.AGAIN", 0)
    workers = leads_of(tmp_path), leads_of(tmp_path)
    yield workers
    for each in workers:
        each.close()


def test_a_reader_is_run_by_one_worker(two_workers):
    first, second = two_workers
    assert first.holds(TALLIES) and first.holds(TALLIES)
    assert not second.holds(TALLIES)
    assert second.holds(FIGURES)
    assert not first.holds(FIGURES)


def test_a_worker_that_ends_leaves_its_readers_to_the_other(two_workers):
    first, second = two_workers
    assert first.holds(TALLIES) and not second.holds(TALLIES)
    first.close()
    assert becomes_true(lambda: second.holds(TALLIES), 10)


def test_an_unfit_worker_leaves_its_reader_to_one_that_is_fit(two_workers):
    first, second = two_workers
    without_key, with_key = (SimpleNamespace(name="ledger", fit=lambda fit=fit: fit) for fit in (False, True))
    assert first.holds(without_key) and not second.holds(with_key)
    first.after_step(without_key)
    assert second.holds(with_key) and not first.holds(without_key)
    second.after_step(with_key)
    assert second.holds(with_key)


def test_a_reader_is_told_when_it_takes_over(two_workers):
    first, second = two_workers
    told = []
    mine, other = (SimpleNamespace(name="ledger", taken_over=lambda who=who: told.append(who)) for who in "ab")
    assert first.holds(mine) and first.holds(mine) and not second.holds(other)
    first.close()
    assert becomes_true(lambda: second.holds(other), 10) and second.holds(other)
    assert told == ["a", "b"]


def test_what_works_in_its_nodes_own_folder_is_run_on_each_node(database, tmp_path):
    index = SimpleNamespace(name="search", per_node=True)
    nodes = [leads_of(tmp_path / name) for name in ("a", "b")]
    assert [node.holds(index) for node in nodes] == [True, True]
    for node in nodes:
        node.close()


HOLD = """
import sys
from pathlib import Path
from forum.store import db
from forum.store.leads.leads import leads_of
from types import SimpleNamespace
db.connect(sys.argv[1])
leads = leads_of(Path(sys.argv[2]))
print(leads.holds(SimpleNamespace(name="tallies")), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_process(database_url, tmp_path):
    """Another worker, which runs `tallies`."""
    command = [sys.executable, "-c", HOLD, database_url, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        assert process.stdout.readline() == b"True\n"
        yield process
        process.kill()


def becomes_true(condition, seconds):
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.1)
    return True


def test_a_worker_that_is_killed_leaves_its_readers_to_the_other(two_workers, other_process):
    mine, _ = two_workers
    assert not mine.holds(TALLIES)
    other_process.send_signal(signal.SIGKILL)
    assert becomes_true(lambda: mine.holds(TALLIES), 10)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_that_hangs_loses_its_readers_to_the_other(two_workers, other_process):
    """As a machine that vanishes or is cut off: nothing ends its connection, but nothing is heard from it either."""
    mine, _ = two_workers
    other_process.send_signal(signal.SIGSTOP)
    assert not mine.holds(TALLIES)
    assert becomes_true(lambda: mine.holds(TALLIES), 10)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_whose_connection_is_cut_runs_nothing_until_it_has_another(database, postgresql, monkeypatch):
    monkeypatch.setattr(server, "AGAIN", 0)
    first, second = ServerLeads("first"), ServerLeads("second")
    assert first.holds("tallies") and not second.holds("tallies")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'first'"
    postgresql.run(cut)
    assert becomes_true(lambda: second.holds("tallies"), 10)
    assert becomes_true(lambda: not first.holds("tallies"), 2 * server.BEAT + 1)
    assert first.holds("figures")
    first.close(), second.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_database_tells_which_node_runs_which_reader(database):
    first, second = ServerLeads("first"), ServerLeads("second")
    assert first.holds("tallies") and second.holds("figures")
    with db.connection():
        assert leading() == {number_of("tallies"): "first", number_of("figures"): "second"}
    first.close(), second.close()


def test_names_of_readers_are_far_apart_as_numbers():
    names = "ledger tallies figures promises hot-words notifications names search outbox cards".split()
    assert len({number_of(name) for name in names}) == len(names)


def test_a_reader_of_one_node_does_not_stop_that_of_another_kind(tmp_path):
    both = Leads(FolderLeads(tmp_path / "shared"), FolderLeads(tmp_path / "own"))
    assert both.holds(SimpleNamespace(name="search", per_node=True)) and both.holds(SimpleNamespace(name="search"))
    both.close()
