"""Reads from the log why, by whom and when posts were concealed."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

import peewee

from boards.pages.parts import Link
from boards.queries.parts.people import SYSTEM_NAME
from boards.queries.parts.shown import sealed_of
from boards.queries.thread.posts import hidden_of
from boards.rules.deeds.table import RECORDS
from boards.rules.deeds.words import sentence
from forum.accounts.models import Account
from forum.messages import M
from forum.roles import LABELS, Role
from forum.store.log import Deed, Entry, entry_data
from forum.store.sql.conditions import unindexed
from search.concealed.pages import Concealment
from search.concealed.states import STATE_LABELS, State

HIDING = (Deed.POST_HIDE, Deed.POST_HIDE_WHOLE)
SCREENED = (Deed.DECLINE, Deed.DUPLICATE)
DEEDS = [deed.value for deed in (*HIDING, Deed.ASK, *SCREENED)]
SCREENED_BOARD = M("这个版块的问题先审核后公开")
WHOLE = M("已随整个主题屏蔽")
WORDS_FOUND = M("有需要人工看一眼的词")

Entries = Mapping[tuple[str, str], Mapping[str, Any]]


def entries_of(posts: Iterable[tuple[int, int]]) -> Entries:
    """{(object, deed): its last entry} of the (post id, thread id) pairs, with the name of who did it."""
    objects = {f"{kind}/{number}" for pair in posts for kind, number in zip(("post", "thread"), pair, strict=True)}
    rows = (
        Entry.select(Entry.object, Entry.deed, Entry.at, Entry.role, Entry.reason, Entry.data, Account.display_name)
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Entry.actor_id)
        .where(Entry.object.in_(sorted(objects)), unindexed(Entry.deed).in_(DEEDS))
        .order_by(Entry.id)
    )
    return {(row["object"], row["deed"]): row for row in rows.dicts()}


def concealment(state: State, row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    """The Concealment of a post; `row` has its columns, those of boards.queries.parts.shown.columns_of_order and `words`."""
    return {
        State.SEALED: _sealed,
        State.HIDDEN: _hidden,
        State.HELD: _held,
        State.WAITING: _waiting,
        State.UNPUBLISHED: _unpublished,
    }[state](row, entries, zone)


def _sealed(row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    order = sealed_of(row)
    assert order is not None
    page = Link(M("签批 %(number)s", number=order.number), f"/orders/{order.order}")
    label = STATE_LABELS[State.SEALED]
    return Concealment(State.SEALED, label, order.ground, order.office, order.at, order.name, page=page)


def _hidden(row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    hidden = hidden_of(row)
    assert hidden is not None
    deed = Deed.POST_HIDE_WHOLE if row["hidden_whole"] else Deed.POST_HIDE
    entry = entries.get((f"post/{row['id']}", deed.value), {})
    label = WHOLE if row["hidden_whole"] else STATE_LABELS[State.HIDDEN]
    return Concealment(State.HIDDEN, label, hidden.reason, hidden.by, hidden.at, entry.get("display_name"))


def _held(row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    page, label = Link(M("去决定"), "/moderation/held"), STATE_LABELS[State.HELD]
    words = tuple(dict.fromkeys(entry_data(row["words"])))
    return Concealment(State.HELD, label, WORDS_FOUND, SYSTEM_NAME, row["hidden_at"], words=words, page=page)


def _waiting(row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    asked = entries.get((f"thread/{row['thread']}", Deed.ASK.value), {})
    words = tuple(dict.fromkeys(entry_data(asked.get("data")).get("words", ())))
    page = Link(M("去审核"), f"/moderation/screening/{row['thread']}")
    why, label = WORDS_FOUND if words else SCREENED_BOARD, STATE_LABELS[State.WAITING]
    return Concealment(State.WAITING, label, why, SYSTEM_NAME, row["created_at"], words=words, page=page)


def _unpublished(row: Mapping[str, Any], entries: Entries, zone: tzinfo) -> Concealment:
    found = (entries.get((f"thread/{row['thread']}", deed.value)) for deed in SCREENED)
    entry = next((each for each in found if each), None)
    label = STATE_LABELS[State.UNPUBLISHED]
    if entry is None:
        return Concealment(State.UNPUBLISHED, label, None, SYSTEM_NAME, row["created_at"])
    record, details = RECORDS[entry["deed"]], entry_data(entry["data"])
    said = record.what(details, entry["reason"], zone), record.why(entry["reason"], details.get("text"))
    why = M("%(deed)s：%(why)s", deed=record.label, why=sentence(*said)) if any(said) else record.label
    by = LABELS[Role(entry["role"])]
    return Concealment(State.UNPUBLISHED, label, why, by, entry["at"], entry["display_name"])
