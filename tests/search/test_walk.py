"""A word that nearly every post has, walked page by page, on both databases."""

import pytest

from boards.actions.posts.threads import ask
from boards.models.threads import Thread

WORD = "的"


@pytest.fixture
def threads(places, cast, rules, now, question, say):
    """The threads with the word; every other one has it in a reply too."""
    found = []
    for number in range(9):
        thread = ask(
            places.housing_board,
            actor=cast.asker,
            now=now,
            city=rules,
            title=f"第{number}盏灯",
            text="门口的灯坏了。" * (number % 3 + 1),
            kind="complaint",
        )
        if number % 2:
            say(thread, "我家门口的也一样。")
        found.append(thread.id)
    return found


def walked(read, address):
    """The threads of all pages that `read` gives from this address on."""
    found = []
    while address:
        page = read(address)
        found += [item["thread"] for item in page["items"]]
        address = page["next"] and page["next"].partition("/api/v1")[2]
    return found


@pytest.mark.parametrize("window", [300, 4])
@pytest.mark.parametrize("limit", [1, 4])
def test_every_thread_comes_once(threads, question, indexed, api_of, cast, monkeypatch, window, limit):
    monkeypatch.setattr("search.reading.WINDOW", window)
    indexed()
    api = api_of(cast.guest)
    found = walked(lambda address: api.get(address).json, f"/search?q={WORD}&limit={limit}")
    with_it = {row.id for row in Thread.select() if row.id in threads or WORD in row.title}
    assert len(found) == len(set(found))
    assert set(found) >= with_it and set(found) <= {*threads, question.id}
