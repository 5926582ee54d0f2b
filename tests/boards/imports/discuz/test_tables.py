"""What the tables of Discuz! X mean."""

import io
from contextlib import ExitStack

import pytest
from stage_old_forums import BEGAN, dump

from boards.imports.discuz.reading import stage_dump
from boards.imports.old_forum.records import Forum, Member, OldFile, OldThread, State
from boards.imports.old_forum.staging import Staging
from forum.problems import Malformed


@pytest.fixture
def staged(tmp_path):
    """staged(dump): what was gathered from it, as a Staging, and the Tables."""
    with ExitStack() as stack:

        def run(data, **given):
            staging = stack.enter_context(Staging(tmp_path / "staging.sqlite3"))
            return staging, stage_dump(io.BytesIO(data), staging, **given)

        yield run


def test_a_small_forum(staged):
    staging, _ = staged(
        dump(
            forum_forum=[{"fid": 1, "type": "group", "name": "市民论坛"}, {"fid": 2, "fup": 1, "name": "灌水区"}],
            common_member=[{"uid": 7, "username": "老李"}, {"uid": 8, "username": "从不说话"}],
            forum_thread=[{"tid": 3, "subject": "路灯", "views": 41}],
            forum_post=[
                {"pid": 5, "position": 1, "first": 1, "authorid": 7, "message": "不亮", "subject": "路灯"},
                {"pid": 6, "position": 2, "message": "同意"},
            ],
            forum_attachment_1=[{"aid": 9, "pid": 5, "filename": "灯.jpg"}],
        )
    )
    assert list(staging.threads()) == [OldThread(3, 2, "路灯", views=41)]
    assert [(post.id, post.position, post.text, post.at) for post in staging.posts(3)] == [
        (5, 1, "不亮", BEGAN),
        (6, 2, "同意", BEGAN),
    ]
    assert staging.forums() == [Forum(2, "灌水区", "市民论坛")]
    assert list(staging.members()) == [Member(7, "老李", BEGAN - 1000)]
    assert staging.files(5) == [OldFile(9, 5, "灯.jpg", "a.jpg")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("prefix", ["pre_", "cdb_", "bbs2_", ""])
def test_encodings_and_prefixes_are_found(staged, encoding, prefix):
    texts = [{"pid": n, "position": n, "message": f"診所旁边第 {n} 盏路灯不亮"} for n in range(1, 4)]
    given = {"forum_thread": [{"tid": 3, "subject": "謀"}], "forum_post": texts}
    staging, tables = staged(dump(given, prefix=prefix, encoding=encoding))
    assert [post.text for post in staging.posts(3)] == [row["message"] for row in texts]
    assert (tables.encoding, tables.prefix, tables.damaged) == (encoding, prefix, 0)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({}, State.SHOWN),
        ({"invisible": -1}, State.RECYCLED),
        ({"invisible": -5}, State.RECYCLED),
        ({"invisible": -2}, State.UNPUBLISHED),
        ({"invisible": -3}, State.UNPUBLISHED),
        ({"status": 1}, State.HIDDEN),
        ({"status": 32768}, State.SHOWN),
        ({"status": 1, "invisible": -1}, State.RECYCLED),
    ],
)
def test_the_state_of_a_post(staged, row, state):
    staging, _ = staged(dump(forum_post=[{"pid": 5, "position": 1, "message": "不亮", **row}]))
    assert next(staging.posts(3)).state is state


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"displayorder": 3}, {}),
        ({"displayorder": -1}, {"state": State.RECYCLED}),
        ({"displayorder": -2}, {"state": State.UNPUBLISHED}),
        ({"displayorder": -4}, {"state": State.UNPUBLISHED}),
        ({"closed": 1}, {"locked": True}),
        ({"closed": 17}, {"moved_to": 17}),
        ({"typeid": 4}, {"kind": "投诉"}),
        ({"stamp": 2}, {"stamp": "精华"}),
    ],
)
def test_the_marks_of_a_thread_also_when_their_tables_come_later(staged, row, expected):
    staging, _ = staged(
        dump(
            forum_thread=[{"tid": 3, "subject": "路灯", **row}],
            forum_threadclass=[{"typeid": 4, "fid": 2, "name": "投诉"}],
            common_smiley=[{"id": 1, "displayorder": 2, "type": "stamp", "code": "精华"}],
        )
    )
    assert list(staging.threads()) == [OldThread(3, 2, "路灯", **expected)]


@pytest.mark.parametrize("group", ["住建局网络发言人", "部门账号", "小编"])
def test_members_of_official_groups_answer_for_offices_and_bring_no_password(staged, group):
    tables = {
        "common_usergroup": [{"groupid": 30, "grouptitle": group}],
        "common_member": [{"uid": 7, "username": "住建小王", "groupid": 30}, {"uid": 8, "username": "老李"}],
        "ucenter_members": [{"uid": uid, "username": "x", "password": "0" * 32} for uid in (7, 8)],
        "forum_post": [{"pid": uid, "position": uid - 6, "authorid": uid, "message": "好"} for uid in (7, 8)],
    }
    staging, _ = staged(dump(tables), official_groups=("小编",))
    assert [(member.official, member.password) for member in staging.members()] == [
        (True, None),
        (False, f"discuz$abcdef${'0' * 32}"),
    ]


def test_posts_of_split_tables_come_together(staged):
    first = dump(forum_post=[{"pid": 5, "position": 1, "message": "一"}])
    second = dump(forum_post=[{"pid": 6, "position": 2, "message": "二"}])
    staging, _ = staged(first + second.replace(b"pre_forum_post", b"pre_forum_post_1"))
    assert [post.text for post in staging.posts(3)] == ["一", "二"]


def test_without_positions_posts_stand_in_the_order_of_their_times(staged):
    rows = [{"pid": pid, "message": str(pid), "dateline": BEGAN + at} for pid, at in ((9, 0), (4, 50), (7, 20))]
    staging, _ = staged(dump(forum_post=rows).replace(b"`position`", b"`posision`"))
    assert [post.id for post in staging.posts(3)] == [9, 7, 4]


@pytest.mark.parametrize("table", ["forum_post", "common_member"])
def test_a_dump_that_lacks_a_table_is_refused_by_its_name(staged, table):
    with pytest.raises(Malformed, match=f"pre_{table}"):
        staged(dump().replace(f"`pre_{table}`".encode(), b"`pre_other`"))


def test_two_imports_at_once_are_refused_and_the_scratch_database_goes(staged, tmp_path):
    with Staging(tmp_path / "scratch.sqlite3"), pytest.raises(Malformed, match="正在导入"):
        Staging(tmp_path / "scratch.sqlite3")
    with Staging(tmp_path / "scratch.sqlite3"):
        pass
    assert not (tmp_path / "scratch.sqlite3").exists()
