"""`make bench`: pages for guests and a member beside a bare Flask view of the same bytes, search and posting, as a table for docs/performance.md.

    [SIZE="1000000 10000000"] make bench  PYTHONPATH=.:tests/bench python tests/bench/bench.py --size 1000000 --size 10000000 --folder build/bench

Cities of 10,000 and of each SIZE are built once below the folder and served by `wenqu serve`, the bare view by the same server, all in
one run in turns. Counted is CPU of all threads of the web processes, since wall time lies on a busy machine. A number is the median of
the rounds; in brackets stand the lowest and the highest ratio. "Made anew" is a guest's page that is not cached, asked with a
stranger's cookie; "cold" a member's thread that nobody has asked for. Viewing writes nothing, so the worker has no part in a page.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import click
from city.build import built
from flask import Flask
from measured_pages import pages_of, words_of
from search_page import _serving
from served_city import FORM, PASSWORD, PEOPLE, WENQU, Site, environ_of, spent

SMALL = 10_000
INDEXED = 50_000  # posts; a larger city is measured without search, whose index takes an hour
TURN = 10  # requests between two looks at the clock
STRANGER = {"Cookie": "wenqu=none"}


@click.command()
@click.option(
    "--size", "larger", multiple=True, type=int, envvar="SIZE", help="Posts of a larger city; may be given again."
)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("build/bench"), show_default=True)
@click.option("--rounds", default=8, show_default=True)
@click.option("--posting/--no-posting", default=True, help="Whether to post replies, too, in a demo city.")
@click.option("--search/--no-search", default=True, help="Whether to make an index and search.")
def main(larger, folder, rounds, posting, search):
    sizes = list(dict.fromkeys((SMALL, *larger)))
    cities = {posts: built(folder / f"city-{posts}", posts) for posts in sizes}
    pages = {posts: pages_of(settings, posts) for posts, settings in cities.items()}
    with ExitStack() as stack:
        sites = {posts: stack.enter_context(_served(folder / f"city-{posts}")) for posts in sizes}
        lengths = [len(sites[SMALL].get(page.path)) for page in pages[SMALL]]
        simple = stack.enter_context(_serving(lambda: _bare(lengths)))
        rows = zip(lengths, *pages.values(), strict=True)
        _tell_pages([_measured(length, each, sites, simple, rounds) for length, *each in rows], sizes, rounds)
        _middle_of_great(pages[sizes[-1]], sites[sizes[-1]], rounds)
    if search:
        _search(cities[SMALL], folder / f"city-{SMALL}", rounds)
    if posting:
        _posting(folder / "posting")


class Served:
    """A site that serves a city, a guest's connection to it, and a member who is signed in."""

    def __init__(self, site):
        self.web = [*site.children()[0]]
        self._connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
        self.member = {"Cookie": self._signed_in()}

    def get(self, path, headers=None):
        return self._ask("GET", path, headers=headers)[1]

    def spent(self, paths, headers=None):
        """Milliseconds of CPU of all web processes for each of some pages."""
        before = sum(map(spent, self.web))
        for path in paths:
            self.get(path, headers)
        return (sum(map(spent, self.web)) - before) / len(paths) * 1000

    def _ask(self, method, path, body=None, headers=None):
        try:
            answer = self._answer(method, path, body, headers)
        except ConnectionError:  # ended by the server, which nobody asked while another city started
            self._connection.close()
            answer = self._answer(method, path, body, headers)
        text = answer.read()
        assert answer.status in (200, 302, 303), (path, answer.status)
        return answer, text

    def _answer(self, method, path, body, headers):
        self._connection.request(method, path, body, {"Accept-Language": "zh-CN", **(headers or {})})
        return self._connection.getresponse()

    def _signed_in(self):
        answer, page = self._ask("GET", "/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.decode())[1]
        form = urlencode({"csrf_token": token, "username": PEOPLE[0], "password": PASSWORD})
        answer, _ = self._ask("POST", "/login", form, {"Cookie": _cookies(answer), **FORM})
        return _cookies(answer)


def _cookies(answer):
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or ())


@contextmanager
def _served(folder):
    site = Site(environ_of(folder.absolute()), quiet=True)
    site.start()
    try:
        yield Served(site)
    finally:
        site.stop()


def _bare(lengths):
    app = Flask("bare")
    for length in {*lengths, 0}:
        app.add_url_rule(f"/{length}", str(length), lambda page="x" * length: page)
    return app


