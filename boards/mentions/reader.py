"""The reader of the log that keeps the names that can be offered: of who posts under a name, renames or closes his account."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from boards.mentions.models import MentionKey
from boards.mentions.queries import stored_key
from boards.models.threads import Post
from boards.rules.text.initials import initials
from forum.accounts.models import Account
from forum.store.log import Deed, Entry
from forum.store.readers import Reader
from forum.store.sql.conditions import is_false
from forum.text.name_keys import name_key

CHANGES = frozenset({Deed.RENAME, Deed.CLOSE_ACCOUNT})


def reader() -> Reader:
    """The Reader that keeps MentionKey."""
    return Reader("names", _keep, deeds={Deed.POST_CREATE, *CHANGES})


def keys_of(name: str) -> set[str]:
    """The keys under which a name is offered: folded, and its initials."""
    return {stored_key(key) for key in (name_key(name), initials(name)) if key}


def _keep(entries: Sequence[Entry], now: datetime) -> None:
    objects = [entry.object.removeprefix("account/") for entry in entries if entry.deed in CHANGES]
    posts = [entry.post_id for entry in entries if entry.deed == Deed.POST_CREATE]
    accounts = list(_accounts(posts, objects))
    there: dict[int, set[str]] = {}
    for account, key in _keys(accounts):
        there.setdefault(account, set()).add(key)
    wanted = {row.id: set() if row.closed_at else keys_of(row.display_name) for row in accounts}
    changed = [account for account, keys in wanted.items() if there.get(account, set()) != keys]
    _replace({account: wanted[account] for account in changed})


def _accounts(posts: Collection[int], objects: Collection[str]) -> Iterable[Account]:
    authors = Post.select(Post.author).where(Post.id.in_(posts), is_false(Post.anonymous))
    columns = Account.id, Account.display_name, Account.closed_at
    return Account.select(*columns).where(Account.id.in_(authors) | Account.public_id.in_(objects))


def _keys(accounts: Iterable[Account]) -> Iterable[tuple[int, str]]:
    numbers = [row.id for row in accounts]
    return MentionKey.select(MentionKey.account, MentionKey.key).where(MentionKey.account.in_(numbers)).tuples()


def _replace(wanted: dict[int, set[str]]) -> None:
    if not wanted:
        return
    MentionKey.delete().where(MentionKey.account.in_(list(wanted))).execute()
    rows = [{"account": account, "key": key} for account, keys in wanted.items() for key in sorted(keys)]
    if rows:
        MentionKey.insert_many(rows).execute()
