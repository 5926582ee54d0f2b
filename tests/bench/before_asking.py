"""Before asking: on past questions as the site knows them, what would newer ones have been offered, and which department?

    python tests/bench/before_asking.py FILE.jsonl [--engine whoosh] [--held-back 0.2] [--show 0]

FILE holds one JSON object a line with title, body, reply, created_at, replied_at and board_derived, which stands for the department.
The newest questions are held back and asked of the others. Nobody has marked which are alike in the data: repeats are told
by their words, and offered questions of the same department are at least not of another matter altogether; --show
prints pairs to be judged by eye.
"""

import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
from search_relevance import _engine

from search.engines.base import Document
from search.query import terms
from search.ranking import similarity
from search.similar.before_asking import LOOKED_AT, MOST, similarity_query

REPEATED = 0.4  # of the pairs of two texts, from which on one repeats the other
LEAST = 0.15  # how alike questions are from which on they are counted


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--engine", "name", default="whoosh", show_default=True)
@click.option("--held-back", default=0.2, show_default=True)
@click.option("--show", default=0, show_default=True, help="Print so many of the most alike pairs.")
def main(file, name, held_back, show):
    rows = sorted(map(json.loads, file), key=lambda row: row["created_at"])
    cut = int(len(rows) * (1 - held_back))
    past, new = rows[:cut], rows[cut:]
    click.echo(f"{len(new)} questions from {new[0]['created_at'][:10]} on, asked of {len(past)} older ones")
    _repeats(rows, cut)
    with tempfile.TemporaryDirectory() as folder:
        engine = _engine(name, Path(folder), None)
        engine.create()
        engine.write(list(_documents(past)), (), 1)
        for label, of in (("title and text", lambda row: row["body"]), ("title alone", lambda row: "")):
            _report(label, [_look(engine, row, of(row), past) for row in new], past, new, show)


def _repeats(rows, cut):
    """How many questions say nearly the same as an older one, and how many of these would be offered it."""
    twins = {number: older for number, older in enumerate(_older_twins(rows)) if older}
    answered = {
        number
        for number, older in twins.items()
        if any(rows[one]["replied_at"] < rows[number]["created_at"] for one in older)
    }
    found = [number for number, older in twins.items() if _is_offered(rows, number, older)]
    click.echo(
        f"nearly the same as an older one: {len(twins)} of {len(rows)} ({len(twins) / len(rows):.1%}), among the newest "
        f"{sum(number >= cut for number in twins)}; that one was answered by then: {len(answered)}; alike enough to be offered: "
        f"{len(found)}, of the answered {len(answered.intersection(found))}"
    )


def _older_twins(rows):
    """For each question the older ones with the same title, or with REPEATED of all the pairs of both texts in common."""
    titles, texts = [_plain(row["title"]) for row in rows], [_pairs(row["body"]) for row in rows]
    for number in range(len(rows)):
        yield [one for one in range(number) if titles[one] == titles[number] or _repeated(texts[one], texts[number])]


def _repeated(one, other):
    short, long = sorted((len(one), len(other)))
    return short >= REPEATED * long and len(one & other) >= REPEATED * len(one | other)


def _is_offered(rows, number, older):
    asked = similarity.question_pairs(rows[number]["title"], rows[number]["body"])
    others = {
        one: similarity.question_pairs(rows[one]["title"], rows[one]["body"])
        for one in (*range(max(0, number - LOOKED_AT), number), *older)
    }
    return any(one in similarity.most_alike(asked, others) for one in older)


def _pairs(text):
    plain = _plain(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _documents(past):
    for number, row in enumerate(past):
        known = {"board": 1, "kind": "", "author": "", "created": number}
        yield Document(id=2 * number + 2, title=row["title"], text=row["body"], **known)
        yield Document(id=2 * number + 3, title="", text=row["reply"], **known)


def _look(engine, row, text, past):
    """(nearest past questions, {those alike: how much}, seconds) of one new question."""
    began = time.perf_counter()
    wanted = similarity_query(row["title"], text)
    hits = engine.search(wanted).hits if wanted.groups else ()
    nearest = list(dict.fromkeys(post // 2 - 1 for post, _ in hits))[:LOOKED_AT]
    others = {number: similarity.question_pairs(past[number]["title"], past[number]["body"]) for number in nearest}
    alike = similarity.most_alike(similarity.question_pairs(row["title"], text), others, least=LEAST)
    return nearest, alike, time.perf_counter() - began


def _report(label, looked, past, new, show):
    took = sorted(seconds for _, _, seconds in looked)
    click.echo(f"\n{label}: {1000 * took[len(took) // 2]:.0f} ms, at most {1000 * took[-1]:.0f} ms")
    for least in (LEAST, 0.2, 0.24, 0.3, 0.35, 0.4, 0.5):
        _offers(least, looked, past, new)
    for most in (1, 5, 8, 12, 16, 20):
        _guesses(most, looked, past, new)
    _spoken(looked, past, new)
    pairs = [
        (score, row, past[number])
        for (_, alike, _), row in zip(looked, new, strict=False)
        for number, score in list(alike.items())[:1]
    ]
    for score, row, other in sorted(pairs, key=lambda pair: -pair[0])[:show]:
        click.echo(f"  {score:.2f} {row['title']} | {other['title']}")


def _offers(least, looked, past, new):
    offered = [
        ([number for number, score in alike.items() if score >= least][:MOST], row)
        for (_, alike, _), row in zip(looked, new, strict=False)
    ]
    stopped = [(numbers, row) for numbers, row in offered if numbers]
    if not stopped:
        return
    first = sum(past[numbers[0]]["board_derived"] == row["board_derived"] for numbers, row in stopped)
    click.echo(
        f"  alike from {least:.2f}: {len(stopped)} of {len(new)} ({len(stopped) / len(new):.1%}) are offered something, "
        f"the first of the same department in {first / len(stopped):.1%}"
    )


def _guesses(most, looked, past, new):
    one = three = 0
    for (nearest, _, _), row in zip(looked, new, strict=False):
        ranked = [
            department
            for department, _ in Counter(past[number]["board_derived"] for number in nearest[:most]).most_common(3)
        ]
        one, three = one + (ranked[:1] == [row["board_derived"]]), three + (row["board_derived"] in ranked)
    click.echo(
        f"  department by the {most} nearest: first guess right {one / len(new):.1%}, among three {three / len(new):.1%}"
    )


def _spoken(looked, past, new):
    voices = [
        (similarity.department_vote([past[number]["board_derived"] for number in nearest]), row)
        for (nearest, _, _), row in zip(looked, new, strict=False)
    ]
    said = [(voice, row) for voice, row in voices if voice]
    right = sum(voice.department == row["board_derived"] for voice, row in said)
    usual = Counter(row["board_derived"] for row in past).most_common(1)[0][0]
    click.echo(
        f"  a department is named for {len(said) / len(new):.1%}, rightly in {right / len(said):.1%}; "
        f"always the commonest would be right in {sum(row['board_derived'] == usual for row in new) / len(new):.1%}"
    )


def _plain(text):
    return "".join(terms.units(terms.fold(text))[0])


if __name__ == "__main__":
    main()
