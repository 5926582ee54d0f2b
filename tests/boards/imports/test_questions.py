"""Importing questions: the real actions at past times, once each, whatever interrupts."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.clocks.policy import load
from boards.imports.board_names import BoardChoices
from boards.imports.lines import LONGEST
from boards.imports.questions import import_questions
from boards.models.threads import Board, Category, Clock, Department, Post, Revision, Thread
from forum import cli
from forum.accounts import actions as accounts
from forum.accounts.models import Account, RoleGrant
from forum.problems import Malformed
from forum.store import db, schema
from forum.store.log import Entry

REAL = Path(__file__).parents[4] / "shared" / "data" / "questions.jsonl"
BEGAN = datetime(2013, 3, 4, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai
BOARDS = ("园林绿化", "城市供水", "公共交通")


def row(number, **changed):
    """The invented question `number`, asked that many days after BEGAN and answered two days later."""
    asked = BEGAN + timedelta(days=number)
    return {
        "source_id": number,
        "author": f"W{number % 7:04}",
        "title": f"第 {number} 盏路灯不亮",
        "body": f"*{number}* 号灯杆下面很黑。\n晚上走路不安全。",
        "created_at": asked.isoformat(),
        "board_derived": BOARDS[number % 3],
        "reply": f"{number} 号灯杆已经修好。",
        "replied_at": (asked + timedelta(days=2)).isoformat(),
    } | changed


def jsonl(*rows):
    return "".join(
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) + "\n" for each in rows
    ).encode()


@pytest.fixture
def bring(database, rules, now):
    """Import bytes, also when lines are wrong; gives (imported, present, wrong) and the numbers of the wrong lines."""

    def run(data, city=rules, at=now, **given):
        report = import_questions(io.BytesIO(data), city=city, now=at, **{"skip_wrong": True, **given})
        return (report.imported, report.present, len(report.wrong)), sorted(report.wrong)

    return run


def test_a_question_and_its_answer_stand_at_their_times_on_floors_1_and_2(bring):
    bring(jsonl(row(1)))
    thread = Thread.get()
    question, answer = Post.select().order_by(Post.floor)
    assert (thread.status, thread.channel, thread.external_ref) == ("answered", "import", "questions:1")
    assert (question.floor, question.kind, question.created_at) == (1, "question", BEGAN + timedelta(days=1))
    assert (answer.floor, answer.kind, answer.created_at) == (2, "result", BEGAN + timedelta(days=3))
    assert (thread.created_at, thread.last_at) == (question.created_at, answer.created_at)
    assert (question.author_name, question.role, question.channel) == ("W0001", "netizen", "import")


def test_the_answer_is_by_a_verified_spokesperson_of_the_boards_department(bring):
    bring(jsonl(row(1)))
    board, answer = Board.get(), Post.get(Post.floor == 2)
    assert (board.name, board.department.name) == ("城市供水", "城市供水")
    assert (answer.role, answer.department_id) == ("spokesperson", board.department_id)
    grant = RoleGrant.get()
    assert (grant.account_id, grant.department_id, grant.granted_at) == (
        answer.author_id,
        board.department_id,
        BEGAN + timedelta(days=1),
    )


def test_nobody_can_log_in_as_an_imported_person(bring):
    bring(jsonl(row(1)))
    assert {account.password_hash for account in Account.select()} == {None}
    assert all(":" in account.username for account in Account.select())  # which nobody can register


def test_the_case_is_accepted_when_it_is_answered_so_clocks_tell_the_real_delay(bring):
    bring(jsonl(row(1), row(2, replied_at=(BEGAN + timedelta(days=2, hours=1)).isoformat())))
    late, prompt = Thread.select().order_by(Thread.id)
    assert late.accepted_at == BEGAN + timedelta(days=3)
    clocks = {(clock.thread_id, clock.kind): clock.met_at <= clock.due_at for clock in Clock.select()}
    assert clocks == {
        (late.id, "accept"): False,
        (late.id, "answer"): True,
        (prompt.id, "accept"): True,
        (prompt.id, "answer"): True,
    }


def test_under_ruians_policy_nothing_waits_for_screening_and_first_replies_are_timed(bring, rules):
    bring(jsonl(row(1)), replace(rules, policy=load("ruian"), screening=True))
    assert (Thread.get().public, Thread.get().status) == (True, "answered")
    assert {clock.kind for clock in Clock.select()} == {"first_reply", "answer"}
    assert not Clock.select().where(Clock.met_at.is_null()).exists()


def test_a_question_without_reply_waits_for_its_department(bring):
    bring(jsonl(row(1, reply=None, replied_at=None), row(2, reply="  ")))
    assert [(thread.status, thread.floors) for thread in Thread.select()] == [("unaccepted", 1)] * 2
    assert Clock.select().where(Clock.met_at.is_null()).count() == 4


def test_old_text_is_shown_as_it_was_typed_not_as_markdown(bring):
    bring(jsonl(row(1, body="*一*、<b>路灯</b>\n# 二")))
    assert (
        Revision.get(Revision.post == Post.get(Post.floor == 1)).html
        == "<p>*一*、&lt;b&gt;路灯&lt;/b&gt;<br>\n# 二</p>\n"
    )


def test_a_second_run_imports_nothing_and_changes_nothing(bring):
    data = jsonl(*map(row, range(30)))
    assert bring(data) == ((30, 0, 0), [])
    before = everything()
    assert bring(data) == ((0, 30, 0), [])
    assert everything() == before


def test_an_id_that_comes_twice_in_one_file_is_imported_once(bring):
    assert bring(jsonl(row(1), row(1))) == ((1, 1, 0), [])


def test_an_id_with_two_texts_in_one_file_is_a_contradiction(bring):
    data = jsonl(row(1), row(2), row(1, title="又来一次"))
    assert bring(data, skip_wrong=False) == ((0, 0, 1), [3])
    assert not Thread.select().exists()
    assert bring(data) == ((2, 0, 1), [3])


@pytest.mark.parametrize(
    "changed", [{"title": "改过的标题"}, {"body": "改过的内容"}, {"reply": None, "replied_at": None}]
)
def test_what_differs_from_an_imported_question_is_told(database, rules, now, changed):
    import_questions(io.BytesIO(jsonl(row(1), row(2))), city=rules, now=now)
    report = import_questions(io.BytesIO(jsonl(row(1), row(2, **changed))), city=rules, now=now)
    assert (report.present, list(report.notes), report.wrong) == (2, [2], {})
    assert next(iter(changed)) in str(report.notes[2])


def asked(report):
    return {line: str(problem) for line, problem in report.wrong.items()}


@pytest.mark.parametrize(
    "name",
    [
        "住建侷",
        "住建局/交通局",
        "住建局、交通局",
        "住建",
        "清源市住建局",
        "住房建局",
        "住健局",
        "清源市住房和城乡建设厅",
        "住建局信访科",
    ],
)
def test_a_board_like_a_known_one_is_asked_about_and_never_opened(database, rules, now, places, name):
    boards = Board.select().count()
    file = io.BytesIO(jsonl(row(1, board_derived=name)))
    assert "--board" in asked(import_questions(file, city=rules, now=now))[1]
    assert import_questions(file, city=rules, now=now, skip_wrong=True).imported == 0
    assert (Board.select().count(), Thread.select().count()) == (boards, 0)
    choices = BoardChoices({name: "住建局"})
    assert import_questions(file, city=rules, now=now, choices=choices).imported == 1
    assert Thread.get().board_id == places.housing_board.id
    with pytest.raises(Malformed):
        import_questions(file, city=rules, now=now, choices=BoardChoices({name: "没有"}))


@pytest.mark.parametrize("name", [" 住建局 ", "住 建 局", "\u3000住建局"])
def test_blanks_and_widths_make_no_other_board(bring, places, name):
    assert bring(jsonl(row(1, board_derived=name))) == ((1, 0, 0), [])
    assert Thread.get().board_id == places.housing_board.id


def test_a_name_one_character_beside_a_commoner_one_of_the_file_is_asked_about(bring):
    names = ["城市供水", "城市供水", "城市供氺", "第一医院", "第二医院", "环保"]
    assert bring(jsonl(*(row(n, board_derived=name) for n, name in enumerate(names, 1)))) == ((5, 0, 1), [3])


HEADINGS = "编号,提问人,标题,内容,提问时间,部门,类型,答复,答复时间,备注\r\n"


def test_questions_may_come_as_a_table(bring, places):
    lines = [
        "17.0,W1,路灯,不亮,2013/3/4 9:00,住建局,投诉,修好了,2013年3月5日9时30分,x",
        "18,W2,路,坏了,2013-3-4,住建局,,,,",
    ]
    assert bring((HEADINGS + "\r\n".join(lines)).encode("gbk")) == ((2, 0, 0), [])
    first, second = Thread.select().order_by(Thread.id)
    assert (first.external_ref, first.created_at, first.kind, first.status) == (
        "questions:17",
        BEGAN,
        "complaint",
        "answered",
    )
    assert (second.kind, second.status) == ("consultation", "unaccepted")
    wrong = "19,W1,路灯,不亮,1/2/2013,住建局,,修好了,2013/13/1,"
    assert bring((HEADINGS + wrong).encode()) == ((0, 0, 1), [2])


def test_a_later_file_of_the_same_people_and_boards_adds_only_its_questions(bring):
    bring(jsonl(row(8)))
    bring(jsonl(row(8), row(1)))
    assert Thread.select().count() == 2
    assert (Department.select().count(), Board.select().count(), Category.select().count()) == (2, 2, 1)
    assert Account.select().where(Account.display_name == "W0001").count() == 1


def test_everybody_joined_before_they_first_wrote_whatever_the_order_of_the_file(bring):
    bring(jsonl(row(15), row(8), row(1)))
    assert Account.get(Account.display_name == "W0001").created_at == BEGAN + timedelta(days=1)
    assert RoleGrant.select().where(RoleGrant.granted_at != BEGAN + timedelta(days=1)).count() == 0


def test_a_boards_last_post_is_the_latest_by_its_own_time(bring):
    bring(jsonl(row(4), row(1)))
    board = Board.get()
    assert (board.threads, board.posts) == (2, 4)
    assert board.last_at == BEGAN + timedelta(days=6)
    assert board.last_thread_id == Thread.get(Thread.external_ref == "questions:4").id


def test_a_department_board_of_that_name_is_used_and_gets_a_spokesperson_for_the_past(bring, places):
    bring(jsonl(row(1, board_derived="住建局"), row(2, board_derived="清源市交通运输局")))
    assert [thread.board_id for thread in Thread.select()] == [places.housing_board.id, places.roads_board.id]
    assert RoleGrant.select().where(RoleGrant.department_id == places.housing.id).count() == 1


def test_a_discussion_board_of_that_name_is_not_taken_for_a_departments(bring, now):
    talk = get_or_create_board("talk", "公共交通", get_or_create_category("互动交流", "discussion", now=now), now=now)
    bring(jsonl(row(2)))
    assert Thread.get().board_id != talk.id
    assert Thread.get().status == "answered"


def test_a_board_with_screening_does_not_hold_back_what_was_public_already(bring, places):
    Board.update(screening=True).execute()
    bring(jsonl(row(1, board_derived="住建局")))
    assert (Thread.get().public, Thread.get().status) == (True, "answered")
    assert Board.get_by_id(places.housing_board.id).screening


@pytest.mark.parametrize(
    "author", ["管理员", "住建局发言人", "W96811", "清源市住房和城乡建设局", "<script>", "x", "W" * 60, "\u202a\u202c·"]
)
def test_an_author_whose_name_may_not_be_borne_is_shown_as_a_netizen(bring, places, author):
    if author.startswith("\u202a"):
        assert bring(jsonl(row(1, author=author)))[0] == (0, 0, 1)
        return
    assert bring(jsonl(row(1, author=author)))[0] == (1, 0, 0)
    assert Post.get(Post.floor == 1).author_name.startswith("网友·")


def test_an_author_whose_name_is_taken_is_a_person_of_their_own(bring, now):
    here = accounts.open_account("resident", "W0001", None, now=now)
    bring(jsonl(row(1), row(8)))
    assert {post.author_name for post in Post.select().where(Post.floor == 1)} == {"网友·W0001"}
    assert not Post.select().where(Post.author == here.id).exists()


def test_two_authors_whose_names_look_alike_stay_two(bring):
    bring(jsonl(row(1, author="Wl0"), row(2, author="W1O"), row(3, author="WlO")))
    assert Post.select(Post.author).where(Post.floor == 1).distinct().count() == 3


def test_broken_lines_are_told_by_number_and_the_rest_goes_on(bring):
    data = jsonl(row(1), "{\n", row(2, title=""), "\n", row(3), row(4, created_at="2013-01-01T09:00:00"), row(5))
    assert bring(data) == ((3, 0, 3), [2, 3, 6])


def test_byte_order_mark_blank_lines_and_crlf_are_no_matter(bring):
    data = b"\xef\xbb\xbf" + jsonl(row(1), "  \n", row(2)).replace(b"\n", b"\r\n") + jsonl(row(3)).rstrip()
    assert bring(data) == ((3, 0, 0), [])


def test_a_line_without_end_is_one_broken_line_not_a_full_memory(bring):
    assert bring(jsonl(row(1)) + b"x" * (3 * LONGEST) + b"\n" + jsonl(row(2))) == ((2, 0, 1), [2])


def test_a_file_that_is_not_utf8_is_refused_before_anything_is_written(bring):
    with pytest.raises(Malformed, match="第 2 行"):
        bring(jsonl(row(1)) + json.dumps(row(2), ensure_ascii=False).encode("gbk"))
    assert not Thread.select().exists()


def test_an_empty_file_imports_nothing(bring):
    assert bring(b"") == ((0, 0, 0), [])


@pytest.fixture
def wenqu(database_url, tmp_path, monkeypatch, capfd):
    """The command wenqu on a fresh database: (exit code, stdout, stderr)."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENQU_DATABASE", database_url)
    monkeypatch.setenv("LC_ALL", "C")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["wenqu", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        db.database.obj.close_all()
        return code, *capfd.readouterr()

    return run


def test_the_command_ends_with_the_counts_and_0(wenqu, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(jsonl(row(1), row(2)))
    code, out, err = wenqu("import", "questions", file)
    assert (code, out, err) == (0, "Imported 2, there already 0, broken 0\n", "questions: 2/2\n")


def test_the_command_names_every_wrong_line_writes_nothing_and_offers_the_rest(wenqu, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(jsonl(row(1), row(2, title=""), row(3), row(4, created_at="yesterday"), row(5, title="")))
    code, out, err = wenqu("import", "questions", file)
    assert (code, out) == (2, "Imported 0, there already 0, broken 3\n")
    assert "Line 2, 5: title: " in err and "Line 4: created_at: " in err and "--skip-wrong" in err
    code, out, err = wenqu("import", "questions", file, "--skip-wrong")
    assert (code, out) == (1, "Imported 2, there already 0, broken 3\n")
    assert "Line 2, 5: title: " in err


def test_the_command_asks_about_a_board_that_is_like_a_known_one(wenqu, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(jsonl(row(1, board_derived="住建局"), row(2, board_derived="住建局")))
    assert wenqu("import", "questions", file)[0] == 0
    file.write_bytes(jsonl(row(3, board_derived="住建侷"), row(4, board_derived="住建局/交通局")))
    code, out, err = wenqu("import", "questions", file)
    assert (code, out) == (2, "Imported 0, there already 0, broken 2\n")
    assert "--board 住建侷=住建局" in err and "--new 住建局/交通局" in err
    code, out, _ = wenqu("import", "questions", file, "--board", "住建侷=住建局", "--new", "住建局/交通局")
    assert (code, out) == (0, "Imported 2, there already 0, broken 0\n")
    assert wenqu("import", "questions", file, "--board", "住建侷")[0] == 2


@pytest.mark.parametrize("content", [None, "folder", "非".encode("gbk")], ids=["missing", "a folder", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_one_line_and_exit_2(wenqu, tmp_path, content):
    file = tmp_path / "questions.jsonl"
    if content == "folder":
        file.mkdir()
    elif content:
        file.write_bytes(content)
    code, out, err = wenqu("import", "questions", file)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.strip().splitlines()[-1:]) == 1


KILLED = """
import os, signal, sys
from boards.actions.cases import handling as cases
from boards.imports import questions
from forum.cli import main

questions.BATCH, wait = 4, int(os.environ["DIES_AT"])
answer = cases.give_result

def answer_or_die(*args, **kwargs):
    global wait
    wait -= 1
    if not wait:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(*args, **kwargs)

cases.give_result = answer_or_die
main()
"""


def in_a_process(file, dies_at):
    env = os.environ | {"DIES_AT": str(dies_at)}
    command = [sys.executable, "-c", KILLED, "import", "questions", str(file)]
    return subprocess.run(command, env=env, capture_output=True, timeout=120, check=False).returncode


def test_killed_again_and_again_it_ends_as_if_undisturbed(wenqu, tmp_path, database_url, monkeypatch):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(jsonl(*map(row, range(14))))
    deaths = [in_a_process(file, at) for at in (3, 6, 5)]  # before, in and after a batch's commit
    assert deaths == [-9, -9, -9]
    assert wenqu("import", "questions", file)[:2] == (0, "Imported 6, there already 8, broken 0\n")
    resumed = read(database_url, everything)
    assert len(resumed["threads"]) == 14

    elsewhere = f"sqlite:///{tmp_path}/undisturbed.db"
    schema.upgrade(elsewhere)
    monkeypatch.setenv("WENQU_DATABASE", elsewhere)
    assert wenqu("import", "questions", file)[:2] == (0, "Imported 14, there already 0, broken 0\n")
    assert resumed == read(elsewhere, everything)


def read(url, what):
    opened = db.connect(url)
    try:
        with db.connection():
            return what()
    finally:
        opened.close_all()


def everything():
    """All that an import writes, without row numbers and random salts, in the order of writing."""
    names = dict(Account.select(Account.id, Account.display_name).tuples())
    return {
        "accounts": [(a.username, a.display_name, a.created_at) for a in Account.select().order_by(Account.id)],
        "grants": [(names[g.account_id], g.role, g.granted_at) for g in RoleGrant.select().order_by(RoleGrant.id)],
        "boards": [(b.slug, b.name, b.threads, b.posts, b.last_at) for b in Board.select().order_by(Board.id)],
        "threads": [
            (t.external_ref, t.title, t.status, t.floors, t.created_at, t.last_at, t.accepted_at, names[t.author_id])
            for t in Thread.select().order_by(Thread.id)
        ],
        "posts": [
            (p.floor, p.kind, p.created_at, names[p.author_id], Revision.get(Revision.post == p.id).text)
            for p in Post.select().order_by(Post.id)
        ],
        "clocks": [(c.kind, c.due_at, c.met_at) for c in Clock.select().order_by(Clock.id)],
        "log": [(e.at, e.deed, e.role) for e in Entry.select().order_by(Entry.id)],
    }


@pytest.mark.skipif(not REAL.exists(), reason="the real questions are not beside the checkout (../shared/data)")
def test_real_questions_are_all_imported_and_answered(bring):
    """Every third on SQLite, every eighth on PostgreSQL: each question is imported by itself, and what is read from a file knows no engine."""
    data = b"".join(REAL.read_bytes().splitlines(keepends=True)[:: 3 if db.is_sqlite() else 8])
    rows = {f"questions:{each['source_id']}": each for each in map(json.loads, data.splitlines())}
    assert bring(data, at=datetime(2026, 1, 1, tzinfo=UTC)) == ((len(rows), 0, 0), [])
    assert {thread.status for thread in Thread.select()} == {"answered"}
    written = Post.select(Thread.external_ref, Post.floor, Post.role, Post.created_at).join(Thread).tuples()
    expected = set()
    for reference, each in rows.items():
        asked, replied = (datetime.fromisoformat(each[at]).astimezone(UTC) for at in ("created_at", "replied_at"))
        expected |= {(reference, 1, "netizen", asked), (reference, 2, "spokesperson", replied)}
    assert set(written) == expected
