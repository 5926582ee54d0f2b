"""A scattered index is built anew by itself: one rebuild at a time, and not again at once when it fails."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from search import compaction
from search.compaction import AGAIN, Compacting
from search.engines.base import Info

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(now):
    """An engine that may be scattered, rebuilds that may have ended, and how many were begun."""
    stage = SimpleNamespace(fragmented=True, ended=None, begun=0)

    def start():
        stage.begun += 1
        return SimpleNamespace(poll=lambda: stage.ended)

    stage.posts = 50_000
    engine = SimpleNamespace(
        name="whoosh",
        per_node=True,
        is_fragmented=lambda: stage.fragmented,
        info=lambda: Info(stage.posts, 0),
    )
    stage.compacting = Compacting(engine, start)
    return stage


def begun_after(stage, now, *waits):
    for wait in waits:
        now += wait
        assert stage.compacting.advance(now) == 0
    return stage.begun


def test_one_that_lies_in_one_piece_is_left_alone(stage, now):
    stage.fragmented = False
    assert begun_after(stage, now, MINUTE, AGAIN) == 0


def test_a_scattered_one_is_built_anew_once(stage, now):
    assert begun_after(stage, now, MINUTE, MINUTE, AGAIN - 2 * MINUTE) == 1


def test_while_one_is_being_built_no_other_is_begun(stage, now):
    assert begun_after(stage, now, MINUTE, AGAIN, AGAIN) == 1


@pytest.mark.parametrize("ended", [0, 1])
def test_when_it_ended_and_the_index_is_scattered_again_another_is_begun(stage, now, ended):
    begun_after(stage, now, MINUTE)
    stage.ended = ended
    assert begun_after(stage, now + MINUTE, MINUTE) == 1
    assert begun_after(stage, now + AGAIN, MINUTE) == 2


def test_the_rebuild_is_the_command(monkeypatch):
    asked = []
    monkeypatch.setattr(compaction.subprocess, "Popen", lambda command, **_: asked.append(command))
    compaction.rebuilding()
    assert asked[0][-3:] == ["-m", "forum", "reindex"]


def test_the_log_says_once_that_whoosh_holds_more_posts_than_it_searches_fast(stage, now, caplog):
    stage.posts += 1
    begun_after(stage, now, MINUTE, AGAIN, AGAIN)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "the index holds 50001 posts, and whoosh suits up to 50000"
    ]


def test_nothing_is_said_of_an_index_of_as_many_posts_as_whoosh_suits(stage, now, caplog):
    begun_after(stage, now, MINUTE, AGAIN)
    assert not caplog.records
