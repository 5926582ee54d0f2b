"""What a node on PostgreSQL costs: CPU of its processes and of the server's, for each kind of request.

    PYTHONPATH=.:tests/stage python tests/bench/node_costs.py [--times 200]

The demo's city in a PostgreSQL of its own, one node with one web process, asked without nginx. Milliseconds of CPU a request (user and system, from /proc),
of web process, worker and PostgreSQL: the lowest and the middle of some rounds, since others disturb a round on a shared machine. What a node takes each
second while nobody asks is measured first, shown as `idle`, and left out of the others.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

import click
import psutil
import psycopg
from several_nodes import BOARD, PASSWORD
from stage_nodes import Node, server_of_our_own
from stage_visitors import Visitor

ROUNDS = 3
QUIET = 10  # seconds
SERVER_FOLDER = "wenqu-costs-"


@click.command()
@click.option("--times", default=200, show_default=True)
def main(times):
    with server_of_our_own(SERVER_FOLDER) as database, tempfile.TemporaryDirectory() as temporary:
        environment = {
            "WENQU_DATABASE": database,
            "WENQU_SEARCH": "postgres",
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_RATE_LIMITS": "off",
            "WENQU_SCREENING": "off",
        }
        node = Node(Path(temporary) / "a", environment)
        null, command = subprocess.DEVNULL, [sys.executable, "-m", "forum", "demo"]
        subprocess.run(command, env=node.environment, check=True, stdout=null, stderr=null)
        node.start().wait_until_ready()
        before = _size(database)
        try:
            kinds = _kinds(node)
            idle = _idle(node)
            click.echo(f"idle: ms a second {json.dumps({name: round(1000 * used, 1) for name, used in idle.items()})}")
            for name, ask in kinds.items():
                click.echo(f"{name}: {json.dumps(_cost(node, ask, times, idle))}")
            click.echo(f"bytes a reply in the database: {_size(database) - before:.0f} / {(times * ROUNDS + 20)}")
        finally:
            node.kill()


def _kinds(node):
    """{kind of request: function that makes the request of that number}."""
    guest, member = (Visitor(node.address, cookies=cookies, secure=False) for cookies in (False, True))
    assert member.call("/accounts", {"username": "bench", "password": PASSWORD, "display_name": "bench"}).status == 201
    token = {"Authorization": f"Bearer {member.sign_in('bench', PASSWORD)}"}
    thread = json.loads(guest.get(f"/api/v1/boards/{BOARD}/threads").text)["items"][0]["id"]
    pages = ["/", f"/boards/{BOARD}", f"/threads/{thread}"]

    def made_anew(number):  # each address is another page to the cache
        return guest.get(f"{pages[number % 3]}?asked={number}")

    return {
        "guest, page as it was": lambda number: guest.get(pages[number % 3]),
        "guest, page made": made_anew,
        "member, page": lambda number: member.get(pages[number % 3]),
        "search": lambda number: guest.get(f"/search?q={quote('路灯')}{number}"),
        "reply": lambda number: member.call(
            f"/threads/{thread}/posts", {"text": f"第 {number} 条，路灯未修。"}, **token
        ),
    }


def _idle(node):
    """{node or PostgreSQL: seconds of CPU in a second in which nobody asks}."""
    time.sleep(QUIET)  # the worker has caught up
    before, began = _used(node), time.monotonic()
    time.sleep(QUIET)
    return {name: (used - before[name]) / (time.monotonic() - began) for name, used in _used(node).items()}


def _cost(node, ask, times, idle):
    for number in range(20):
        assert ask(number).status in (200, 201)
    rounds = []
    for number in range(ROUNDS):
        before, began = _used(node), time.monotonic()
        for each in range(times):
            ask(number * times + each + 100)
        took = time.monotonic() - began
        rounds.append(
            {name: 1000 * (used - before[name] - took * idle[name]) / times for name, used in _used(node).items()}
        )
    return {
        name: {"lowest": round(min(r[name] for r in rounds), 2), "middle": round(median(r[name] for r in rounds), 2)}
        for name in rounds[0]
    }


def _size(database):
    """Bytes of the database, indexes included."""
    with psycopg.connect(database) as looking:
        return looking.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def _used(node):
    """{node or PostgreSQL: seconds of CPU so far}; a process that has ended meanwhile is no longer counted."""
    found = {"node": 0.0, "postgresql": 0.0}
    ours = node.processes()
    for process in psutil.process_iter(["pid", "name", "cpu_times", "ppid"]):
        if process.info["pid"] in ours:
            found["node"] += sum(process.info["cpu_times"][:2])
        elif process.info["name"] == "postgres" and _is_our_servers(process):
            found["postgresql"] += sum(process.info["cpu_times"][:2])
    return found


def _is_our_servers(process):
    """Whether it belongs to the server that this program has started."""
    try:
        return any(SERVER_FOLDER in part for each in (process, *process.parents()) for part in each.cmdline())
    except psutil.Error:
        return False


if __name__ == "__main__":
    main()
