"""How soon a post can be found on a running site: posted through the API, then asked for until the search has it.

    PYTHONPATH=. python tests/bench/search_live.py [--folder FOLDER] [--engine whoosh] [--times 20]

`wenqu serve` (web and worker) is started on FOLDER, a city as tests/bench/search_page.py leaves it, or on an empty one; it ends with
the program. A post must be found within two seconds. A first one is not counted: by it the worker has caught up with what was there before
(an index that is not there yet is filled from the log). The folder gets the posts.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import click

LIMIT = 2.0  # seconds
WAIT = 300.0  # for the server, and for a post before it counts as lost
PASSWORD = "a-long-phrase-for-the-bench"


@click.command()
@click.option("--folder", type=click.Path(path_type=Path))
@click.option("--engine", default="whoosh", show_default=True)
@click.option("--times", default=20, show_default=True)
def main(folder, engine, times):
    with tempfile.TemporaryDirectory() as temporary:
        environment = os.environ | {
            "WENQU_DATA": str(folder or temporary),
            "WENQU_SEARCH": engine,
            "WENQU_RATE_LIMITS": "off",
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_SCREENING": "off",
        }
        if not folder:
            subprocess.run(
                [sys.executable, "-m", "forum", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL
            )
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "forum", "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _report(_times(f"http://127.0.0.1:{port}/api/v1", times))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _times(site, times):
    """Seconds from the answer to a POST until the search has it."""
    boards = _once_it_answers(site)
    name = f"bench{time.time_ns() % 10**12}"
    _call(f"{site}/accounts", {"username": name, "password": PASSWORD, "display_name": name})
    token = _call(f"{site}/tokens", {"username": name, "password": PASSWORD})["token"]
    for number in range(times + 1):
        word = f"{name}x{number}"
        asked = {"title": f"活检第{number}条", "text": f"请问 {word} 在哪里？", "kind": "consultation"}
        thread = _call(f"{site}/boards/{boards[number % len(boards)]}/threads", asked, token)["id"]
        yield _until_found(f"{site}/search?q={quote(word)}", thread)


def _until_found(address, thread):
    began = time.monotonic()
    while time.monotonic() - began < WAIT:
        if any(item["thread"] == thread for item in _call(address)["items"]):
            return time.monotonic() - began
        time.sleep(0.02)
    return WAIT


def _once_it_answers(site):
    began = time.monotonic()
    while True:
        try:
            return [board["slug"] for board in _call(f"{site}/boards")["items"] if board["department"]]
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() - began > WAIT:
                raise
            time.sleep(0.2)


def _call(address, body=None, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    asked = urllib.request.Request(address, json.dumps(body).encode() if body else None, headers)
    try:
        with urllib.request.urlopen(asked, timeout=WAIT) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise click.ClickException(f"{address}: {refused.code} {refused.read().decode()}") from None


def _report(times):
    taken = []
    click.echo(f"caught up after {next(times):.1f} s")
    for seconds in times:
        taken.append(seconds)
        click.echo(f"{len(taken)}: {seconds:.2f} s")
    click.echo(
        f"half within {sorted(taken)[len(taken) // 2]:.2f} s, all within {max(taken):.2f} s: {'good' if max(taken) <= LIMIT else 'TOO SLOW'}"
    )
    sys.exit(max(taken) > LIMIT)


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


if __name__ == "__main__":
    main()
