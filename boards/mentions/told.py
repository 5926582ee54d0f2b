"""Who is told that a post mentions him: accounts and departments, from what everybody can read of the post now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from boards.mentions.queries import accounts_named, departments_named
from boards.models.notifications import Notification
from boards.models.threads import PUBLIC, Post, Revision, Thread
from boards.queries.parts import shown
from boards.rules.deeds.events import Event
from boards.rules.deeds.record import MENTIONING
from boards.rules.status import PostKind
from forum.deeds import Deed
from forum.store.log import Entry, entry_data
from forum.text.mentions import mentioned_names
from forum.text.name_keys import name_key
from forum.text.rendering.mention_syntax import ADDRESS

MOST_TOLD = 10  # names of one post, in the order in which they stand
OF_MENTIONS = frozenset(event for _, event in MENTIONING)
TOLD_OF_THE_POST = frozenset({*OF_MENTIONS, Event.REPLY_TO_YOU})
# What makes a text readable for everybody, or changes it; so does the publishing of a question.
_OF_POSTS = frozenset({Deed.POST_CREATE, Deed.POST_REVISE, Deed.POST_RESTORE})


class Mentioned(NamedTuple):
    """Whom a post mentions: accounts without its author, and departments without the one that hears of the post anyway."""

    accounts: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()


NOBODY = Mentioned()


def mentioned_by(entries: Sequence[Entry]) -> dict[int, Mentioned]:
    """{number of the entry: Mentioned} of the entries whose post mentions somebody; one statement, four where one does."""
    about = [entry for entry in entries if entry.deed in _OF_POSTS or _publishes(entry)]
    posts = list(_posts(about)) if about else []
    if not posts:
        return {}
    named = {row["id"]: [name_key(name) for name in mentioned_names(row["html"])[:MOST_TOLD]] for row in posts}
    keys = {key for names in named.values() for key in names}
    accounts, departments = accounts_named(keys), departments_named(keys)
    found = {row["id"]: _mentioned(row, named[row["id"]], accounts, departments) for row in posts}
    questions = {row["place"]: found[row["id"]] for row in posts if row["place_floor"] == 1}
    return {
        entry.id: found.get(entry.post_id, NOBODY) if entry.post_id else questions.get(entry.thread_id, NOBODY)
        for entry in about
    }


def told_of_posts(accounts: Collection[int], threads: Collection[int]) -> set[tuple[int, int, int | None]]:
    """(account, thread, floor) of the posts of which these accounts were told that they mention them, or answer them."""
    found = Notification.select(Notification.account, Notification.thread, Notification.floor).where(
        Notification.account.in_(list(accounts)),
        Notification.thread.in_(list(threads)),
        Notification.event.in_([event.value for event in TOLD_OF_THE_POST]),
    )
    return set(found.tuples())


def _mentioned(
    row: Any, names: Iterable[str], accounts: Mapping[str, int], departments: Mapping[str, int]
) -> Mentioned:
    own = {row["department"]} if row["kind"] != PostKind.REPLY else set()
    return Mentioned(
        frozenset(accounts[key] for key in names if key in accounts) - {row["author"]},
        frozenset(departments[key] for key in names if key in departments) - own,
    )


def _publishes(entry: Entry) -> bool:
    return entry.deed == Deed.PUBLISH or (entry.deed == Deed.ROUTE and "unveiled" in entry_data(entry.data))


def _posts(entries: Iterable[Entry]) -> Any:
    """The posts of the entries, or the questions that they publish, that everybody can read and that mention somebody."""
    posts = [entry.post_id for entry in entries if entry.post_id]
    questions = [entry.thread_id for entry in entries if not entry.post_id]
    latest = (Revision.post == Post.id) & (Revision.number == Post.revision)
    columns = Post.id, Post.author, Post.kind, Post.place_thread.alias("place"), Post.place_floor, Thread.department
    return (
        Post.select(*columns, shown.html_column())
        .join(Revision, on=latest)
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .where(Post.id.in_(posts) | (Post.place_thread.in_(questions) & (Post.place_floor == 1)))
        .where(Post.hidden_at.is_null(), PUBLIC, shown.html_column().unalias() ** f'%href="{ADDRESS}%')
        .dicts()
    )
