"""Saving a search, listing one's own, and removing one."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from forum.messages import M
from forum.problems import Conflict, Invalid, NotFound, Unauthorized
from forum.roles import Actor
from forum.store import db
from search.query import filters, language
from search.query.request import SearchRequest
from search.saved.models import SavedSearch

MOST = 20  # saved searches of one account
LONGEST = 200  # characters of the query, and of each filter


@dataclass(frozen=True)
class SavedRow:
    """A saved search: the words that name it, and where it leads."""

    id: int
    words: str
    url: str
    since: datetime


def save(asked: SearchRequest, *, actor: Actor, now: datetime) -> None:
    """Tell the actor of what `asked` finds anew; nothing when he has saved the same. Raises Invalid, Conflict, Unauthorized."""
    if not actor.signed_in:
        raise Unauthorized()
    wanted = replace(asked, **{name: filters.DEFAULTS[name] for name in ("sort", "at", "limit")})
    if (
        filters.merge_form(language.parse(wanted.q), wanted).empty
        or max(map(len, map(str, vars(wanted).values()))) > LONGEST
    ):
        raise Invalid(q=M("请先搜索，要找的词不超过 %(most)s 个字。", most=LONGEST))
    text = json.dumps(asdict(wanted), ensure_ascii=False, sort_keys=True)
    with db.write():
        mine = list(SavedSearch.select(SavedSearch.asked).where(SavedSearch.account == actor.account).tuples())
        if (text,) in mine:
            return
        if len(mine) >= MOST:
            raise Conflict(M("最多保存 %(most)s 个搜索，请先删去一个。", most=MOST))
        SavedSearch.insert(account=actor.account, asked=text, created_at=now, due_at=now).execute()


def remove(number: int, *, actor: Actor) -> None:
    """Tell the actor no more of one of his saved searches; raises NotFound."""
    with db.write():
        mine = SavedSearch.id == number, SavedSearch.account == actor.account
        if not SavedSearch.delete().where(*mine).execute():
            raise NotFound(M("没有这个保存的搜索。"))


def saved_searches(actor: Actor) -> list[SavedRow]:
    """The actor's saved searches, newest first."""
    rows = SavedSearch.select().where(SavedSearch.account == actor.account).order_by(SavedSearch.id.desc())
    return [_row(row) for row in rows]


def request_of(row: SavedSearch) -> SearchRequest:
    """The SearchRequest that was saved."""
    return SearchRequest(**json.loads(row.asked))


def _row(row: SavedSearch) -> SavedRow:
    asked = request_of(row)
    given = [getattr(asked, name) for name in ("q", "board", "status", "kind", "author", "first", "last")]
    return SavedRow(row.id, " ".join(filter(None, given)), filters.url(asked), row.created_at)
