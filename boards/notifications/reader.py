"""The log reader that writes notifications: rows, unread counts and cursor in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import peewee

from boards.mentions.told import NOBODY, OF_MENTIONS, TOLD_OF_THE_POST, Mentioned, mentioned_by, told_of_posts
from boards.models.moderation import Report
from boards.models.notifications import Notification, PlaceWatch, Watch
from boards.models.threads import PUBLIC, Post, Thread
from boards.notifications.delivery import DeliveryChannel, channels_of
from boards.notifications.preferences import choices_of
from boards.notifications.rules import TABLE, recipients, rules_for
from boards.rules.deeds.events import Audience, Event
from boards.rules.text.word_list import HELD
from forum.accounts.models import Account, RoleGrant
from forum.roles import Role
from forum.store.log import Entry, entry_data
from forum.store.readers import Reader

# Entries older than this are skipped: an import of old questions notifies nobody.
RECENT = timedelta(days=30)
CHUNK = 1000  # rows of one INSERT
ANSWERS_TO_REPORTS = frozenset(deed for deed, rules in TABLE.items() if Audience.REPORTERS in dict(rules))

ALL_CHANNELS = frozenset(DeliveryChannel)
OF_PLACES = frozenset(deed for deed, rules in TABLE.items() if Audience.PLACES in dict(rules))

Answered = Post.alias("answered")

Row = dict[str, Any]


def reader() -> Reader:
    """The Reader that writes notifications."""
    return Reader("notifications", _notify, deeds=frozenset(TABLE))


def _notify(entries: Sequence[Entry], now: datetime) -> None:
    fresh = [entry for entry in entries if entry.at > now - RECENT]
    if not fresh:
        return
    people = _Audiences(fresh)
    for rows in peewee.chunked((row for entry in fresh for row in people.notifications_for(entry)), CHUNK):
        deliver(rows)


class _Audiences:
    """The accounts in each Audience of a batch of entries, read in seven queries, and four more where somebody is mentioned."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.posts = _posts([entry.post_id for entry in entries if entry.post_id])
        self.threads = _threads({self._thread_id(entry) for entry in entries})
        self.watchers = _watchers(self.threads)
        self.places = _place_watchers({self._thread_id(entry) for entry in entries if entry.deed in OF_PLACES})
        self.reporters = _reporters([entry.id for entry in entries if entry.deed in ANSWERS_TO_REPORTS])
        self.mentioned = mentioned_by(entries)
        self.holders = _holders({department for entry in entries for department in self._departments(entry)})
        self.told = self._told_before()

    def notifications_for(self, entry: Entry) -> Iterator[Row]:
        """The rows of Notification that follow from an entry."""
        post, details = self.posts.get(entry.post_id, {}), entry_data(entry.data)
        rules = rules_for(
            entry.deed,
            post.get("kind"),
            waits=details.get("waits", False),
            hidden=bool(post.get("hidden_at")),
            unveiled="unveiled" in details,
            held=entry.reason == HELD,
        )
        thread = self._thread_id(entry)
        for account, event in recipients(rules, self._audiences(entry, post, thread), entry.actor_id).items():
            floor = post.get("floor") or details.get("floor") or (1 if event in OF_MENTIONS else None)
            if self._is_told_twice(account, thread, floor, event):
                continue
            yield {
                "account": account,
                "entry_id": entry.id,
                "event": event.value,
                "thread": thread,
                "floor": floor,
                "at": entry.at,
            }

    def _is_told_twice(self, account: int, thread: int, floor: int | None, event: Event) -> bool:
        """Whether the account was told of this post when an earlier entry, by a revision before, mentioned it."""
        post = account, thread, floor
        twice = event in OF_MENTIONS and post in self.told
        if event in TOLD_OF_THE_POST:
            self.told.add(post)
        return twice

    def _audiences(self, entry: Entry, post: Row, thread: int) -> dict[Audience, set[int]]:
        asked = entry_data(entry.data).get("asked", ())
        return {
            Audience.ASKER: {self.threads[thread]["author"]},
            Audience.WATCHERS: self.watchers[thread],
            Audience.DEPARTMENT: self._speakers(self._department(entry)),
            Audience.ASKED: set().union(*map(self._speakers, asked)),
            Audience.MODERATORS: self.holders[Role.MODERATOR, None],
            Audience.SUPERVISORS: self.holders[Role.SUPERVISOR, None],
            Audience.ANSWERED: _account(post, "answered"),
            Audience.WRITER: _account(post, "author"),
            Audience.REPORTERS: self.reporters[entry.id],
            Audience.PLACES: self.places[thread],
            Audience.MENTIONED: set(self._mentioned(entry).accounts),
            Audience.MENTIONED_OFFICES: set().union(*map(self._speakers, self._mentioned(entry).departments)),
        }

    def _thread_id(self, entry: Entry) -> int:
        return entry.thread_id or self.posts[entry.post_id]["thread"]

    def _department(self, entry: Entry) -> int | None:
        """The department to which the deed brings the case, else the one that has it."""
        return entry_data(entry.data).get("to") or self.threads[self._thread_id(entry)]["department"]

    def _departments(self, entry: Entry) -> set[int]:
        asked = entry_data(entry.data).get("asked", ())
        return {self._department(entry), *asked, *self._mentioned(entry).departments} - {None}

    def _told_before(self) -> set[tuple[int, int, int | None]]:
        departments = {department for each in self.mentioned.values() for department in each.departments}
        accounts = {account for each in self.mentioned.values() for account in each.accounts}
        accounts.update(*map(self._speakers, departments))
        return told_of_posts(accounts, list(self.threads)) if accounts else set()

    def _mentioned(self, entry: Entry) -> Mentioned:
        return self.mentioned.get(entry.id, NOBODY)

    def _speakers(self, department: int | None) -> set[int]:
        return self.holders[Role.SPOKESPERSON, department] if department else set()


