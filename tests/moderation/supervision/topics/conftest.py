"""An open topic with two threads."""

import pytest

from moderation.supervision.topics.actions import open_topic


@pytest.fixture
def threads(asked):
    """Three questions."""
    return [asked(title) for title in ("停水第一天", "停水第二天", "停水第三天")]


@pytest.fixture
def water(threads, cast, now):
    """The topic of the first two."""
    numbers = f"{threads[0].id} {threads[1].id}"
    about = {"title": "城北停水", "introduction": "水厂检修，城北停水三天。"}
    return open_topic(actor=cast.supervisor, now=now, slug="water", threads=numbers, **about)
