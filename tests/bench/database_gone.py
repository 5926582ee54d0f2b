"""Lets PostgreSQL go away under a site in which people post, several times in three ways, and counts afterwards.

    PYTHONPATH=.:tests/bench python tests/bench/database_gone.py --folder FOLDER [--rounds 9]

In turn: SIGKILL to the postmaster, SIGKILL to one of its processes (it then ends all others and recovers by itself), SIGQUIT to the postmaster (an
immediate stop, without a checkpoint). While it is gone whoever writes must be told 503 with Retry-After and /readyz must say `database`; readers get a
page or 503, never 500. Once it runs again all must go on without a restart of the site; everything acknowledged is there once, and
`wenqu verify --local` finds nothing.
"""

import http.client
import secrets
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import click
import psutil
from disk_faults import PATIENCE, Drill, checked
from posting_speed import threads_of
from served_city import Site, end_at_once, environ_of, postgresql, run

from forum.config import from_environ

WAYS = ("postmaster killed", "a process killed", "immediate stop")
WRONG = (b"Traceback", b"unexpected error")


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Where the city's data folder is made.")
@click.option("--rounds", default=9, show_default=True)
def main(folder, rounds):
    folder = folder.absolute()
    with ExitStack() as stack:
        url, upkeep, process = stack.enter_context(postgresql())
        environ = environ_of(folder, url) | {"WENQU_DATABASE_UPKEEP": upkeep}
        run("demo", environ=environ)
        server = Postmaster(process)
        site = Site(environ, workers=1, log=folder.parent / "log.txt")
        stack.callback(lambda: end_at_once(site.process))
        site.start()
        drill = Gone(site, threads_of(from_environ(environ)))
        drill.until(drill.is_ready, "ready")
        for number in range(rounds):
            drill.once(server, WAYS[number % len(WAYS)])
        site.stop()
        click.echo(checked(from_environ(environ), drill.mark, drill.acknowledged))
        click.echo(run("verify", "--local", environ=environ).strip())


class Postmaster:
    """The server's first process, which can be ended and started again as it was."""

    def __init__(self, process):
        self.process, self.words, self.folder = process, process.cmdline(), process.cwd()
        self.owner = process.uids().real, process.gids().real

    def end(self, how):
        """End it or one of its processes, and wait until it is so."""
        everybody = [self.process, *self.process.children()]
        if how == "a process killed":
            end_at_once(everybody[-1])
            return
        self.process.send_signal(signal.SIGKILL if how == "postmaster killed" else signal.SIGQUIT)
        psutil.wait_procs(everybody, PATIENCE)

    def start(self):
        """Start it again, unless it runs."""
        if self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE:
            return
        user, group = self.owner
        self.process = psutil.Popen(
            self.words, cwd=self.folder, user=user, group=group, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


class Gone(Drill):
    """People beside a site whose database goes away."""

    def once(self, server, how):
        """Let it go once: what was answered, and that all is well again."""
        said = self.site.log.stat().st_size
        server.end(how)
        if how == "a process killed":
            written, pages = Counter(self.post() for _ in range(20)), Counter()
        else:
            written = Counter(self.post() for _ in range(5))
            pages = Counter(self.get(path).status for path in ("/", f"/threads/{self.threads[0]}", "/statistics") * 2)
            assert self.get("/readyz").status == 503
            assert set(written) == {"told to come again"}, written
        server.start()
        self.until(self.is_ready, f"{how}: ready again")
        self.until(lambda: self.post() == "acknowledged", f"{how}: posts are taken again")
        log = self.site.log.read_bytes()[said:]
        click.echo(f"{how}: written {dict(written)}, read {dict(pages)}")
        assert set(written) <= {"acknowledged", "told to come again"}, (written, log.decode()[-4000:])
        assert set(pages) <= {200, 503}, (pages, log.decode()[-4000:])
        assert not [words for words in WRONG if words in log], log.decode()[-4000:]

    def post(self):
        """What became of a new post; one without an answer is sent again under its key."""
        text, key = f"{self.mark} {secrets.token_hex(12)}", secrets.token_hex(16)
        person = self.people[len(self.acknowledged) % 2]
        for _ in count():
            person.connection.close()
            with suppress(OSError, http.client.HTTPException):
                status, place = person.reply(self.threads[0], text, key)
                break
            time.sleep(0.2)
        if place:
            self.acknowledged.add(text)
            return "acknowledged"
        return "told to come again" if status == 503 and person.retry_after else f"status {status}"


if __name__ == "__main__":
    main()
