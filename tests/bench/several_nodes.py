"""Two nodes on one PostgreSQL behind nginx: mixed requests through its cache, and nodes that are killed under load.

    PYTHONPATH=.:tests/stage python tests/bench/several_nodes.py [--requests 5000] [--kills 5]

The demo's city is built in a PostgreSQL of its own. Two members and a guest ask for the same pages within the second for which nginx keeps one, each in a thread;
no form's token and no member's name may be in a page of another. Then each node in turn is killed while visitors read and reply, and started again. The last
line of each part tells what was counted; anything wrong ends the program with an error.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import click
import psycopg
from stage_nodes import KEYS, Nginx, Node, once, server_of_our_own
from stage_visitors import PATIENCE, TOKEN, Load, Visitor, kill_noted

PASSWORD = "a-long-phrase-for-the-bench"
BOARD = "zhujian"
READERS = 15  # that a worker runs at least, with the upkeep beside them


@click.command()
@click.option("--requests", default=5000, show_default=True)
@click.option("--kills", default=5, show_default=True)
def main(requests, kills):
    with server_of_our_own() as database, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = {
            "WENQU_DATABASE": database,
            "WENQU_SECRET_KEY": "one that both nodes have, of 32 characters or more",
            "WENQU_URL": "https://wenqu.example",
            "WENQU_FILES": str(folder / "files"),
            "WENQU_SEARCH": "postgres",
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_RATE_LIMITS": "off",
            "WENQU_SCREENING": "off",
            "WENQU_TRUSTED_PROXIES": "1",
        }
        nodes = [Node(folder / name, environment) for name in "ab"]
        nginx = Nginx(folder / "nginx", nodes)
        try:
            _begin(nodes, nginx)
            _part("mixed", _mixed(nginx.address, requests))
            with psycopg.connect(database, autocommit=True) as looking:
                _part("killed", _killed(nginx.address, nodes, kills, looking))
        finally:
            nginx.stop()
            for node in nodes:
                node.kill()


def _begin(nodes, nginx):
    command = [sys.executable, "-m", "forum", "demo"]
    subprocess.run(command, env=nodes[0].environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    nodes[0].start().wait_until_ready()
    for name in KEYS:
        if (nodes[0].folder / name).exists():
            shutil.copy(nodes[0].folder / name, nodes[1].folder / name)
    nodes[1].start().wait_until_ready()
    nginx.start()


def _part(name, counted):
    click.echo(f"{name}: {json.dumps(counted, ensure_ascii=False)}")


def _member(address):
    """(name, Visitor who is signed in, token): somebody new, whose name stands on no page but their own."""
    name, visitor = f"bench{time.time_ns() % 10**12}", Visitor(address)
    assert visitor.call("/accounts", {"username": name, "password": PASSWORD, "display_name": name}).status == 201
    return name, visitor, visitor.sign_in(name, PASSWORD)


def _mixed(address, requests):
    members = {name: visitor for name, visitor, _ in (_member(address), _member(address))}
    visitors = {**members, "": Visitor(address, cookies=False)}
    chance, turn = random.Random(14), threading.Barrier(len(visitors))
    board = f"/boards/{BOARD}"
    found = json.loads(visitors[""].get(f"/api/v1{board}/threads").text)["items"]
    paths = [
        "/",
        board,
        "/departments",
        "/statistics",
        "/account",
        "/my",
        *(f"/threads/{each['id']}" for each in found[:5]),
    ]
    wanted = [chance.choice(paths) for _ in range(requests // len(visitors) + 1)]

    def ask(visitor):
        for path in wanted:
            turn.wait(120)
            visitor.get(path)

    threads = [threading.Thread(target=ask, args=(visitor,)) for visitor in visitors.values()]
    [each.start() for each in threads]
    [each.join() for each in threads]
    marks = {name: _marks(visitor, members) for name, visitor in visitors.items()}
    for name in visitors:
        strangers = set().union(*(theirs for other, theirs in marks.items() if other != name))
        assert not marks[name] & strangers, (name, marks[name] & strangers)
    return {
        "requests": sum(len(visitor.seen) for visitor in visitors.values()),
        "statuses": Counter(each.status for visitor in visitors.values() for each in visitor.seen),
        "guest": Counter(each.headers.get("X-Cache", "") for each in visitors[""].seen),
        "members": Counter(each.headers.get("X-Cache", "") for visitor in members.values() for each in visitor.seen),
        "seen by another": 0,
    }


def _marks(visitor, members):
    pages = [each.text for each in visitor.seen]
    return {name for name in members if any(name in page for page in pages)} | {
        token for page in pages for token in TOKEN.findall(page)
    }


def _killed(address, nodes, kills, looking):
    tokens = [_member(address)[2] for _ in range(2)]
    board = json.loads(Visitor(address).get(f"/api/v1/boards/{BOARD}/threads").text)
    threads = [each["id"] for each in board["items"][:5]]
    failed, besides, over, replies, asked = [], [], [], {}, 0
    for number in range(kills):
        node = nodes[number % 2]
        with Load(address, ["/", *(f"/threads/{thread}" for thread in threads)], threads, tokens) as load:
            load.goes_on()
            moment = kill_noted(node)
            once(lambda: _led_by(nodes[1 - number % 2], looking) >= READERS, PATIENCE)
            over.append(round(time.monotonic() - moment[1], 1))
            load.goes_on()
            node.start().wait_until_ready()
        failed.append(Counter(answer.status for answer in load.failed()))
        besides += [(each.path, each.status) for each in load.failed_besides([moment])]
        replies |= load.replies
        asked += len(load.answers)
    there = Counter(text for (text,) in looking.execute("SELECT text FROM revision WHERE text LIKE '第 %'").fetchall())
    acknowledged = {text for text, answer in replies.items() if answer.status == 201}
    keys = looking.execute("SELECT count(DISTINCT vkey) FROM ledger_checkpoint").fetchone()[0]
    assert acknowledged <= set(there) and max(there.values()) == 1 and keys == 1 and not besides, besides
    return {
        "kills": kills,
        "requests": asked,
        "in flight and failed at each kill": failed,
        "failed besides": len(besides),
        "readers taken over after seconds": over,
        "replies acknowledged": len(acknowledged),
        "lost": len(acknowledged - set(there)),
        "doubled": sum(times > 1 for times in there.values()),
        "keys that signed": keys,
    }


def _led_by(node, looking):
    """How many readers the worker of a node runs."""
    rows = looking.execute(
        """SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND classid = 1464159825 AND granted"""
    ).fetchall()
    workers = {f"wenqu worker {pid} on" for pid in node.processes()}
    return sum(name.rpartition(" ")[0] in workers for (name,) in rows)


if __name__ == "__main__":
    main()
