"""A signed story on record, and somebody with the database's password who alters it outside the program."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from werkzeug.serving import make_server

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.ledger.audit.outside import memory as seen
from moderation.ledger.audit.outside.leaf_store import open_leaf_store
from moderation.ledger.audit.outside.reading import Site
from moderation.ledger.audit.outside.receipt import Receipt
from moderation.ledger.audit.outside.site_audit import SiteAudit
from moderation.ledger.signing import Signer


@pytest.fixture
def story(places, cast, question, rules, screened, now, settings):
    """A case with an answer, a revision, a hidden and a restored floor, an open discussion, a question that waits; all signed.

    `posts` holds ids by floor of the case; floor 3 is hidden.
    """

    def say(thread, text, who=cast.neighbour):
        return posts.reply(thread, actor=who, now=now, city=rules, text=text)

    handling.accept(question, actor=cast.spokesperson, now=now)
    answer = handling.give_result(question, actor=cast.spokesperson, now=now, text="下周装灯。", city=rules)
    posts.revise(answer, actor=cast.spokesperson, now=now + timedelta(minutes=5), text="下周三装灯。")
    rude, rough = say(question, "骂人的话"), say(question, "不太好听的话")
    say(question, "**支持**，还有：\n- 斑马线\n- 天桥")
    for post in (rude, rough):
        hiding.hide(post, actor=cast.moderator, now=now, reason="有辱骂内容")
    hiding.restore(Post.get_by_id(rough.id), actor=cast.moderator, now=now, reason="屏蔽错了")
    talk = ask(places.talk_board, actor=cast.neighbour, now=now, city=rules, title="周末去哪", text="有什么好去处？")
    say(talk, "信安湖", cast.asker)
    waits = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=screened,
        title="等着的",
        text="等着审核",
        kind="complaint",
    )
    Signer(settings).catch_up(now)
    ids = dict(Post.select(Post.floor, Post.id).where(Post.thread == question.id).tuples())
    return SimpleNamespace(case=question, talk=talk, waits=waits, posts=ids, now=now)


@pytest.fixture
def site(app):
    """The address of the application, answering on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "state" / "seen.json"


@pytest.fixture
def verified(site, memory):
    """verified(): the findings of one verification from outside, which remembers what it saw."""

    def run(receipt=None, witnesses=None):
        client = Site(site, pause=lambda seconds: None)
        with open_leaf_store() as put_by:
            outside = SiteAudit(client, seen.load_site(memory, site), put_by, receipt and Receipt(receipt), witnesses)
            findings = [
                finding for _, _, stretches in outside.stages() for each in stretches for finding in each.findings
            ]
            client.close()
        if outside.remembered():
            seen.save_site(memory, site, outside.remembered())
        return findings

    return run
