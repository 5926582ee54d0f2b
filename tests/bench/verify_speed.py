"""How long `wenqu verify --local` takes over a large ledger: python tests/bench/verify_speed.py FOLDER [ENTRIES]

FOLDER gets a made-up city (kept, so that a second run only verifies). WENQU_DATABASE may name an empty PostgreSQL
database instead of the folder's SQLite. Prints the seconds on the clock and the CPU seconds of all processes.
"""

import json
import os
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.models.threads import Post, Revision, Thread
from boards.rules.floors import path_of
from forum.accounts.actions import open_account
from forum.clock import FixedClock
from forum.commands.progress import progress
from forum.config import from_environ
from forum.roles import ActingRole, Role
from forum.store import db, schema
from forum.store.commitments import commit_to, commit_to_text
from forum.store.log import Deed, Entry
from forum.store.row_changes import Change, commit_to_rows
from forum.text.markup import VERSION, render
from moderation.ledger.audit.checks.leaves import hash_of
from moderation.ledger.audit.inside import database_audit
from moderation.ledger.signing import Signer

START = datetime(2012, 1, 1, tzinfo=UTC)
BATCH = 500  # threads
REPLIES = 4
MARKDOWN = 10  # every so manieth post is a list, whose HTML has to be made again
WORDS = "路口 红绿灯 井盖 路灯 垃圾 公交 学校 医保 停车 噪音 物业 漏水 审批 补贴 请 尽快 处理 谢谢 多次 反映 没有 结果 已经 三个月 小区 门口".split()
STOPS = "，，，。！？"


class City:
    """The rows of a made-up city, a batch of threads at a time; one thread gives 2 + 2 * REPLIES entries."""

    def __init__(self, board, author, speaker):
        self.board, self.author, self.speaker = board, author, speaker
        self.random = random.Random(1)
        self.entry = db.database.execute_sql("SELECT MAX(id) FROM entry").fetchone()[0]
        self.post = self.thread = 0
        self.rows, self.waiting, self.last = {}, [], {}

    def add_thread(self):
        self.thread += 1
        at = START + timedelta(minutes=self.thread)
        title = self._text(1)
        self._row(
            Thread,
            id=self.thread,
            board_id=self.board.id,
            title=title,
            kind="complaint",
            status="answered",
            department_id=self.board.department_id,
            author_id=self.author.id,
            author_name="网友",
            role="netizen",
            created_at=at,
            floors=REPLIES + 1,
            answers=1,
            last_at=at,
            last_name="网友",
            disposition="forwarded",
        )
        self._post(1, at, ActingRole(Role.NETIZEN), self.author, title)
        self._entry(
            Deed.ASK,
            f"thread/{self.thread}",
            at,
            ActingRole(Role.NETIZEN),
            self.author,
            self.thread,
            None,
            {"floor": 1, "to": self.board.department_id},
        )
        for floor in range(2, REPLIES + 2):
            answers = floor == 2
            acting_role, account = (
                (ActingRole(Role.SPOKESPERSON, self.board.department_id), self.speaker)
                if answers
                else (ActingRole(Role.NETIZEN), self.author)
            )
            at += timedelta(seconds=10)
            self._post(floor, at, acting_role, account)
            self._entry(
                Deed.RESULT if answers else Deed.THREAD_SUPPORT,
                f"thread/{self.thread}",
                at,
                acting_role,
                account,
                self.thread,
                self.post,
                {"floor": floor} if answers else None,
            )

    def write(self):
        """Put the rows gathered into the database."""
        mark = db.database.param
        with db.write():
            cursor = db.database.connection().cursor()
            self._insert(cursor, mark)
            noted = {(change.table, change.row_id): change for change in self._noted()}
            taken = []
            for entry, changes in self.waiting:
                taken += [(self.entry + 1, noted[each].number) for each in changes]
                entry(changes=[noted[each] for each in changes])
            self._insert(cursor, mark)
            cursor.executemany(f"UPDATE recorded_row SET entry_id = {mark} WHERE id = {mark}", taken)
        self.waiting, self.last = [], {}

    def _insert(self, cursor, mark):
        for (table, columns), rows in self.rows.items():
            names = ", ".join(columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})", rows)
        self.rows = {}

    def _noted(self):
        """The changes that the triggers noted, as the program's own writer takes them."""
        columns = "id, row_table, row_id, thread_id, public, private"
        rows = db.raw(f"SELECT {columns} FROM recorded_row WHERE entry_id IS NULL ORDER BY id").fetchall()
        return [Change(*row) for row in rows]

    def _text(self, clauses):
        return "".join("".join(self.random.choices(WORDS, k=4)) + self.random.choice(STOPS) for _ in range(clauses))

    def _post(self, floor, at, acting_role, account, title=None):
        self.post += 1
        listed = not self.post % MARKDOWN
        text = "- " * listed + self._text(self.random.randint(3, 12))
        salt, commitment = commit_to_text(text, title)
        kind = "question" if floor == 1 else "result" if acting_role.department else "reply"
        self._row(
            Post,
            id=self.post,
            thread_id=self.thread,
            floor=floor,
            path=path_of(floor, None),
            place_thread=self.thread,
            place_floor=floor,
            place_path=path_of(floor, None),
            author_id=account.id,
            author_name=account.display_name,
            role=acting_role.role.value,
            department_id=acting_role.department,
            kind=kind,
            created_at=at,
        )
        html = render(text) if listed else f"<p>{text}</p>\n"
        self._row(
            Revision,
            id=self.post,
            post_id=self.post,
            number=1,
            text=text,
            html=html,
            rendering=VERSION,
            salt=salt,
            commitment=commitment,
            editor_id=account.id,
            created_at=at,
        )
        self._entry(
            Deed.POST_CREATE,
            f"post/{self.post}",
            at,
            acting_role,
            account,
            None,
            self.post,
            commitment=commitment,
            changes=[("thread", self.thread)] * (floor == 1) + [("post", self.post), ("revision", self.post)],
            revision=1,
            place=f"{self.thread}/{floor}",
        )

    def _entry(self, *given, changes=(), **named):
        """An entry that is composed when its rows are in the database and the changes are noted."""
        self.waiting.append((partial(self._composed, *given, **named), changes))

    def _composed(
        self, deed, name, at, acting_role, account, thread, post, data=None, commitment=None, *, changes=(), **more
    ):
        self.entry += 1
        salt = None
        rows_salt, rows = commit_to_rows(changes) if changes else (None, None)
        if data:
            salt, commitment = commit_to(data)
        said = {
            "v": 2,
            "type": deed.value,
            "object": name,
            "role": acting_role.role.value,
            "time": at.isoformat(timespec="microseconds"),
        }
        said |= {"department": acting_role.department, "actor": account.public_id} if acting_role.department else {}
        said |= {
            key: value
            for key, value in {"commit": commitment, "prior": self.last.get(name), "rows": rows, **more}.items()
            if value
        }
        leaf = json.dumps(said, sort_keys=True, separators=(",", ":"))
        self._row(
            Entry,
            id=self.entry,
            at=at,
            deed=deed.value,
            object=name,
            thread_id=thread,
            post_id=post,
            actor_id=account.id,
            role=acting_role.role.value,
            department_id=acting_role.department,
            data=data and json.dumps(data),
            salt=salt,
            commitment=commitment,
            prior=self.last.get(name),
            leaf=leaf,
            rows_salt=rows_salt,
        )
        self.last[name] = hash_of(leaf)

    def _row(self, model, **values):
        fields = model._meta.sorted_fields
        row = [values.get(field.column_name, field.default) for field in fields]
        kept = (
            value.isoformat(" ", "microseconds") if isinstance(value, datetime) and db.is_sqlite() else value
            for value in row
        )
        columns = tuple(f'"{field.column_name}"' for field in fields)
        self.rows.setdefault((model._meta.table_name, columns), []).append(tuple(kept))


