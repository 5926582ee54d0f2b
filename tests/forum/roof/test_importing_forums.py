"""`wenqu import discuz`: a whole forum by one command, hidden posts hidden by moderation, the ledger consistent."""

import os
import subprocess
import sys

import pytest
from stage_old_forums import BEGAN, dump

from boards.models.threads import Post, Thread

TABLES = {
    "forum_forum": [{"fid": 1, "type": "group", "name": "市民论坛"}, {"fid": 2, "fup": 1, "name": "灌水区"}],
    "common_member": [{"uid": 7, "username": "老李"}],
    "forum_thread": [{"tid": 3, "subject": "路灯不亮", "closed": 1}],
    "forum_post": [
        {
            "pid": n,
            "position": n,
            "first": int(n == 1),
            "authorid": 7,
            "dateline": BEGAN + n,
            "message": text,
            "status": hidden,
        }
        for n, text, hidden in ((1, "三号灯不亮", 0), (2, "骂人", 1), (3, "谢谢", 0))
    ],
}
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # the actions are tested on both engines


@pytest.fixture
def wenqu(settings, database, tmp_path):
    """wenqu(*arguments): the finished process; and the file of a dump."""
    environment = os.environ | {
        "WENQU_DATA": str(settings.data),
        "WENQU_DATABASE": settings.database,
        "LC_ALL": "C.UTF-8",
    }
    file = tmp_path / "forum.sql"
    file.write_bytes(dump(TABLES))

    def run(*arguments):
        command = [sys.executable, "-m", "forum", *arguments]
        return subprocess.run(command, check=False, env=environment, capture_output=True, text=True)

    run.file = file
    return run


def test_a_forum_comes_in_whole_and_once(wenqu):
    tried = wenqu("import", "discuz", "--dry-run", str(wenqu.file))
    assert (tried.returncode, "Posts 3" in tried.stdout, Thread.select().count()) == (0, True, 0)
    done = wenqu("import", "discuz", str(wenqu.file))
    assert (done.returncode, done.stdout.splitlines()[:2]) == (0, ["Threads 1", "Posts 3"]), done.stderr
    again = wenqu("import", "discuz", str(wenqu.file))
    assert (again.returncode, "Posts" in again.stdout) == (0, False)
    hidden = Post.get(Post.floor == 2)
    assert (hidden.hidden_role, hidden.hidden_reason) == ("moderator", "在原论坛已经屏蔽")
    assert Thread.get().locked
    verified = wenqu("verify", "--local")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_dump_that_is_cut_writes_nothing_and_says_where(wenqu):
    wenqu.file.write_bytes(wenqu.file.read_bytes()[:-30])
    done = wenqu("import", "discuz", str(wenqu.file))
    assert (done.returncode, "pre_forum_post" in done.stderr, Thread.select().count()) == (2, True, 0)
    assert done.stderr.count("Traceback") == 0


def test_what_is_no_dump_is_refused_in_one_line(wenqu):
    wenqu.file.write_text("你好")
    done = wenqu("import", "discuz", str(wenqu.file))
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("wenqu: ")
