"""HTTP servers under the program: CPU of a guest's cached page and of a page made anew, and what bad clients and signals do.

    PYTHONPATH=. python tests/bench/servers.py --folder FOLDER [--clients 1000] NAME...

FOLDER holds a city. NAME is one of serve (the program's own), gthread, granian, and each also as NAME+nginx. gunicorn and
granian must be installed, nginx too. Printed for each, with two web processes of eight threads:

- CPU of a cached page and of one made anew, of all processes (/proc/PID/task/*/schedstat), in milliseconds a request
- slow: so many clients send their headers by the byte; how long a reader waits, and the CPU that they cost in three seconds
- vanished: 500 requests of pages made anew whose clients are gone; how long the next reader waits, and the CPU spent until then
- stop: 15 requests in flight at SIGTERM; how many are answered whole, and when the server has ended
- reload: readers ask while the server is told to reload; how many requests fail
"""

import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import psutil

STRANGER = "wenqu=none"  # with it a page is not cached
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream wenqu {{ server 127.0.0.1:{behind}; keepalive 16; }}
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ proxy_pass http://wenqu; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host $host; }} }} }}
"""


def command(name, port):
    """The command that serves on a port."""
    python = Path(sys.executable)
    return {
        "serve": [python, "-m", "forum", "serve", "--workers", "2", "--port", str(port)],
        "gthread": [python, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "8", "--keep-alive", "20",
                    "--backlog", "1024", "--worker-connections", "4000", "--graceful-timeout", "30",
                    "-b", f"127.0.0.1:{port}", "--log-level", "critical", "wsgi:app"],
        "granian": [python, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8",
                    "--backpressure", "1000", "--no-log", "--host", "127.0.0.1",
                    "--port", str(port), "wsgi:app"],
    }[name]  # fmt: skip


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--clients", default=1000, show_default=True)
@click.option("--page", default="/threads/1", show_default=True)
@click.argument("names", nargs=-1)
def main(folder, clients, page, names):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    for name in names:
        with serving(name, folder) as site:
            cached, anew = cost(site, page, {}, 400), cost(site, page, {"Cookie": STRANGER}, 60)
            click.echo(f"{name}: cached {cached:.2f} ms, made anew {anew:.2f} ms")
            click.echo(f"{name}: slow {slow(site, clients, page)}")
            click.echo(f"{name}: vanished {vanished(site, page)}")
            click.echo(f"{name}: reload {reloaded(site, page)}")
            ended = site.process.poll() is not None
            click.echo(f"{name}: stop {'ended before' if ended else stopped(site, page)}")


class Site:
    """A server's address and its first process; `public` is where readers come in."""

    def __init__(self, process, port, public):
        self.process, self.port, self.public, self.more = process, port, public, []

    def spent(self):
        """Seconds of CPU of all its living processes."""
        first = [psutil.Process(self.process.pid), *self.more]
        each = [child for one in first for child in (one, *one.children(recursive=True))]
        tasks = [task for one in each for task in Path(f"/proc/{one.pid}/task").glob("*/schedstat")]
        return sum(int(text_of(task).split()[0]) for task in tasks) / 1e9


def text_of(path):
    try:
        return path.read_text()
    except OSError:
        return "0"