def _measured(length, pages, sites, simple, rounds):
    """(name, bytes, {what was measured: milliseconds of each round})."""
    whos = {"guest": {}, "anew": STRANGER, "member": None}
    found = {"bare": []} | {(who, posts): [] for posts in sites for who in whos}
    others = {posts: list(page.others) for page, posts in zip(pages, sites, strict=True)}
    found |= {("cold", posts): [] for posts in sites if others[posts]}
    for number in range(rounds + 1):
        figures = {"bare": simple.spent([f"/{length}"] * 2 * TURN)}
        for page, (posts, site) in zip(pages, sites.items(), strict=True):
            for who, headers in whos.items():
                figures[who, posts] = site.spent([page.path] * TURN, site.member if headers is None else headers)
            if others[posts]:
                unread = [others[posts].pop() for _ in range(TURN)]
                figures["cold", posts] = site.spent(unread, site.member)
        if number:  # the first one warms up
            for what, milliseconds in figures.items():
                found[what].append(milliseconds)
    return pages[0].name, length, found


def _tell_pages(rows, sizes, rounds):
    bare = statistics.median(each for _, _, found in rows for each in found["bare"])
    click.echo(f"\nBare view {bare:.2f} ms; {rounds} rounds of {TURN} requests.\n")
    large, compared = sizes[-1], [(who, posts) for posts in sizes[1:] for who in ("anew", "member")]
    more = "".join(f" {who}, {posts:,} against {SMALL:,} |" for who, posts in compared)
    click.echo(f"| page, {large:,} posts | kB | guest | guest, made anew | member | member, cold |{more}")
    click.echo("|" + "---|" * (6 + len(compared)))
    for name, length, found in rows:
        cells = [_cell(found.get((who, large)), found["bare"]) for who in ("guest", "anew", "member", "cold")]
        cells += [_ratio(found[who, posts], found[who, SMALL]) for who, posts in compared]
        click.echo(f"| {name} | {length / 1000:.0f} | {' | '.join(cells)} |")


def _cell(spent_each, bare):
    if not spent_each:
        return ""
    return f"{statistics.median(spent_each):.2f} ms = {_ratio(spent_each, bare)}"


def _ratio(some, others):
    ratios = [one / other for one, other in zip(some, others, strict=True)]
    return f"{statistics.median(ratios):.2f}x [{min(ratios):.2f} {max(ratios):.2f}]"


def _middle_of_great(pages, site, rounds):
    """The middle and the last page of the great thread against its first, in turns."""
    by_name = {page.name: page.path for page in pages}
    first = by_name["great thread, first page"]
    for place in ("middle", "last"):
        path = by_name[f"great thread, {place} page"]
        turns = [(site.spent([path] * TURN, STRANGER), site.spent([first] * TURN, STRANGER)) for _ in range(rounds)]
        click.echo(
            f"\nThe {place} page of the great thread, made anew, is {_ratio(*zip(*turns, strict=True))} of its first."
        )


def _search(settings, folder, rounds):
    if not (folder / "indexed").exists():
        subprocess.run(
            [*WENQU, "reindex"], env=os.environ | environ_of(folder.absolute()), check=True, capture_output=True
        )
        (folder / "indexed").touch()
    asked = words_of(settings)[: rounds * TURN]
    with ExitStack() as stack:
        site = stack.enter_context(_served(folder))
        site.get("/search?q=%E4%B8%80%E4%BA%8C")
        length = len(site.get(asked[0]))
        simple = stack.enter_context(_serving(lambda: _bare([length])))
        simple.get(f"/{length}")
        turns = [_turn(site, simple, asked[at : at + TURN], length) for at in range(0, len(asked), TURN)]
    cold, warm, bare = zip(*turns, strict=True)
    click.echo(
        f"\nSearch for two characters among {SMALL:,} posts, {length / 1000:.0f} kB: a new question {_cell(cold, bare)}; asked again {_cell(warm, bare)}."
    )


def _turn(site, simple, paths, length):
    return site.spent(paths, site.member), site.spent(paths, site.member), simple.spent([f"/{length}"] * 2 * TURN)


def _posting(folder):
    click.echo("\nPosting, in the demo's city:")
    command = [sys.executable, Path(__file__).with_name("posting_speed.py"), "--folder", folder, "--seconds", "5"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
