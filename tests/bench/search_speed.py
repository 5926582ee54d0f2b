"""How fast the engines are: building, the size, some kinds of search, and one more post until it is found.

    python tests/bench/search_speed.py FILE.jsonl --engine whoosh --posts 50000 [--postgres URL] [--rounds 200]

Posts of about 180 characters are made by recombining the sentences of FILE (one JSON object a line with title,
body and reply). Latencies are p50/p99 in milliseconds: of the CPU of this process, and after it by the clock. PostgreSQL computes in
processes of its own, so there the clock is what counts.
"""

import json
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

import click
import psutil
from search_relevance import _engine, _settle

from forum.commands.progress import progress
from search.engines.base import Document, EngineQuery
from search.query.language import parse

BATCH = 5000
BOARDS = 200


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--engine", "name", type=click.Choice(["whoosh", "tantivy", "postgres"]), required=True)
@click.option("--posts", default=50_000, show_default=True)
@click.option("--rounds", default=200, show_default=True)
@click.option("--postgres", help="URL of a database for the engine postgres.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Keep the index here (postgres: in the database), and use it again.",
)
def main(file, name, posts, rounds, postgres, folder):
    rows = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as temporary:
        engine = _engine(name, folder or Path(temporary), postgres)
        if not folder or engine.position() is None:
            _build(engine, rows, posts)
            _settle(name)
        words = _words(rows)
        for label, wanted in _kinds(words, posts).items():
            _measure(label, engine, wanted, rounds)
        _one_more(engine, posts, min(rounds, 30))
        click.echo(f"  resident: {psutil.Process().memory_info().rss / 1e6:.0f} MB, with the sentences and the writer")


def _build(engine, rows, posts):
    engine.create()
    building, began, used = engine.new_build(), time.perf_counter(), time.process_time()
    made = _posts(rows, posts)
    for start in progress(range(0, posts, BATCH), f"building {engine.name}"):
        building.write([next(made) for _ in range(start, min(start + BATCH, posts))], (), 1)
    engine.switch_to(building)
    took, used, found = time.perf_counter() - began, time.process_time() - used, engine.info()
    click.echo(
        f"{engine.name}: {found.documents} posts, {posts / took:.0f} a second ({posts / used:.0f} a CPU second), {found.size / 1e6:.0f} MB"
    )


def _posts(rows, count):
    random.seed(7)
    sentences = [
        part for row in rows for part in re.split(r"(?<=[。！？])", row["body"] + row["reply"]) if len(part) > 8
    ]
    for number in range(1, count + 1):
        text = "".join(random.choice(sentences) for _ in range(4))
        title = random.choice(rows)["title"] if number % 8 == 1 else ""
        yield Document(
            id=number,
            board=random.randrange(BOARDS),
            kind="complaint",
            author="",
            created=1_400_000_000 + 60 * number,
            title=title,
            text=text,
        )


def _words(rows):
    """Words of two characters as people would search for them: from titles, common ones more often."""
    return [word for row in rows for word in re.findall(r"[\u4e00-\u9fff]{2}", row["title"])]


def _kinds(words, posts):
    def asked(make, **more):
        def wanted():
            query = parse(make())
            return EngineQuery(
                groups=query.groups, near=query.near, limit=10, **{name: value() for name, value in more.items()}
            )

        return wanted

    def one():
        return random.choice(words)

    return {
        "one word": asked(one),
        "two words": asked(lambda: f"{one()} {one()}"),
        "phrase": asked(lambda: f'"{random.choice(words)}"'),
        "word + board": asked(one, boards=lambda: (random.randrange(BOARDS),)),
        "by date": asked(one, newest_first=lambda: True),
        "last month": asked(one, first=lambda: 1_400_000_000 + 60 * max(0, posts - 43_200)),
        "question": asked(lambda: "".join(one() for _ in range(5)), loose=lambda: True),
    }


def _measure(label, engine, wanted, rounds):
    random.seed(11)
    engine.search(wanted())
    took, used = [], []
    for _ in range(rounds):
        asked, began, cpu = wanted(), time.perf_counter(), time.process_time()
        engine.search(asked)
        took.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    click.echo(f"  {label}: {_spread(used)} (clock {_spread(took)})")


def _one_more(engine, posts, rounds):
    took = []
    for number in range(1, rounds + 1):
        began = time.perf_counter()
        text = f"刚刚发表的第{number}条"
        engine.write(
            [Document(id=posts + number, board=1, kind="", author="", created=2_000_000_000, title="", text=text)],
            (),
            1,
        )
        engine.position()
        assert engine.search(EngineQuery(groups=parse(f'"{text}"').groups)).hits
        took.append((time.perf_counter() - began) * 1000)
    click.echo(f"  one more post found: {_spread(took)}")


def _spread(took):
    return f"{statistics.median(took):.1f}/{sorted(took)[int(len(took) * 0.99)]:.1f}"


if __name__ == "__main__":
    main()
