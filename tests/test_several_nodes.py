"""Two nodes of one city on one PostgreSQL, behind the nginx of docs/deployment/nginx.conf, under load."""

import json
import os
import random
import shutil
import signal
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from stage_nodes import KEYS, NGINX, Nginx, Node, get, once
from stage_people import CAST, PASSWORD
from stage_visitors import PATIENCE, TOKEN, Load, Visitor, kill_noted

from boards.actions.posts.posts import reply
from boards.actions.posts.threads import ask
from boards.models.threads import Revision, Thread
from forum.store import db, log
from forum.store.leads.server import leading, number_of
from forum.store.readers import Cursor
from moderation.ledger.models import SignedCheckpoint
from search.engines.postgres import Postgres
from search.queries import LATE, STILL_COMING

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt install nginx)")

SHARED = ("ledger", "tallies", "figures", "notifications", "search", "drafts")
MEMBERS = ("supervisor", "moderator")
FRESH = 47  # posts
MIXED = 240  # requests of two members and a guest; tests/bench/several_nodes.py makes 5,000


@pytest.fixture(scope="module")
def city(postgresql):
    """A database with the places and the cast, and four threads in it."""
    postgresql.run("CREATE DATABASE two_nodes TEMPLATE template_peopled STRATEGY file_copy")
    opened = db.connect(postgresql.url("two_nodes"))
    with db.connection():
        yield SimpleNamespace(url=postgresql.url("two_nodes"), **vars(postgresql.people))
    opened.close_all()
    postgresql.drop("two_nodes")


@pytest.fixture(scope="module")
def started(city, tmp_path_factory):
    """Two nodes with folders of their own and the keys of the first on both, and nginx before them."""
    folder = tmp_path_factory.mktemp("nodes")
    environment = {
        "WENQU_DATABASE": city.url,
        "WENQU_SECRET_KEY": "one that both nodes have, of 32 characters or more",
        "WENQU_URL": "https://wenqu.example",
        "WENQU_FILES": str(folder / "files"),
        "WENQU_SEARCH": "postgres",
        "WENQU_SECOND_FACTOR": "optional",
        "WENQU_RATE_LIMITS": "off",
        "WENQU_TRUSTED_PROXIES": "1",
    }
    nodes = [Node(folder / name, environment) for name in ("a", "b")]
    nginx = Nginx(folder / "nginx", nodes)
    yield SimpleNamespace(nodes=nodes, nginx=nginx)
    nginx.stop()
    for node in nodes:
        node.kill()


@pytest.fixture
def site(started, city, rules):
    """Both nodes ready; `threads` are there to be read and answered."""
    first, second = started.nodes
    for node in started.nodes:
        if not node.runs():
            node.start().wait_until_ready()
            copy_keys(first, second)
    if started.nginx.process is None:
        started.nginx.start()
    given = {"actor": city.cast.asker, "kind": "consultation", "city": rules}
    asked = [
        ask(city.places.housing_board, title=f"第{n}盏路灯", text="路灯坏了三天。", now=datetime.now(UTC), **given)
        for n in range(3)
    ]
    return SimpleNamespace(**vars(started), threads=[thread.id for thread in asked], address=started.nginx.address)


def copy_keys(first, second):
    """As docs/deployment.md says: the ledger's key is made by the first node and copied to the others."""
    once((first.folder / "ledger-key").exists, PATIENCE)
    for name in KEYS:
        if (first.folder / name).exists() and not (second.folder / name).exists():
            shutil.copy(first.folder / name, second.folder / name)


@pytest.fixture
def tokens(site):
    return [Visitor(site.address).sign_in(name, PASSWORD) for name in ("asker", "neighbour")]


def paths_of(site):
    return ["/", "/boards/zhujian", *(f"/threads/{thread}" for thread in site.threads), "/login"]


def test_nginx_accepts_the_documented_configuration(started):
    code, said = started.nginx.checked()
    assert code == 0, said


