"""A post gets a new place by a placement only: the database itself refuses everything else, and keeps every placement."""

import pytest
from peewee import DatabaseError

from boards.models.moderation import Placement
from boards.models.threads import Post
from forum.store import db


def moved(post, thread, floor, path):
    with db.database.atomic():
        Post.update(place_thread=thread, place_floor=floor, place_path=path).where(Post.id == post).execute()


@pytest.mark.parametrize("place", [(2, 1, "00001"), (1, 7, "00001"), (1, 1, "00009")])
def test_without_a_placement_nothing_moves(question, place):
    with pytest.raises(DatabaseError, match="wenqu guard"):
        moved(1, *place)
    assert list(Post.select(Post.place_thread, Post.place_floor, Post.place_path).tuples()) == [(1, 1, "00001")]


def test_with_one_it_moves_to_exactly_that_place(question, now):
    Placement.create(post=1, thread=question.id, floor=9, path="00009", from_thread=question.id, from_floor=1, at=now)
    with pytest.raises(DatabaseError, match="wenqu guard"):
        moved(1, question.id, 8, "00008")
    moved(1, question.id, 9, "00009")
    assert Post.get().place_floor == 9 and Post.get().floor == 1


def test_a_floor_is_given_out_once(question, now):
    given = {
        "post": 1,
        "thread": question.id,
        "floor": 9,
        "path": "00009",
        "from_thread": question.id,
        "from_floor": 1,
        "at": now,
    }
    Placement.create(**given)
    with pytest.raises(DatabaseError), db.write():
        Placement.create(**given)
