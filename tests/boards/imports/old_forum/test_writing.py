"""Writing an old forum: its floors, times and people, once each, whatever interrupts."""

import io
from datetime import UTC, datetime

import pytest
from stage_old_forums import BEGAN, dump

from boards.imports.board_names import BoardChoices
from boards.imports.discuz.addresses import read_address
from boards.imports.discuz.reading import stage_dump
from boards.imports.old_forum import texts, writing
from boards.imports.old_forum.staging import Staging
from boards.models.threads import Board, Post, Revision, Thread
from boards.models.viewing import ThreadViews
from forum.accounts.models import Account
from forum.store.log import Entry

FOUND = "forum.php?mod=redirect&amp;goto=findpost&amp;pid={}&amp;ptid=3"
NO_CHOICES = BoardChoices()
FORUM = [{"fid": 2, "name": "灌水区"}]
THREAD = [{"tid": 3, "subject": "路灯不亮", "views": 41}]


class Moderators:
    """Keeps what was to be hidden and locked; what moderation does with it is tested in tests/forum/roof."""

    def __init__(self):
        self.hidden, self.locked = [], []

    def hide(self, post, *, actor, now):
        self.hidden.append((post.floor, actor.name))

    def lock(self, thread, *, actor, now):
        self.locked.append(thread.title)


def floors(*texts_, **more):
    """Posts on floors 1, 2, ... a minute apart; a dict changes the columns of its post."""
    rows = [text if isinstance(text, dict) else {"message": text} for text in texts_]
    return [
        {
            "pid": 10 + n,
            "position": n,
            "first": int(n == 1),
            "dateline": BEGAN + 60 * n,
            "author": "老李",
            **more,
            **row,
        }
        for n, row in enumerate(rows, 1)
    ]


@pytest.fixture
def bring(database, rules, now, tmp_path):
    """bring(**tables): the Outcome of importing a dump, and the Moderators."""

    def run(moderators=None, choices=NO_CHOICES, dry=False, **tables):
        moderators = moderators or Moderators()
        data = dump({"forum_forum": FORUM, "forum_thread": THREAD, **tables})
        with Staging(tmp_path / "staging.sqlite3") as staging:
            stage_dump(io.BytesIO(data), staging)
            given = {"city": rules, "now": now, "moderation": moderators, "read_address": read_address}
            outcome = writing.write_forum(staging, "discuz", choices=choices, dry=dry, **given)
        return outcome, moderators

    return run


def written():
    """(floor, text) of every post, in order."""
    rows = Post.select(Post.floor, Revision.text).join(Revision, on=Revision.post == Post.id)
    return list(rows.order_by(Post.thread, Post.floor).tuples())


def test_a_thread_keeps_its_floors_times_views_and_names(bring):
    outcome, _ = bring(forum_post=floors("三号灯不亮", {"message": "同意", "author": "小张"}))
    thread = Thread.get()
    assert (outcome.threads, outcome.posts, outcome.wrong) == (1, 2, {})
    assert (thread.title, thread.board.name, thread.board.section, thread.author_name) == (
        "路灯不亮",
        "灌水区",
        "discussion",
        "老李",
    )
    assert thread.created_at == datetime.fromtimestamp(BEGAN + 60, UTC)
    assert ThreadViews.get().views == 41
    assert written() == [(1, "三号灯不亮"), (2, "同意")]
    assert [post.author_name for post in Post.select().order_by(Post.floor)] == ["老李", "小张"]


def test_floors_stay_where_posts_are_gone_or_lie_in_the_recycle_bin(bring):
    posts = floors("一", {"message": "骂人", "invisible": -1}, "三", {"position": 6, "message": "六"})
    outcome, _ = bring(forum_post=posts)
    gone = [(floor, texts.NOT_THERE) for floor in (4, 5)]
    assert written() == [(1, "一"), (2, texts.IN_RECYCLE_BIN), (3, "三"), *gone, (6, "六")]
    assert (outcome.recycled, outcome.placeholders, outcome.posts) == (1, 3, 6)
    assert not Revision.select().where(Revision.text.contains("骂人")).exists()


def test_a_first_post_in_the_recycle_bin_does_not_come_in_with_its_thread(bring):
    outcome, _ = bring(forum_post=floors({"message": "骂人", "invisible": -1}, "二"))
    assert written() == [(1, texts.IN_RECYCLE_BIN), (2, "二")]
    assert outcome.recycled == 1


def test_what_was_hidden_is_hidden_and_what_was_closed_is_locked(bring):
    posts = floors("一", {"message": "骂人", "status": 1})
    outcome, moderators = bring(forum_post=posts, forum_thread=[{"tid": 3, "subject": "路灯不亮", "closed": 1}])
    assert moderators.hidden == [(2, "原论坛管理组")]
    assert moderators.locked == ["路灯不亮"]
    assert outcome.hidden == 1


def test_threads_in_the_recycle_bin_and_waiting_ones_stay_out_and_are_counted(bring):
    rows = [{"tid": tid, "subject": "x", "displayorder": order} for tid, order in ((3, -1), (4, -2))]
    outcome, _ = bring(forum_thread=rows, forum_post=floors("一"))
    assert (Thread.select().count(), outcome.recycled, outcome.unpublished) == (0, 1, 1)


