"""The departments, boards and people of the demo, more boards to BOARDS, and netizens."""

from city import texts
from city.plan import BEGIN, BOARDS
from city.sql import many, run

from boards.actions.city.structure import get_or_create_board, get_or_create_department
from boards.demo.city import FOUNDED, settle
from boards.models.threads import Board, Category, Department
from forum.accounts.models import Account, RoleGrant
from forum.store import db

BUSIEST = "zhujian"  # the board with half of the threads
POOL = 30_000  # sentences, and titles


def make(plan):
    """Write all that does not grow with each thread."""
    with db.write():
        settle(BEGIN - FOUNDED)
        _more_boards()
        speakers = _speakers()
    with db.database.atomic():
        first = _netizens(plan)
        _help(speakers)
    return first


def _more_boards():
    category = Category.get(Category.section == "department")
    for number in range(BOARDS - Board.select().count()):
        name = f"{texts.FIRST[number % 40]}{texts.SECOND[number % 34]}街道第{number + 1}社区"
        unit = get_or_create_department(f"c{number}", name, name, "community", position=500 + number, now=BEGIN)
        get_or_create_board(f"c{number}", name, category, department=unit, position=500 + number, now=BEGIN)


def _speakers():
    """[(board, department or None, its short name, account and name of who speaks for it, category)], the busiest first."""
    accounts = dict(Account.select(Account.id, Account.display_name).tuples())
    granted = dict(
        RoleGrant.select(RoleGrant.department_id, RoleGrant.account).where(RoleGrant.role == "spokesperson").tuples()
    )
    units = dict(Department.select(Department.id, Department.short).tuples())
    anyone = min(granted.values())
    rows = []
    for board in sorted(Board.select(), key=lambda board: (board.slug != BUSIEST, board.id)):
        unit = board.department_id
        speaker = granted.get(unit, anyone)
        rows.append((board.id, unit, units.get(unit), speaker, accounts[speaker], board.category_id))
    return rows


def _netizens(plan):
    """Their first number; numbers follow without gaps."""
    (first,) = db.database.execute_sql("SELECT MAX(id) + 1 FROM account").fetchone()
    rows = (
        (first + number, f"netizen{number}", name, name, f"{number:016x}", f"a{number:015x}", BEGIN)
        for number, name in enumerate(texts.names(plan.netizens))
    )
    many(
        "INSERT INTO account (id, username, display_name, name_key, public_id, profile_id, created_at, otp_last_step, unread) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
        ((*row[:-1], Account.created_at.db_value(row[-1])) for row in rows),
    )
    return first


def _help(speakers):
    """Tables that the bulk statements join; `forget` drops them."""
    run("CREATE TABLE bench_sentence (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    run("CREATE TABLE bench_title (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    run("CREATE TABLE bench_floor (slot INTEGER, floor INTEGER, before INTEGER, PRIMARY KEY (slot, floor))")
    run(
        "CREATE TABLE bench_board (number INTEGER PRIMARY KEY, board_id BIGINT UNIQUE, department_id BIGINT, short TEXT, "
        "speaker BIGINT, speaker_name TEXT, category BIGINT)"
    )
    many("INSERT INTO bench_sentence VALUES (?, ?)", enumerate(texts.sentences(POOL)))
    many("INSERT INTO bench_title VALUES (?, ?)", enumerate(texts.titles(POOL)))
    many("INSERT INTO bench_board VALUES (?, ?, ?, ?, ?, ?, ?)", [(at, *row) for at, row in enumerate(speakers)])


def forget():
    for name in ("sentence", "title", "floor", "board"):
        run(f"DROP TABLE bench_{name}")
