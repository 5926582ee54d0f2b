"""Marks the cases that a department's own people asked. Called inside the transaction of a deed, before its entry is recorded."""

from datetime import datetime

from boards.models.cases import OwnQuestion
from boards.models.threads import Thread
from boards.rules.own_department import Speaking, is_own
from forum.accounts.models import RoleGrant
from forum.accounts.queries import accounts_of_one_person
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed, Entry
from forum.store.sql.conditions import unindexed

# Deeds by which a department gets, handles or is rated for a case.
MARKING = frozenset(
    {
        Deed.ASK,
        Deed.THREAD_OPEN,
        Deed.PUBLISH,
        Deed.ROUTE,
        Deed.TRANSFER,
        Deed.ACCEPT,
        Deed.FIRST_REPLY,
        Deed.RESULT,
        Deed.FOLLOW_UP,
        Deed.RATE,
    }
)


def mark_own_department(deed: Deed, thread: Thread, actor: Actor, now: datetime) -> bool | None:
    """True, and the mark is kept, when the case is of its own department's people; else None. For the entry's `own_department`."""
    department = thread.department_id
    if deed not in MARKING or department is None or _is_plain_question(deed, actor):
        return None
    asked_by = _askers(deed, thread, actor)
    if not is_own(department, asked_by, thread.created_at, now, _speaking(asked_by, department)):
        return None
    if not OwnQuestion.select().where(OwnQuestion.thread == thread.id, OwnQuestion.department == department).exists():
        OwnQuestion.create(thread=thread.id, department=department, at=now)
    return True


def _is_plain_question(deed, actor):
    """Whether a netizen without any role asks, so that no grant need be looked for."""
    return deed is Deed.ASK and not actor.official and not actor.waiting


def _askers(deed, thread, actor):
    if deed is Deed.ASK:
        return accounts_of_one_person([thread.author_id, actor.account])
    return accounts_of_one_person([thread.author_id, *(account for (account,) in _entered_by(thread.id))])


@db.composed
def _entered_by(thread):
    asked = Entry.thread_id == thread, unindexed(Entry.deed) == Deed.ASK.value
    return Entry.select(Entry.actor_id).where(*asked).tuples()


def _speaking(accounts, department):
    return [Speaking(*row) for row in _grants(department, *sorted(accounts))]


@db.composed
def _grants(department, *accounts):
    columns = (RoleGrant.account_id, RoleGrant.department_id, RoleGrant.granted_at, RoleGrant.revoked_at)
    asked_by = RoleGrant.account.in_(accounts), RoleGrant.department_id == department
    return RoleGrant.select(*columns).where(*asked_by).tuples()
