"""Pages as multiples of a bare Flask view of the same bytes: for guests as cached and as made anew, and for a member.

    PYTHONPATH=. python tests/bench/page_speed.py --folder FOLDER [--rounds 8]

FOLDER holds a city, or is given the demo's. The program's own server serves both in processes of their own, in turns in one run;
counted is the CPU of all their threads. A guest's page is made anew by a cookie of a stranger's session, with which it is
not cached. The median of the rounds is printed, and in brackets the lowest and the highest ratio.
"""

import os
import re
import statistics
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import click
from search_page import _bare, _serving

from boards.demo.city import PASSWORD
from boards.models.threads import Post, Thread
from forum.app import create_app
from forum.config import from_environ
from forum.store import db

TURN = 25  # requests
MEMBER = "chenxiao"
STRANGER = "wenqu=none"


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="A city, or where the demo's is made.")
@click.option("--rounds", default=8, show_default=True)
def main(folder, rounds):
    environ = {"WENQU_DATA": str(folder.absolute()), "WENQU_RATE_LIMITS": "off", "WENQU_SECOND_FACTOR": "optional"}
    if not folder.exists():
        subprocess.run([Path(sys.executable).with_name("wenqu"), "demo"], env=os.environ | environ, check=True)
    settings = from_environ(environ)
    pages = _pages(settings)
    with _serving(lambda: create_app(settings)) as served:
        member = _signed_in(served)
        for name, path in pages.items():
            size = len(served.get(path))
            with _serving(lambda size=size: _bare(size)) as simple:
                turns = [_turn(served, simple, path, member) for _ in range(rounds)]
            bare = statistics.median(turn[-1] for turn in turns)
            told = [
                f"{who} {_told([(turn[which], turn[-1]) for turn in turns])}"
                for which, who in enumerate(("guest", "made anew", "member"))
            ]
            click.echo(f"{name}, {size / 1000:.0f} kB: {'; '.join(told)}; bare {bare:.2f} ms")


def _told(pairs):
    ratios = [spent / bare for spent, bare in pairs]
    return f"{statistics.median(spent for spent, _ in pairs):.2f} ms = {statistics.median(ratios):.1f}x [{min(ratios):.1f} {max(ratios):.1f}]"


def _turn(served, simple, path, member):
    """Milliseconds of CPU of a request: a guest's, one that is made anew, a member's, of the bare view."""
    who = ({}, {"Cookie": STRANGER}, {"Cookie": member})
    return *(served.spent([path] * TURN, headers) for headers in who), simple.spent(["/"] * TURN)


def _pages(settings):
    """{name: path}, with the board that has the most threads, and a thread with a full page of floors."""
    db.connect(settings.database)
    with db.connection():
        thread = Thread.select().where(Thread.public, Thread.floors >= 20).order_by(Thread.floors).first()
        thread = thread or Thread.select().where(Thread.public).order_by(Thread.floors.desc()).first()
        board, department = thread.board.slug, thread.department
        click.echo(f"{Post.select().count()} posts, a thread of {thread.floors} floors")
    db.database.close_all()
    places = {"front": "/", "board": f"/boards/{board}", "thread": f"/threads/{thread.id}", "statistics": "/statistics"}
    return places | ({"department": f"/departments/{department.slug}"} if department else {})


def _signed_in(served):
    """The cookie of a member's session."""
    cookies, page = served.answer("GET", "/login")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = urlencode({"csrf_token": token, "username": MEMBER, "password": PASSWORD})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    signed, _ = served.answer("POST", "/login", form, {"Cookie": cookies, **kind})
    return signed


if __name__ == "__main__":
    main()
