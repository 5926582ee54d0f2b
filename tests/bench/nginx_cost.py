"""What nginx costs beside the node behind it: CPU a request with and without it, in turns.

    PYTHONPATH=.:tests/stage:tests/bench python tests/bench/nginx_cost.py [--times 300] [--rounds 3]

The demo's city in a PostgreSQL of its own, one node with one web process, and the nginx of docs/deployment/nginx.conf. Each way asks for the same page of a thread:
`bare` the node itself, `kept` nginx from its cache, `passed` nginx with a member's cookie (never from the cache), all on one connection that stays open, and
`connected anew` as `kept`, with a TCP connection and a TLS handshake for each request. Milliseconds of CPU a request (from /proc), lowest and middle round.
"""

import http.client
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import click
import psutil
from node_costs import SERVER_FOLDER, _used
from several_nodes import BOARD
from stage_nodes import Nginx, Node, server_of_our_own
from stage_visitors import HOST, UNCHECKED, Visitor

HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
MEMBER = {**HEADERS, "Cookie": "wenqu_session=of-nobody"}


@click.command()
@click.option("--times", default=300, show_default=True)
@click.option("--rounds", default=3, show_default=True)
def main(times, rounds):
    with server_of_our_own(SERVER_FOLDER) as database, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = {
            "WENQU_DATABASE": database,
            "WENQU_URL": f"https://{HOST}",
            "WENQU_SEARCH": "postgres",
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_TRUSTED_PROXIES": "1",
        }
        node = Node(folder / "a", environment)
        null, command = subprocess.DEVNULL, [sys.executable, "-m", "forum", "demo"]
        subprocess.run(command, env=node.environment, check=True, stdout=null, stderr=null)
        nginx = Nginx(folder / "nginx", [node, node])
        try:
            node.start().wait_until_ready()
            nginx.start()
            for name, costs in _measured(node, nginx, times, rounds).items():
                click.echo(f"{name}: {json.dumps(costs)}")
        finally:
            nginx.stop()
            node.kill()


def _measured(node, nginx, times, rounds):
    """{way: {process: {lowest, middle}}}."""
    found = {}
    for _ in range(rounds):
        for name, ask in _ways(node, nginx).items():
            ask()  # connects
            before = _processes(node, nginx)
            for _ in range(times):
                ask()
            used = _processes(node, nginx)
            found.setdefault(name, []).append({who: 1000 * (used[who] - before[who]) / times for who in used})
    return {
        name: {
            who: {"lowest": round(min(r[who] for r in of), 3), "middle": round(median(r[who] for r in of), 3)}
            for who in of[0]
        }
        for name, of in found.items()
    }


def _ways(node, nginx):
    """{way: function that makes one request}."""
    board = json.loads(Visitor(nginx.address).get(f"/api/v1/boards/{BOARD}/threads").text)
    path = f"/threads/{board['items'][0]['id']}"
    guest = Visitor(nginx.address, cookies=False)
    return {  # http.client connects when the first request is made, so none waits so long that it is closed
        "bare": _on_one(http.client.HTTPConnection(node.address, timeout=60), path, HEADERS),
        "kept": _on_one(http.client.HTTPSConnection(nginx.address, timeout=60, context=UNCHECKED), path, HEADERS),
        "passed": _on_one(http.client.HTTPSConnection(nginx.address, timeout=60, context=UNCHECKED), path, MEMBER),
        "connected anew": lambda: guest.get(path),
    }


def _on_one(connection, path, headers):
    def ask():
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        assert response.status == 200 and response.read()

    return ask


def _processes(node, nginx):
    """{node, PostgreSQL or nginx: seconds of CPU so far}."""
    workers = psutil.Process(nginx.process.pid).children()
    return {**_used(node), "nginx": sum(sum(each.cpu_times()[:2]) for each in workers)}


if __name__ == "__main__":
    main()
