"""The city that measurements are made in (tests/bench/city): whole, and with derived tables that the program would have made."""

from urllib.parse import urlsplit

import peewee
import pytest
from city.build import build
from city.plan import GREAT, Plan
from measured_pages import pages_of

from boards.models.threads import Board, Post, Revision, Support, Thread
from boards.readers import figures_rebuild
from forum.app import create_app
from forum.store import db, schema

PLAN = Plan(2000)


@pytest.fixture
def large(request, database_url):
    upkeep = None
    if not database_url.startswith("sqlite"):
        upkeep = request.getfixturevalue("postgresql").superuser(urlsplit(database_url).path.strip("/"))
    build(database_url, PLAN, upkeep)
    db.connect(database_url)
    with db.connection():
        yield
    db.database.close_all()


def test_a_city_written_in_bulk_agrees_with_itself_and_with_the_figures_that_the_program_reckons(large, rules, clock):
    schema.check()
    assert (Post.select().count(), Thread.select().count(), Board.select().count()) == (PLAN.posts, PLAN.threads, 200)
    assert Thread.get_by_id(GREAT).floors == PLAN.great
    posts = _by_thread(Post, peewee.fn.COUNT(Post.id), peewee.fn.MAX(Post.floor), peewee.fn.MAX(Post.created_at))
    threads = Thread.select(Thread.id, Thread.floors, Thread.floors, Thread.last_at).tuples()
    assert {thread: tuple(kept) for thread, *kept in threads} == posts
    supported = {
        thread: (supports,) for thread, supports in Thread.select(Thread.id, Thread.supports).tuples() if supports
    }
    assert _by_thread(Support, peewee.fn.COUNT(Support.id)) == supported
    written = Revision.select(Revision.post).where(Revision.number == Post.revision)
    assert not Post.select().where(Post.id.not_in(written)).exists()
    differences = figures_rebuild.Differences()
    assert sum(figures_rebuild.rebuild(rules, clock.now(), differences)) == figures_rebuild.steps()
    assert differences == figures_rebuild.Differences(0, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_that_the_benchmark_measures_is_there(large, settings):
    db.database.close_all()
    pages = pages_of(settings, PLAN.posts)
    client = create_app(settings).test_client()
    answers = {page.name: client.get(page.path).status_code for page in pages}
    assert {name: status for name, status in answers.items() if status not in (200, 302)} == {}


def _by_thread(model, *columns):
    rows = model.select(model.thread, *columns).group_by(model.thread).tuples()
    return {thread: tuple(kept) for thread, *kept in rows}
