"""Compares what a site's API shows of threads, posts and boards with the row changes that its leaves commit to.

Every answer comes from the site that is being checked, so that none is trusted to have the documented form.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from boards.clocks.outcomes import meets
from forum.messages import M
from forum.store.commitments import commitment_of_parts
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.outside.leaf_store import LeafStore

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
SAME_OF_THREADS = ("kind", "status", "pinned", "highlighted", "locked", "ended", "withheld", "channel")
SAME_OF_CLOCKS = ("kind", "provisional", "outcome")
SAME_OF_BOARDS = ("slug", "name", "description", "section")

SECOND = 19  # letters of a time up to its second

Shown = dict[str, Any]


class RowChecks:
    """Checks over a LeafStore. A site whose leaves commit to no rows yet is not checked: docs/verify.md says what that means."""

    def __init__(self, spool: LeafStore) -> None:
        self.spool = spool

    def check_opening(self, entry: int, item: Any) -> Iterator[Finding]:
        """The findings of what opens the rows of entry `entry`; `item` is None when the site gave none."""
        try:
            parts = item["parts"]
            fits = commitment_of_parts(parts) == self.spool.rows_commitment(entry)
            contents = [part["content"] for part in parts if part.get("content") is not None]
            fits = fits and all(isinstance(content["row"], str) for content in contents)
        except UNREADABLE:
            fits, contents = False, []
        if not fits:
            yield Finding(FindingKind.ROW_RECORD, M("网站给出的数据改动与这一条存证不符"), entry=entry)
            return
        for content in contents:
            self.spool.keep_row(entry, content)

    def check_post(self, thread: int, item: Any) -> Iterator[Finding]:
        """The findings of one post as a thread shows it, beside those of its text."""
        try:
            number, author = int(item["id"]), item["author"]
            shown = {
                "kind": item["kind"],
                "parent_id": item["parent"],
                "created_at": _moment(item["created_at"]),
                **_author(author),
                "department": author["department"],
                "department_name": author["department_name"],
            }
        except UNREADABLE:
            return  # ShownChecks reports it
        floor = item.get("floor")
        recorded = self._recorded("post", number)
        where = {"thread": thread, "floor": floor, "post": number}
        if recorded is None or "kind" not in recorded:
            # What says who wrote is not opened once his account is closed.
            yield from () if author.get("closed") else self._unrecorded(where)
            return
        expected = {
            **{name: recorded.get(name) for name in ("kind", "parent_id", "department_name")},
            "created_at": _second(recorded.get("created_at")),
            **_recorded_author(recorded),
            "department": self._slug("department", recorded.get("department_id")),
        }
        yield from _compare(shown, expected, where)

    def check_thread(self, number: int, answer: Any) -> Iterator[Finding]:
        """The findings of a thread's head, clocks and timeline."""
        where = {"thread": number}
        recorded = self._recorded("thread", number)
        unnamed = _is_closed(answer) and "created_at" not in (recorded or {})
        if recorded is None and not unnamed:
            yield from self._unrecorded(where)
            return
        try:
            shown = self._shown_thread(answer)
            clocks = Counter(_shown_clock(clock) for clock in answer["clocks"])
            steps = [(step["deed"], _moment(step["at"])) for step in answer["timeline"]]
        except UNREADABLE:
            yield Finding(FindingKind.SITE, M("网站给出的主题不是规定的形式"), number)
            return
        if not unnamed:
            yield from _compare(shown, self._expected_thread(number, recorded or {}), where)
        if clocks != Counter(map(self._recorded_clock, self.spool.rows_of("clock", number))):
            yield Finding(FindingKind.ROW, M("时限与存证不符"), number)
        yield from self._check_timeline(number, steps)

    def check_board(self, item: Any) -> Iterator[Finding]:
        """The findings of a board as the list of boards shows it."""
        try:
            shown = {name: item[name] for name in SAME_OF_BOARDS} | {
                name: item[name] for name in ("category", "department", "department_name")
            }
        except UNREADABLE:
            yield Finding(FindingKind.SITE, M("网站给出的版块不是规定的形式"))
            return
        recorded = self.spool.row_with("board", "slug", shown["slug"])
        if recorded is None:
            if self.spool.proves_rows():
                sentence = M("版块 %(slug)s 没有存证，不是通过程序写入的", slug=str(shown["slug"])[:40])
                yield Finding(FindingKind.ROW_UNRECORDED, sentence)
            return
        department = self._recorded("department", recorded.get("department_id")) or {}
        expected = {name: recorded.get(name) for name in SAME_OF_BOARDS} | {
            "category": (self._recorded("category", recorded.get("category_id")) or {}).get("name"),
            "department": department.get("slug"),
            "department_name": department.get("short"),
        }
        differing = _differing(shown, expected)
        if differing:
            sentence = M("版块 %(slug)s 与存证不符（%(columns)s）", slug=expected["slug"], columns=differing)
            yield Finding(FindingKind.ROW, sentence)

    def _shown_thread(self, answer: Shown) -> Shown:
        author = answer["author"]
        return {name: answer[name] for name in SAME_OF_THREADS} | {
            "board": answer["board"],
            "department": answer["department"],
            "department_name": answer["department_name"],
            "created_at": _moment(answer["created_at"]),
            "merged_into_id": answer["merged_into"],
            "duplicate_of_id": answer["duplicate_of"],
            "supports": answer["supports"],
            "own_department": answer["own_department"],
            "author_department": author["department"],
            "author_department_name": author["department_name"],
            **_author(author),
        }

    def _expected_thread(self, number: int, recorded: Shown) -> Shown:
        department = self._recorded("department", recorded.get("department_id")) or {}
        return {name: recorded.get(name) for name in (*SAME_OF_THREADS, "merged_into_id", "duplicate_of_id")} | {
            "board": self._slug("board", recorded.get("board_id")),
            "department": department.get("slug"),
            "department_name": department.get("short"),
            "created_at": _second(recorded.get("created_at")),
            "supports": len(self.spool.rows_of("support", number)),
            "own_department": self._own(number, recorded.get("department_id")),
            "author_department": self._slug("department", recorded.get("author_department_id")),
            "author_department_name": recorded.get("author_department_name"),
            **_recorded_author(recorded),
        }

    def _own(self, thread: int, department: Any) -> bool:
        """Whether the record marks the case as asked by its department's own people."""
        return any(row.get("department_id") == department for row in self.spool.rows_of("own_question", thread))

    def _check_timeline(self, thread: int, steps: list[tuple[Any, str]]) -> Iterator[Finding]:
        """Each step must be a deed with a leaf; its object may be the thread, a post or a callback."""
        for deed, at in steps:
            if not self.spool.has_leaf(deed, at):
                yield Finding(FindingKind.ROW, M("办理过程里的一步（%(at)s）没有存证", at=at), thread)

    def _recorded_clock(self, row: Shown) -> tuple[Any, ...]:
        department = self._slug("department", row.get("department_id"))
        met = row.get("met_at") if meets(row.get("met_by"), row.get("kind", "")) else None
        times = (_second(time) for time in (row.get("opened_at"), row.get("due_at"), row.get("met_at"), met))
        return (*(row.get(name) for name in SAME_OF_CLOCKS), department, *times)

    def _unrecorded(self, where: Mapping[str, Any]) -> Iterator[Finding]:
        if self.spool.proves_rows():
            yield Finding(FindingKind.ROW_UNRECORDED, M("网站显示它，却拿不出它的存证"), **where)

    def _recorded(self, table: str, number: Any) -> Shown | None:
        return None if number is None else self.spool.row(f"{table}/{number}")

    def _slug(self, table: str, number: Any) -> str | None:
        return (self._recorded(table, number) or {}).get("slug")