@contextmanager
def serving(name, folder):
    name, _, before = name.partition("+")
    port, public = free_port(), free_port()
    environ = os.environ | {
        "WENQU_DATA": str(folder.absolute()),
        "WENQU_RATE_LIMITS": "off",
        "WENQU_SECOND_FACTOR": "optional",
    }
    process = subprocess.Popen(command(name, port), env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    site = Site(process, port, public if before else port)
    with tempfile.TemporaryDirectory() as temporary:
        if before:
            written = Path(temporary, "nginx.conf")
            written.write_text(NGINX.format(folder=temporary, behind=port, port=public))
            nginx = subprocess.Popen([shutil.which("nginx"), "-c", written], stderr=subprocess.DEVNULL)
            site.more.append(psutil.Process(nginx.pid))
        try:
            for _ in range(600):
                try:
                    if get(site, "/healthz", {})[0] == 200:
                        break
                except OSError:
                    pass
                time.sleep(0.1)
            time.sleep(3)  # its worker has caught up
            yield site
        finally:
            process.kill()
            process.wait()
            if before:
                nginx.terminate()
                nginx.wait()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def get(site, page, headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.public, timeout=120)
    try:
        connection.request("GET", page, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def cost(site, page, headers, times):
    """Milliseconds of CPU a request, asked by one client that keeps its connection."""
    connection = http.client.HTTPConnection("127.0.0.1", site.public, timeout=120)

    def ask(times):
        for _ in range(times):
            connection.request("GET", page, headers=headers)
            answer = connection.getresponse()
            assert answer.read() and answer.status == 200

    ask(20)
    before = site.spent()
    ask(times)
    return (site.spent() - before) / times * 1000


def slow(site, clients, page):
    opened = [socket.create_connection(("127.0.0.1", site.public), timeout=10) for _ in range(clients)]
    for each in opened:
        each.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-")
    before, waits, since = site.spent(), [], time.monotonic()
    while time.monotonic() - since < 3:
        for each in opened[:: max(1, clients // 100)]:
            with suppress(OSError):
                each.sendall(b"a")
        begun = time.monotonic()
        try:
            get(site, page, {})
            waits.append(time.monotonic() - begun)
        except OSError:
            waits.append(float("inf"))
        time.sleep(0.1)
    spent = site.spent() - before
    for each in opened:
        each.close()
    return (
        f"{clients}: readers wait at most {max(waits) * 1000:.0f} ms, {spent * 1000:.0f} ms CPU for {len(waits)} pages"
    )


def vanished(site, page):
    opened = []
    for _ in range(500):
        opened.append(socket.create_connection(("127.0.0.1", site.public), timeout=60))
        opened[-1].sendall(f"GET {page} HTTP/1.1\r\nHost: x\r\nCookie: {STRANGER}\r\n\r\n".encode())
    before, begun = site.spent(), time.monotonic()
    for each in opened:
        each.close()
    status, _ = get(site, page, {"Cookie": STRANGER})
    waited, spent = time.monotonic() - begun, site.spent() - before
    return f"500: the next reader waits {waited * 1000:.0f} ms and gets {status}, {spent * 1000:.0f} ms CPU until then"


def stopped(site, page):
    answers, barrier = [], threading.Barrier(16)

    def ask():
        barrier.wait()
        try:
            answers.append(get(site, page, {"Cookie": STRANGER})[0])
        except OSError as error:
            answers.append(type(error).__name__)

    askers = [threading.Thread(target=ask) for _ in range(15)]
    for each in askers:
        each.start()
    barrier.wait()
    time.sleep(0.03)
    begun = time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    for each in askers:
        each.join()
    try:
        code = site.process.wait(60)
    except subprocess.TimeoutExpired:
        return f"{answers.count(200)} of 15 answered, has not ended after a minute"
    return f"{answers.count(200)} of 15 answered, ended with {code} after {time.monotonic() - begun:.1f} s"


def reloaded(site, page):
    answers, over = [], threading.Event()

    def ask():
        while not over.is_set():
            try:
                answers.append(get(site, page, {})[0])
            except OSError as error:
                answers.append(type(error).__name__)
            time.sleep(0.01)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for each in askers:
        each.start()
    for _ in range(2):
        site.process.send_signal(signal.SIGHUP)
        time.sleep(8)
    over.set()
    for each in askers:
        each.join()
    failed = [answer for answer in answers if answer != 200]
    return f"twice: {len(failed)} of {len(answers)} requests failed {sorted(set(map(str, failed)))}"


if __name__ == "__main__":
    main()