def build(settings, entries):
    """Make the city, and sign its ledger."""
    schema.upgrade(settings.database)
    db.SQLITE_PRAGMAS["synchronous"] = "off"
    db.connect(settings.database)
    with db.connection():
        if db.database.execute_sql("SELECT MAX(id) FROM entry").fetchone()[0]:
            return
        now = FixedClock(START).now()
        housing = get_or_create_department("zhujian", "住房和城乡建设局", "住建局", "municipal", now=now)
        board = get_or_create_board(
            "zhujian", "住建局", get_or_create_category("部门在线", "department", now=now), department=housing, now=now
        )
        city = City(board, open_account("asker", "网友", "x", now=now), open_account("speaker", "王晓燕", "x", now=now))
        threads = entries // (2 + 2 * REPLIES)
        for number in progress(range(threads), "building", threads):
            city.add_thread()
            if number % BATCH == BATCH - 1:
                city.write()
        city.write()
        Signer(settings).catch_up(datetime.now(UTC))
    db.database.obj.close_all()


def main():
    folder = Path(sys.argv[1]).absolute()
    settings = from_environ({**os.environ, "WENQU_DATA": str(folder)})
    build(settings, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    before, cpu = time.monotonic(), _cpu()
    total, audited = database_audit.audit(settings)
    found = [
        finding
        for each in progress(audited, "verifying", total, lambda each: each.checked)
        for finding in each.findings
    ]
    print(
        f"{total} rows: {time.monotonic() - before:.1f} s, CPU {_cpu() - cpu:.1f} s, {len(found)} findings, {_peak():.0f} MB at most in a process"
    )
    for finding in found[:10]:
        print(finding.line(), finding.kind)


def _cpu():
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _peak():
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


if __name__ == "__main__":
    main()
