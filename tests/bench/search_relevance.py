"""Known-item search: a question's title must find its thread by the body and the answer, and so must the answer's first sentence.

    python tests/bench/search_relevance.py FILE.jsonl [--engine whoosh --engine tantivy] [--every 3] [--postgres URL]

FILE holds one JSON object a line with title, body and reply. Nothing is indexed of the titles. Since some people send
the same question twice, three figures are printed: of the very thread; of any thread with the same title; and of the entry
of the results page in which the very thread is named, where the same text sent again stands under one entry.
"""

import json
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from forum.store import db
from search.engines.base import Document, EngineQuery
from search.query import terms
from search.query.language import parse
from search.ranking import repeated_questions
from search.ranking.retrieval import by_thread, find

WINDOW = 300
PAGE = 10


@dataclass(frozen=True)
class Seen:
    id: int
    thread: int
    score: float


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--engine", "engines", multiple=True, default=("whoosh", "tantivy"), show_default=True)
@click.option("--every", default=1, show_default=True, help="Ask with every n-th question only.")
@click.option("--postgres", help="URL of a database for the engine postgres.")
def main(file, engines, every, postgres):
    rows = [json.loads(line) for line in file]
    titles = ["".join(terms.units(terms.fold(row["title"]))[0]) for row in rows]
    documents = list(_documents(rows))
    click.echo(
        f"{len(rows)} threads; each line: hit@1 hit@10 MRR (of any thread with the same title; of the entry on the page)"
    )
    for name in engines:
        with tempfile.TemporaryDirectory() as folder:
            engine = _engine(name, Path(folder), postgres)
            engine.create()
            engine.write(documents, (), 1)
            _settle(name)
            by_title = [(row["title"], number) for number, row in enumerate(rows)]
            _report(f"{name} title -> thread", engine, by_title[::every], titles, rows)
            for half in (0, 1):
                _report(f"{name} title -> thread, half {half + 1}", engine, by_title[half::2][::every], titles, rows)
            by_answer = [(_sentence(row["reply"]), number) for number, row in enumerate(rows)]
            _report(f"{name} answer -> thread", engine, by_answer[::every], titles, rows)


def _documents(rows):
    for number, row in enumerate(rows):
        known = {"board": 1, "kind": "", "author": "", "created": number, "title": ""}
        yield Document(id=2 * number + 2, text=row["body"], **known)
        yield Document(id=2 * number + 3, text=row["reply"], **known)


def _engine(name, folder, url):
    if name == "whoosh":
        from search.engines.whoosh import Whoosh

        return Whoosh(folder)
    if name == "tantivy":
        from search.engines.tantivy import Tantivy

        return Tantivy(folder)
    from search.engines.postgres import Postgres

    db.connect(url)
    db.database.connect(reuse_if_open=True)
    return Postgres()


def _settle(name):
    if name == "postgres":
        db.database.execute_sql("ANALYZE search_post")


def _report(label, engine, queries, titles, rows):
    ranks, alike, entries, took = [], [], [], 0.0
    for q, wanted in queries:
        began = time.process_time()
        order = _order(engine, q, rows)
        took += time.process_time() - began
        ranks.append(_rank(order, {wanted}))
        entries.append(_entry(order, wanted, rows))
        alike.append(_rank(order, {number for number, title in enumerate(titles) if title == titles[wanted]}))
    each = took / len(queries) * 1000
    click.echo(f"{label}: {_figures(ranks)} ({_figures(alike)}; {_figures(entries)}), {each:.1f} ms CPU a query")


def _order(engine, q, rows):
    """Threads, the best first, as the results page orders them."""
    query = parse(q)
    wanted = EngineQuery(groups=query.groups, without=query.without, near=query.near, limit=WINDOW)
    _, seen, _ = find(
        engine, wanted, lambda hits, official: [_seen(post, score, official) for post, score in hits], _texts(rows)
    )
    return [best.thread for best, _ in by_thread(seen)]


def _texts(rows):
    """As search.documents.texts_of gives them, without the titles."""

    def texts_of(threads):
        return {
            thread: [rows[thread]["body"], *(rows[thread]["reply"] for post in posts if post % 2)]
            for thread, posts in threads.items()
        }

    return texts_of


def _seen(post, score, official):
    return Seen(post, post // 2 - 1, score * (official if post % 2 else 1.0))


def _rank(order, wanted):
    return next((place for place, thread in enumerate(order, 1) if thread in wanted), None)


def _entry(order, wanted, rows):
    """The place of the entry that names the thread, gathered as on the first page; past that, of the thread itself."""
    page = {thread: (rows[thread]["title"], rows[thread]["body"]) for thread in order[:PAGE]}
    entries = repeated_questions.group_repeats(page)
    return next((place for place, threads in enumerate(entries, 1) if wanted in threads), _rank(order, {wanted}))


def _figures(ranks):
    count = len(ranks)
    first, ten = (sum(rank is not None and rank <= most for rank in ranks) / count for most in (1, 10))
    return f"{first:.4f} {ten:.4f} {sum(1 / rank for rank in ranks if rank) / count:.4f}"


def _sentence(reply):
    """The first sentence of an answer that says something; the salutation before it is left out."""
    said = [part for part in re.split(r"[。！？!?\n]", reply) if len(part) >= 12]
    return (said or [reply])[0]


if __name__ == "__main__":
    main()
