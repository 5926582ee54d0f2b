"""The index follows the log: soon, without a gap, and again from the start when it is lost, torn or of another program."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from boards.actions.cases.handling import accept
from boards.actions.cases.transfers import transfer
from boards.actions.posts import posts
from boards.models.threads import Post
from forum.store import log
from moderation.hiding import actions as hiding
from search.engines import base, engine_of, folder
from search.engines.base import EngineQuery
from search.query.language import parse
from search.reader import SearchReader, rebuild

KILLS = int(os.environ.get("SEARCH_KILLS", "4"))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(app):
    return app.extensions["wenqu"].engine


def every(engine):
    """The numbers of all posts in the index."""
    engine.position()
    return sorted(post for post, _ in engine.search(EngineQuery(newest_first=True, limit=10_000)).hits)


def public():
    return [id for (id,) in Post.select(Post.id).where(Post.hidden_at.is_null()).order_by(Post.id).tuples()]


@pytest.fixture
def some_posts(question, cast, rules, now):
    """Five replies, one of them hidden."""
    made = [
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{n}条，同问红绿灯") for n in range(5)
    ]
    hiding.hide(made[2], actor=cast.moderator, now=now, reason="广告")
    return made


def test_the_index_holds_what_everybody_may_see_and_stands_where_the_log_ends(engine, indexed, some_posts):
    indexed()
    assert every(engine) == public()
    assert engine.position() == log.last_entry_number()
    assert SearchReader(engine).backlog() == 0


def test_it_goes_on_where_it_stood(engine, indexed, some_posts, question, cast, rules, now):
    indexed()
    later = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="又来了")
    assert SearchReader(engine).advance(now) == log.last_entry_number() - (log.last_entry_number() - 1)
    assert later.id in every(engine)


def test_deeds_that_change_nothing_move_the_position(engine, indexed, question, cast, now):
    indexed()
    accept(question, actor=cast.spokesperson, now=now)
    assert indexed() > 0
    assert engine.position() == log.last_entry_number()


def test_a_transferred_question_is_found_on_its_new_board(found, places, question, cast, rules, now):
    assert found("红绿灯 board:住建局")["total"] == 1
    transfer(
        question,
        actor=cast.spokesperson,
        now=now,
        city=rules,
        to=places.roads,
        explanation="归交通局管，请带证件去窗口。",
    )
    board = Post.get(Post.thread == question.id).thread.board.slug
    assert [item["board"] for item in found(f"红绿灯 board:{board}")["items"]] == [board]


def lose(engine, root):
    shutil.rmtree(root)


def tear(engine, root):
    build = folder.Folder(root.parent, root.name).current()
    for file in build.iterdir():
        if file.suffix in (".pst", ".trm", ".col", ".toc"):
            file.write_bytes(file.read_bytes()[:7])


def forget(engine, root):
    (root / "current").unlink()


def age(engine, root):
    name = (root / "current").read_text().split()[1]
    (root / "current").write_text(f"{base.SCHEMA - 1} {name}")


@pytest.mark.parametrize("harm", [lose, tear, forget, age])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_lost_torn_or_old_is_noticed_and_made_whole_while_the_site_serves(
    engine, settings, indexed, some_posts, client_of, cast, harm
):
    indexed()
    harm(engine, settings.data / "search" / "whoosh")
    time.sleep(0.35)  # a searcher looks for news that often
    for page in ("/search?q=红绿灯", "/boards/zhujian", "/search?q=红绿灯&sort=date"):
        assert client_of(cast.guest).get(page).status_code == 200
    indexed()
    assert every(engine) == public()
    assert "正在重建" not in client_of(cast.guest).get("/search?q=红绿灯", headers={"Accept-Language": "zh-CN"}).text


def test_the_page_says_that_the_index_is_being_made_anew(engine, indexed, some_posts, settings, client_of, cast):
    indexed()
    shutil.rmtree(settings.data / "search")
    time.sleep(0.35)  # as above
    page = client_of(cast.guest).get("/search?q=红绿灯", headers={"Accept-Language": "zh-CN"})
    assert page.status_code == 200
    assert "正在重建，已完成 0%" in page.text


def test_an_index_ahead_of_the_log_is_made_anew(engine, indexed, some_posts):
    engine.create()
    engine.write((), (), log.last_entry_number() + 50)
    indexed()
    assert (engine.position(), every(engine)) == (log.last_entry_number(), public())


def test_a_rebuild_serves_meanwhile_and_takes_over_with_what_was_written_meanwhile(
    engine, indexed, some_posts, question, cast, rules, now
):
    indexed()
    building = rebuild(engine)
    next(building)
    assert every(engine) == public()
    late = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="迟到的帖子")
    hiding.hide(some_posts[0], actor=cast.moderator, now=now, reason="广告")
    assert sum(1 for _ in building) + 1 >= len(public()) - 1
    assert late.id in every(engine) and some_posts[0].id not in every(engine)
    assert (every(engine), engine.position()) == (public(), log.last_entry_number())


def test_two_writers_take_turns(engine, indexed, some_posts, settings):
    indexed()
    other = engine_of(settings)
    writing = other._folder.current()
    from whoosh import index

    held = index.open_dir(str(writing)).writer()
    try:
        with pytest.raises(base.IndexBusy):
            engine.write((), (), 1)
    finally:
        held.cancel()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_killed_again_and_again_skips_nothing(engine, indexed, question, cast, rules, now, settings):
    environment = {
        **os.environ,
        "WENQU_DATA": str(settings.data),
        "WENQU_DATABASE": settings.database,
        "PYTHONPATH": str(ROOT),
    }
    for kill in range(KILLS):
        worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", Path(__file__).with_name("working.py")], env=environment
        )
        for n in range(6):
            made = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{kill}次的第{n}条")
            if n == 3:
                hiding.hide(made, actor=cast.moderator, now=now, reason="广告")
        began = engine.position() or 0
        while (engine.position() or 0) == began and worker.poll() is None:
            time.sleep(0.02)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    indexed()
    assert every(engine) == public()
    assert (
        sorted(post for post, _ in engine.search(EngineQuery(groups=parse("次的").groups, limit=10_000)).hits)
        == public()[1:]
    )


def test_whoosh_makes_no_compound_segments(engine, indexed, some_posts, settings):
    """Every searcher would copy one into memory."""
    indexed()
    files = {file.suffix for file in (settings.data / "search" / "whoosh").rglob("MAIN_*")}
    assert ".seg" not in files and ".pst" in files


def test_an_index_can_be_opened_by_a_program_whose_field_classes_moved(engine, indexed, some_posts, monkeypatch):
    """whoosh pickles its schema into the index; ours is passed at opening, so nothing is unpickled."""
    indexed()
    from whoosh import fields

    monkeypatch.setattr(fields.Schema, "__setstate__", None, raising=False)
    assert type(engine)(engine._root).position() == log.last_entry_number()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_many_small_commits_do_not_leave_many_segments(engine, indexed, question, cast, rules, now, settings):
    for n in range(40):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"第{n}条")
        indexed()
    segments = {file.name.split(".")[0] for file in (settings.data / "search" / "whoosh").rglob("*.pst")}
    assert every(engine) == public()
    assert len(segments) < 16


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_more_post_does_not_wait_for_large_segments_to_be_merged(
    engine, indexed, question, cast, rules, now, settings, monkeypatch
):
    monkeypatch.setattr("search.engines.whoosh.LITTLE", 20)
    indexed()
    aside = engine.new_build()
    for number in range(0, 100, 10):
        aside.write([base.Document(n, 1, "", "", n, "", "灯") for n in range(1000 + number, 1010 + number)], (), 0)
    engine.switch_to(aside)
    engine.write([base.Document(1, 1, "", "", 1, "", "又一条")], (), 1)
    segments = {file.name.split(".")[0] for file in (settings.data / "search" / "whoosh").rglob("*.pst")}
    assert len(segments) >= 11