def test_a_quote_leads_to_its_floor_and_the_reply_stands_below_it(bring):
    quote = f"[quote][size=2][url={FOUND.format(12)}][color=#999]老李 发表于 2014[/color][/url][/size]\n二[/quote]不对"
    bring(forum_post=floors("一", "二", quote))
    thread = Thread.get()
    (_, answered, quoting) = Post.select().order_by(Post.floor)
    assert written()[2] == (3, f"> [老李 发表于 2014](/threads/{thread.id}/floors/2)\n> 二\n\n不对")
    assert quoting.parent_id == answered.id


def test_anonymous_posts_stay_anonymous(bring):
    bring(forum_post=floors({"message": "一", "anonymous": 1}, "二"))
    assert [post.anonymous for post in Post.select().order_by(Post.floor)] == [True, True]  # the asker's replies too


def test_attachments_are_named_where_they_stood_or_at_the_end(bring):
    files = [
        {"aid": 5, "pid": 11, "filename": "灯.jpg", "description": "夜里"},
        {"aid": 6, "pid": 11, "filename": "b.pdf"},
    ]
    outcome, _ = bring(forum_post=floors("看[attach]5[/attach]！"), forum_attachment_1=files)
    assert written() == [(1, "看〔附件 灯.jpg：夜里〕！\n\n〔附件 b.pdf〕")]
    assert outcome.files == 2


def test_a_forum_of_a_department_s_name_is_its_board_and_its_official_answers_are_results(bring, places):
    tables = {
        "forum_forum": [{"fid": 2, "name": places.housing.name}],
        "common_usergroup": [{"groupid": 30, "grouptitle": "网络发言人"}],
        "common_member": [{"uid": 7, "username": "住建小王", "groupid": 30}],
        "forum_post": floors(
            "漏水", {"message": "已修", "authorid": 7, "author": "住建小王"}, {"message": "补充", "authorid": 7}, "谢谢"
        ),
    }
    outcome, _ = bring(**tables)
    thread = Thread.get()
    assert (thread.board_id, thread.status, outcome.answers) == (places.housing.id, "answered", 1)
    assert [(post.kind, post.role) for post in Post.select().order_by(Post.floor)] == [
        ("question", "netizen"),
        ("result", "spokesperson"),
        ("reply", "spokesperson"),
        ("reply", "netizen"),
    ]


def test_a_forum_that_is_like_a_department_must_be_said_to_be_it_or_new(bring, places):
    name = places.housing.name + "专区"
    tables = {"forum_forum": [{"fid": 2, "name": name}], "forum_post": floors("一")}
    outcome, _ = bring(**tables)
    assert list(outcome.questions) == [name]
    assert Thread.select().count() == 0
    bring(choices=BoardChoices({name: places.housing.name}), **tables)
    assert Thread.get().board_id == places.housing.id


def test_run_again_nothing_comes_twice_and_what_is_new_is_added(bring):
    bring(forum_post=floors("一", "二"))
    outcome, _ = bring(forum_post=floors("一", "二"))
    assert (outcome.threads, outcome.posts, outcome.present) == (0, 0, 1)
    bring(forum_post=floors("一", "二", "三"))
    assert written() == [(1, "一"), (2, "二"), (3, "三")]
    assert Account.select().where(Account.display_name.startswith("老李")).count() == 1


def test_an_import_that_stopped_amid_a_thread_goes_on_there(bring, monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    posts = floors("一", "二", {"message": "三", "status": 1}, "四", "五")

    class Stopping(Moderators):
        def hide(self, post, *, actor, now):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(Stopping(), forum_post=posts)
    assert [floor for floor, _ in written()] == [1, 2]
    _, moderators = bring(forum_post=posts)
    assert written() == list(enumerate("一二三四五", 1))
    assert moderators.hidden == [(3, "原论坛管理组")]


def test_a_dry_run_counts_and_writes_nothing(bring):
    before = Entry.select().count()
    outcome, _ = bring(dry=True, forum_post=floors("一", "二"))
    assert (outcome.threads, outcome.posts) == (1, 2)
    assert (Entry.select().count(), Board.select().where(Board.name == "灌水区").count()) == (before, 0)


def test_old_addresses_lead_on(bring, app):
    bring(forum_post=floors(*map(str, range(1, 25))))
    thread, browser = Thread.get(), app.test_client()
    leads = {
        "/thread-3-1-1.html": f"/threads/{thread.id}",
        "/thread-3-2-1.html": f"/threads/{thread.id}?page=2",
        "/forum.php?mod=viewthread&tid=3": f"/threads/{thread.id}",
        "/forum.php?mod=redirect&goto=findpost&pid=22&ptid=3": f"/threads/{thread.id}/floors/12",
        "/viewthread.php?tid=3": f"/threads/{thread.id}",
        "/redirect.php?goto=findpost&pid=22": f"/threads/{thread.id}/floors/12",
        "/forum-2-1.html": "/boards/discuz-2",
        "/forumdisplay.php?fid=2": "/boards/discuz-2",
    }
    for old, new in leads.items():
        response = browser.get(old)
        assert (old, response.status_code, response.location) == (old, 301, new)
    for unknown in ("/thread-4-1-1.html", "/forum.php", "/forum.php?tid=%00", "/thread-x.html"):
        assert browser.get(unknown).status_code in (400, 404)
