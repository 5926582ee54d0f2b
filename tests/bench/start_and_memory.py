"""What commands and a start cost, and what the site keeps in memory.

    PYTHONPATH=. python tests/bench/start_and_memory.py [--folder FOLDER] [--turns 3]

Prints seconds of CPU of `wenqu --help` and `wenqu demo` (with their children), the time until `wenqu serve` is ready, and the proportional
memory (PSS of /proc/PID/smaps_rollup) of all its processes after members and guests have read pages, searched and replied.
"""

import http.client
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import click
from served_city import WENQU, Client, Site, environ_of

PAGES = (
    "/",
    "/boards",
    "/statistics",
    "/search?q=%E8%B7%AF%E7%81%AF",
    "/threads/1",
    "/departments",
    "/ledger",
    "/feeds/site.atom",
    "/hot",
)
THREADS = range(1, 40)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), help="A city; by default the demo's is made.")
@click.option("--turns", default=3, show_default=True, help="How often each command is run.")
def main(folder, turns):
    helps = [_spent(["--help"], {}) for _ in range(turns)]
    click.echo(f"wenqu --help: {statistics.median(helps):.2f} s of CPU")
    with tempfile.TemporaryDirectory() as temporary:
        demos = [_spent(["demo"], environ_of(Path(temporary) / str(number))) for number in range(turns)]
        click.echo(f"wenqu demo: {statistics.median(demos):.2f} s of CPU [{min(demos):.2f} {max(demos):.2f}]")
        _serve(environ_of((folder or Path(temporary) / "0").absolute()), turns)


def _spent(words, environ):
    """Seconds of CPU of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*WENQU, *words], env=os.environ | environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _serve(environ, turns):
    ready = []
    for turn in range(turns):
        site = Site(environ, quiet=True)
        before = _children_time()
        ready.append(site.start())
        if turn == turns - 1:
            click.echo(f"idle: {_told(site)}")
            _visit(site.port)
            time.sleep(5)
            click.echo(f"after some traffic: {_told(site)}")
        site.stop()
        click.echo(f"ready in {ready[-1]:.2f} s; {_children_time() - before:.2f} s of CPU until it ended")
    click.echo(f"wenqu serve: ready in {statistics.median(ready):.2f} s")


def _children_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _visit(port):
    member = Client(port, "chenxiao").sign_in()
    for _ in range(3):
        member.connection.close()  # which the server closes after a while
        for path in (*PAGES, *(f"/threads/{thread}" for thread in THREADS)):
            for headers in ({}, member.headers):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                connection.request("GET", path, headers={"Accept-Language": "zh-CN", **headers})
                connection.getresponse().read()
                connection.close()
        for thread in THREADS:
            member.reply(thread, f"测试回复 {thread}，路灯又坏了 {time.monotonic()}")


def _told(site):
    """The proportional memory of the processes, in MB."""
    web, worker = site.children()
    rest = [each for each in site.everybody() if each not in (site.process, *web, worker)]
    groups = {"first": [site.process], "web": web, "worker": [worker], "others": rest}
    sizes = {name: [_pss(each.pid) for each in some] for name, some in groups.items() if some}
    parts = ", ".join(f"{name} {' + '.join(f'{size:.0f}' for size in some)}" for name, some in sizes.items())
    return f"{sum(map(sum, sizes.values())):.0f} MB proportional ({parts})"


def _pss(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