def test_nobody_is_sent_through_the_shared_cache_what_is_anothers(site):
    """Two members and a guest, mixed by chance: the members' names stand on their own pages and on no other's."""
    members = {name: Visitor(site.address) for name in MEMBERS}
    for name, visitor in members.items():
        visitor.sign_in(name, PASSWORD)
    guest = Visitor(site.address, cookies=False)
    mixed_requests(site, [*members.values(), guest], MIXED)
    sent_to = {name: marks_in(visitor) for name, visitor in members.items()} | {"guest": marks_in(guest)}
    for name, marks in sent_to.items():
        assert not marks & set().union(*(theirs for other, theirs in sent_to.items() if other != name))
    assert all(CAST[name][0] in sent_to[name] for name in members)
    assert {each.headers.get("X-Cache") for visitor in members.values() for each in visitor.seen[8:]} == {"BYPASS"}
    kept = [each for each in guest.seen if each.headers.get("X-Cache") == "HIT"]
    assert len(kept) > MIXED / 40 and not [each.path for each in kept if TOKEN.search(each.text)]
    assert {each.status for visitor in (guest, *members.values()) for each in visitor.seen} <= {200, 201, 302, 303, 403}


def mixed_requests(site, visitors, many, seed=14):
    chance = random.Random(seed)
    paths = [*paths_of(site), "/account", "/my", "/desk", "/departments/zhujian"]
    for _ in range(many // 4):  # the same page for all within the second for which it is kept, in whatever order
        path = chance.choice(paths)
        for visitor in chance.sample([*visitors, visitors[-1]], 4):
            visitor.get(path)


def marks_in(visitor):
    """What stands on one person's pages only: the tokens of forms, and the names of the members, who have written nothing."""
    pages = [each.text for each in visitor.seen]
    named = {CAST[name][0] for name in MEMBERS if any(CAST[name][0] in page for page in pages)}
    return named | {token for page in pages for token in TOKEN.findall(page)}


def test_a_node_whose_index_lacks_fresh_posts_says_so_and_finds_all_once_it_has_caught_up(site, city, rules):
    """A search once found 24 of 47 fresh posts on one of two nodes, and said nothing."""
    once(lambda: Postgres().position() == log.last_entry_number(), PATIENCE)
    earlier, thread = datetime.now(UTC) - LATE - timedelta(seconds=1), Thread.get_by_id(site.threads[0])
    with stopped(worker_processes(site.nodes)):
        for n in range(FRESH):
            reply(thread, actor=city.cast.neighbour, now=earlier, city=rules, text=f"翡翠鱼丸第{n}次。")
        behind = [found(node, "翡翠鱼丸") for node in site.nodes]
    assert all(many == FRESH or said for many, said in behind), behind
    for node in site.nodes:
        once(lambda node=node: found(node, "翡翠鱼丸") == (FRESH, False), PATIENCE)


def found(node, words):
    """(how many posts a node finds, whether it says that the newest may be missing)."""
    answer = json.loads(get(node.address, f"/api/v1/search?q={quote(words)}&sort=date&limit=50")[2])
    return len(answer["items"]), str(STILL_COMING) in answer["notes"]


def worker_processes(nodes):
    """The process ids of the workers of all nodes, each of which has a connection for its leads."""
    rows = db.raw(
        "SELECT DISTINCT application_name FROM pg_stat_activity WHERE application_name LIKE 'wenqu worker %%'"
    )
    workers = {int(name.split()[2]) for (name,) in rows.fetchall()}
    assert len(workers) == len(nodes) and workers <= set().union(*(node.processes() for node in nodes))
    return workers


@contextmanager
def stopped(processes):
    """They do nothing while the block runs, as on a machine that hangs."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def test_a_rolling_restart_fails_no_request(site, tokens):
    """Each node out of nginx, restarted, asked whether it is ready, and in again, as docs/deployment.md says."""
    with Load(site.address, paths_of(site), site.threads, tokens) as load:
        load.goes_on()
        for node in site.nodes:
            site.nginx.take_out(node)
            node.stop()
            node.start().wait_until_ready()
            once(lambda node=node: get(node.address, "/readyz")[0] == 200, PATIENCE)
            site.nginx.take_out()
            load.goes_on()
    assert load.failed() == []
    every_reply_is_there_once(load)


def test_a_rolling_reload_fails_no_request_though_nginx_knows_nothing_of_it(site, tokens):
    with Load(site.address, paths_of(site), site.threads, tokens) as load:
        load.goes_on()
        for node in site.nodes:
            node.reload()
            load.goes_on()
    assert load.failed() == []
    every_reply_is_there_once(load)


def test_a_node_that_is_killed_costs_the_requests_in_flight_on_it_and_nothing_else(site, tokens):
    first, second = site.nodes
    before = once(lambda: led_by(first) or led_by(second), PATIENCE)
    killed, left = (first, second) if led_by(first) else (second, first)
    with Load(site.address, paths_of(site), site.threads, tokens) as load:
        load.goes_on()
        moment = kill_noted(killed)
        once(lambda: set(before) <= set(led_by(left)), PATIENCE)
        load.goes_on()
    assert load.failed_besides([moment]) == []
    every_reply_is_there_once(load)
    readers_come_to_the_end(load, left)


def test_a_second_kill_as_soon_as_the_first_node_is_back_costs_no_more_and_one_key_signs_one_history(site, tokens):
    """nginx still leaves the first one out then; the ledger is signed by the first, the second, and the first again."""
    first, second = site.nodes
    with Load(site.address, paths_of(site), site.threads, tokens) as load:
        load.goes_on()
        moments = [kill_noted(first)]
        once(lambda: "ledger" in led_by(second), PATIENCE)
        first.start().wait_until_ready()
        moments.append(kill_noted(second))
        load.goes_on()
        once(lambda: "ledger" in led_by(first), PATIENCE)
        load.goes_on()
    assert load.failed_besides(moments) == []
    every_reply_is_there_once(load)
    readers_come_to_the_end(load, first)
    sizes = [size for (size,) in SignedCheckpoint.select(SignedCheckpoint.size).order_by(SignedCheckpoint.id).tuples()]
    assert sizes == sorted(set(sizes))
    assert first.command("verify", "--local") == 0, first.log.read_text()[-2000:]


def led_by(node):
    """The readers of SHARED that the worker of a node runs; everything is run by one worker at most, since each is one lock."""
    workers = {f"wenqu worker {pid} on" for pid in node.processes()}
    named = leading()
    return [name for name in SHARED if named.get(number_of(name), "").rpartition(" ")[0] in workers]


def every_reply_is_there_once(load):
    """Each that was acknowledged is there once, and each other at most once."""
    wanted = list(load.replies)
    found = [text for (text,) in Revision.select(Revision.text).where(Revision.text.in_(wanted)).tuples()]
    acknowledged = [text for text, answer in load.replies.items() if answer.status == 201]
    assert acknowledged
    assert len(found) == len(set(found))
    assert set(acknowledged) <= set(found)


def readers_come_to_the_end(load, node):
    """The ledger is signed over the last entry, by one key; the tallies and the index have all, and a search shows it."""
    newest = log.last_entry_number()
    once(lambda: SignedCheckpoint.select().where(SignedCheckpoint.size >= newest).exists(), PATIENCE)
    assert SignedCheckpoint.select(SignedCheckpoint.vkey).distinct().count() == 1
    once(lambda: Cursor.get_by_id("tallies").position >= newest, PATIENCE)
    once(lambda: (Postgres().position() or 0) >= newest, PATIENCE)
    text = next(text for text, answer in load.replies.items() if answer.status == 201)
    assert get(node.address, f"/search?q={quote(text.split('，')[1])}")[0] == 200
