"""Replies posted by several clients at a site that `wenqu serve` serves: how many a second, how long one waits, what one costs.

    PYTHONPATH=. python tests/bench/posting_speed.py --folder FOLDER [--postgresql] [--clients 4] [--seconds 10] [--through api] [--backlog 5000]

FOLDER is given the demo's city, if it holds none. CPU is that of all threads of the web processes, and of the worker until it has read the
log to its end; a PostgreSQL of its own is counted apart. Beside it stands what a bare Flask view costs under the same server, measured
before and after. At the end every post that was acknowledged must be there exactly once.
With a backlog, so many replies are put on record before the site starts, and somebody signs in again and again while the
worker catches up.
"""

import secrets
import statistics
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from threading import Thread as Running

import click
from search_page import _bare, _serving
from served_city import PEOPLE, Client, Site, environ_of, postgresql, run, spent, spent_in_tree

from boards.actions.posts.posts import reply
from boards.models.threads import Post, Revision, Thread
from boards.rules.access import reply_refusal_for
from forum.accounts.queries import account_named, actor_of_account
from forum.app import load_city, readers
from forum.config import from_environ
from forum.store import db
from moderation.ledger.signing import Signer
from search.engines import engine_of

PATIENCE = 900  # seconds until the worker has caught up
BARE = 300  # bytes


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="A city, or where the demo's is made.")
@click.option("--postgresql", "on_postgresql", is_flag=True, help="A durable PostgreSQL of its own instead of SQLite.")
@click.option("--clients", default=4, show_default=True)
@click.option("--seconds", default=10, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--through", type=click.Choice(["web", "api"]), default="web", show_default=True)
@click.option("--backlog", default=0, show_default=True, help="Replies on record that the worker has not read.")
def main(folder, on_postgresql, clients, seconds, workers, through, backlog):
    with ExitStack() as stack:
        environ, server = environ_of(folder.absolute()), None
        if on_postgresql:
            url, upkeep, server = stack.enter_context(postgresql())
            environ |= {"WENQU_DATABASE": url, "WENQU_DATABASE_UPKEEP": upkeep}
        run("demo", environ=environ)
        settings = from_environ(environ)
        threads = threads_of(settings, backlog)
        bare = [_bare_cost()]
        site = Site(environ, workers)
        ready = site.start()
        stack.callback(site.stop)
        posted, waits, logins, used = _measured(site, settings, threads, clients, seconds, through, backlog, server)
        bare.append(_bare_cost())
        _tell(posted, waits, seconds, used, statistics.mean(bare), ready, logins)
        _check(settings, posted)


def threads_of(settings, backlog=0):
    """The threads in which is posted, after putting a backlog on record."""
    db.connect(settings.database)
    with db.connection():
        threads = _open_threads()
        if backlog:
            _put_backlog(settings, threads, backlog)
    db.database.close_all()
    return threads


def _open_threads():
    """The numbers of some that take replies of all PEOPLE."""
    actors = [actor_of_account(account_named(username), datetime.now(UTC)) for username in PEOPLE]
    threads = Thread.select().where(Thread.public)
    return [each.id for each in threads if not any(reply_refusal_for(actor, each) for actor in actors)][:50]


def _put_backlog(settings, threads, backlog):
    now, city = datetime.now(UTC), load_city(settings).without_limits()
    actor = actor_of_account(account_named(PEOPLE[0]), now)
    with db.write():
        for thread in islice(cycle(threads), backlog):
            reply(Thread.get_by_id(thread), actor=actor, now=now, city=city, text=f"积压的回复 {secrets.token_hex(8)}")


def _measured(site, settings, threads, clients, seconds, through, backlog, server):
    queue = get_context("fork").Queue()
    given = (queue, site.port, threads, clients, seconds, through, bool(backlog))
    if not backlog:
        until_read(settings)
    web, worker = site.children()
    parts = {"web": lambda: sum(map(spent, web)), "worker": lambda: spent(worker)}
    if server:
        parts["postgresql"] = lambda: spent_in_tree(server)
    posting = get_context("fork").Process(target=_clients, args=given)
    posting.start()
    queue.get()
    before = {name: part() for name, part in parts.items()}
    posted, waits, logins = queue.get()
    posting.join()
    after = {"web": parts["web"]()}
    began = time.monotonic()
    until_read(settings)
    click.echo(f"the worker had read all {time.monotonic() - began:.1f} s later")
    return posted, waits, logins, {name: after.get(name, part()) - before[name] for name, part in parts.items()}


def _clients(queue, port, threads, clients, seconds, through, sign_in):
    """In a process of its own: sign in, say so, post for `seconds`, and say what was acknowledged."""
    people = [Client(port, PEOPLE[number % len(PEOPLE)], through == "api") for number in range(clients)]
    for client in people:
        client.sign_in()
    time.sleep(2)
    queue.put("ready")
    posted, waits, logins, until = [], [], [], time.monotonic() + seconds

    def post(client, number):
        for thread in islice(cycle(threads), number * 7, None):
            if (began := time.monotonic()) > until:
                return
            text = f"测试回复，路灯又坏了 {secrets.token_hex(12)}"
            status, place = client.reply(thread, text)
            waits.append(time.monotonic() - began)
            assert place, status
            posted.append((text, place))

    def login():
        while (began := time.monotonic()) < until:
            Client(port, PEOPLE[-1]).sign_in()
            logins.append(time.monotonic() - began)
            time.sleep(0.2)

    running = [Running(target=post, args=(client, number)) for number, client in enumerate(people)]
    running += [Running(target=login)] if sign_in else []
    for each in running:
        each.start()
    for each in running:
        each.join()
    queue.put((posted, waits, logins))


def until_read(settings):
    """Wait until every reader has read the log to its end."""
    db.connect(settings.database)
    with db.connection():
        waiting = readers(load_city(settings), engine_of(settings), Signer(settings))
        began = time.monotonic()
        while any(reader.backlog() for reader in waiting):
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"still to read: { ({reader.name: reader.backlog() for reader in waiting}) }")
            time.sleep(0.2)
    db.database.close_all()