def _account(post: Row, column: str) -> set[int]:
    """The account in a column of a post; empty where there is none."""
    account = post.get(column)
    return set() if account is None else {account}


def _posts(ids: Sequence[int]) -> dict[int, Row]:
    rows = Post.select(
        Post.id, Post.thread, Post.floor, Post.kind, Post.author, Post.hidden_at, Answered.author.alias("answered")
    ).join(Answered, peewee.JOIN.LEFT_OUTER, on=Post.parent == Answered.id)
    return {row["id"]: row for row in rows.where(Post.id.in_(ids)).dicts()}


def _threads(ids: Iterable[int]) -> dict[int, Row]:
    rows = Thread.select(Thread.id, Thread.author, Thread.department).where(Thread.id.in_(list(ids)))
    return {row["id"]: row for row in rows.dicts()}


def _watchers(threads: Mapping[int, Row]) -> dict[int, set[int]]:
    """{thread: accounts}. The asker needs no row; a row with `ended_at` says that the account stopped watching."""
    watching = {id: {thread["author"]} for id, thread in threads.items()}
    rows = Watch.select(Watch.thread, Watch.account, Watch.ended_at).where(Watch.thread.in_(list(threads)))
    for thread, account, ended_at in rows.tuples():
        watching[thread].discard(account) if ended_at else watching[thread].add(account)
    return watching


def _place_watchers(threads: Iterable[int]) -> dict[int, set[int]]:
    """{thread: the accounts that watch its board, or the department that has it}, of the public ones."""
    watching: dict[int, set[int]] = defaultdict(set)
    place = (PlaceWatch.board == Thread.board) | (PlaceWatch.department == Thread.department)
    rows = Thread.select(Thread.id, PlaceWatch.account).join(PlaceWatch, on=place)
    for thread, account in rows.where(Thread.id.in_(list(threads)), PUBLIC).tuples() if threads else ():
        watching[thread].add(account)
    return watching


def _reporters(entries: Sequence[int]) -> dict[int, set[int]]:
    """{entry: the accounts whose reports it answered}."""
    answered: dict[int, set[int]] = defaultdict(set)
    rows = Report.select(Report.entry_id, Report.account).where(Report.entry_id.in_(entries))
    for entry, account in rows.tuples() if entries else ():
        answered[entry].add(account)
    return answered


def _holders(departments: Iterable[int]) -> dict[tuple[Role, int | None], set[int]]:
    """{(role, department): the accounts that hold it now}."""
    speaks = (RoleGrant.role == Role.SPOKESPERSON.value) & RoleGrant.department_id.in_(list(departments))
    rows = (
        RoleGrant.select(RoleGrant.role, RoleGrant.department_id, RoleGrant.account)
        .join(Account, on=RoleGrant.account == Account.id)
        .where(RoleGrant.revoked_at.is_null(), Account.disabled_at.is_null())
        .where(speaks | RoleGrant.role.in_([Role.MODERATOR.value, Role.SUPERVISOR.value]))
    )
    holders: dict[tuple[Role, int | None], set[int]] = defaultdict(set)
    for role, department, account in rows.tuples():
        holders[Role(role), department].add(account)
    return holders


def deliver(rows: Sequence[Row]) -> None:
    """Write the rows that are wanted and not stored yet (the log may be read again from the start), and count them."""
    accounts = list({row["account"] for row in rows})
    chosen = choices_of(accounts)
    numbers = [row["entry_id"] for row in rows]
    stored = set(
        Notification.select(Notification.account, Notification.entry_id)
        .where(Notification.account.in_(accounts), Notification.entry_id.between(min(numbers), max(numbers)))
        .tuples()
    )
    new = []
    for row in rows:
        channels = channels_of(Event(row["event"]), chosen[row["account"]], ALL_CHANNELS)
        if channels and (row["account"], row["entry_id"]) not in stored:
            new.append({**row, "bell": DeliveryChannel.BELL in channels})
    if new:
        Notification.insert_many(new).execute()
        _count(Counter(row["account"] for row in new if row["bell"]))


def _count(unread: Mapping[int, int]) -> None:
    if unread:
        more = peewee.Case(Account.id, list(unread.items()), 0)
        Account.update(unread=Account.unread + more).where(Account.id.in_(list(unread))).execute()