def _is_closed(answer: Any) -> bool:
    """Whether an answer says that its author's account is closed: what names him is then not opened."""
    try:
        return bool(answer["author"]["closed"])
    except UNREADABLE:
        return False


def _author(author: Shown) -> Shown:
    anonymous = author["anonymous"]
    return {"author_name": None if anonymous else author["name"], "anonymous": anonymous, "role": author["role"]}


def _recorded_author(recorded: Shown) -> Shown:
    return {name: recorded.get(name) for name in ("author_name", "anonymous", "role")}


def _shown_clock(clock: Shown) -> tuple[Any, ...]:
    times = (clock[name] and _moment(clock[name]) for name in ("opened_at", "due_at", "ended_at", "met_at"))
    return (*(clock[name] for name in SAME_OF_CLOCKS), clock["department"], *times)


def _moment(text: str) -> str:
    """A time of the API, whose smallest unit is the second, in UTC without its zone; raises ValueError."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds")[:SECOND]


def _second(time: str | None) -> str | None:
    """A time of a leaf as `_moment` gives it."""
    return time and time[:SECOND]


def _compare(shown: Shown, expected: Shown, where: Mapping[str, Any]) -> Iterator[Finding]:
    if differing := _differing(shown, expected):
        yield Finding(FindingKind.ROW, M("显示的与存证不符（%(columns)s）", columns=differing), **where)


def _differing(shown: Shown, expected: Shown) -> str:
    return ", ".join(sorted(name for name, value in shown.items() if value != expected.get(name)))
