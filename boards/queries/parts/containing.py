"""The condition that a thread says some words, for the lists that officials search in."""

import peewee

from boards.models.threads import NOT_HIDDEN, Post, Revision, Thread
from boards.queries.parts import shown
from boards.queries.parts.people import name_contains
from forum.numbers import ID_DIGITS, whole_number

MOST_WORDS = 6
LONGEST = 100  # characters of a search


def containing(words: str) -> peewee.Expression | bool:
    """The condition that each of `words` is the thread's number, or in its title, its question or its asker's name, as they are shown.

    Upper and lower case count as one in Latin letters. True without words. Words after MOST_WORDS and characters after
    LONGEST are left out.
    """
    condition = True
    for word in words[:LONGEST].split()[:MOST_WORDS]:
        condition = _said(word) & condition if condition is not True else _said(word)
    return condition


def _said(word):
    number = whole_number(word.removeprefix("#"), ID_DIGITS)
    title = NOT_HIDDEN & shown.title_column().unalias().contains(word)
    found = title | name_contains(Thread, word) | peewee.fn.EXISTS(_question(word))
    return found | (Thread.id == number) if number else found


def _question(word):
    text = shown.text_column().unalias()
    return (
        Post.select(Post.id)
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(
            Post.place_thread == Thread.id,
            Post.place_floor == 1,
            Post.hidden_at.is_null(),
            Post.seal_order_id.is_null(),
            text.contains(word),
        )
    )