def _bare_cost():
    """Milliseconds of CPU of a request to a bare Flask view under the program's server."""
    with _serving(lambda: _bare(BARE)) as simple:
        simple.spent(["/"] * 50)
        return simple.spent(["/"] * 300)


def _tell(posted, waits, seconds, used, bare, ready, logins):
    waits.sort()
    click.echo(
        f"{len(posted) / seconds:.0f} posts/s; p50 {waits[len(waits) // 2] * 1000:.1f} ms, "
        f"p99 {waits[int(len(waits) * 0.99)] * 1000:.1f} ms, longest {waits[-1] * 1000:.0f} ms; ready in {ready:.1f} s"
    )
    each = {name: seconds / len(posted) * 1000 for name, seconds in used.items()}
    total = sum(each.values())
    parts = ", ".join(f"{name} {part:.2f}" for name, part in each.items())
    click.echo(f"CPU ms a post: {total:.2f} ({parts}) = {total / bare:.1f}x a bare Flask view of {bare:.2f} ms")
    if logins:
        click.echo(
            f"{len(logins)} times signed in: median {statistics.median(logins):.2f} s, longest {max(logins):.2f} s"
        )


def _check(settings, posted):
    """Every acknowledged post is there once, where it was said to be."""
    db.connect(settings.database)
    with db.connection():
        rows = Post.select(Post.id, Post.thread, Post.floor, Revision.text).join(Revision).where(Revision.number == 1)
        found = {}
        for number, thread, floor, text in rows.tuples():
            found.setdefault(text, []).append((f"/threads/{thread}/floors/{floor}", f"/api/v1/posts/{number}"))
    db.database.close_all()
    lost = [text for text, _ in posted if text not in found]
    doubled = [text for text, _ in posted if len(found.get(text, ())) > 1]
    elsewhere = [text for text, place in posted if text in found and not place.endswith(found[text][0])]
    click.echo(f"{len(posted)} acknowledged: {len(lost)} lost, {len(doubled)} doubled, {len(elsewhere)} elsewhere")
    assert not (lost or doubled or elsewhere)


if __name__ == "__main__":
    main()
