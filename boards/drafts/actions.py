"""Saving drafts, and deleting them: by their writer, once they are sent, and when they have expired."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from boards.drafts.rules import FIELDS, KEPT_FOR, LARGEST, MOST, Mark, Place, is_empty
from boards.models.drafts import SavedDraft
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict, NotFound, TooLarge, Unauthorized
from forum.roles import Actor
from forum.store import db

Fields = Mapping[str, str | list[str]]


class Saved(NamedTuple):
    """What saving came to: the draft's Mark (of no draft when nothing was written), and whether another device's stays beside it."""

    mark: Mark
    both: bool = False


def save(
    place: Place, fields: Fields, *, actor: Actor, now: datetime, encryptor: Encryptor, mark: Mark, form: str
) -> Saved:
    """Save the FIELDS of the form with the key `form`, which began with the draft of `mark`.

    A draft that another form has saved meanwhile is not replaced: both are kept. Empty fields delete the form's own draft.
    Raises Unauthorized, TooLarge, and Conflict for more than MOST drafts.
    """
    if not actor.signed_in:
        raise Unauthorized()
    sealed = encryptor.encrypt(_json(fields), purpose(actor.account, place))
    with db.write():
        if is_empty(fields):
            discard_sent(mark, form, actor=actor)
            return Saved(Mark())
        if _replaced(mark, form, actor, {"sealed": sealed, "writer": _writer(form), "saved_at": now}):
            return Saved(_mark_of(mark.id))
        return _added(place, sealed, form, actor, now)


def discard(draft: int, *, actor: Actor) -> None:
    """Delete a draft of the actor's; raises NotFound."""
    with db.write():
        if not SavedDraft.delete().where(SavedDraft.id == draft, SavedDraft.account == actor.account).execute():
            raise NotFound(M("没有这份草稿：已经发出或删除，或者过了 %(days)s 天。", days=KEPT_FOR.days))


def discard_sent(mark: Mark, form: str, *, actor: Actor) -> None:
    """Delete the draft that the form of the key `form` has sent; call it in the transaction that stores what was sent.

    A draft that another device has changed since stays.
    """
    if mark.id is not None:
        SavedDraft.delete().where(_as_known(mark, form, actor)).execute()


class Expiring:
    """Upkeep in the worker: deletes the drafts that were not saved for KEPT_FOR."""

    name = "drafts"

    def advance(self, now: datetime) -> int:
        """Delete what has expired; always 0, since no entry of the log is passed."""
        expired = SavedDraft.saved_at <= now - KEPT_FOR
        if SavedDraft.select().where(expired).exists():
            with db.write():
                SavedDraft.delete().where(expired).execute()
        return 0


def purpose(account: int | None, place: Place) -> str:
    """The purpose under which the fields of an account's drafts for a place are encrypted."""
    return f"saved_draft/fields/{account}/{place}"


def _json(fields: Fields) -> str:
    text = json.dumps({name: fields[name] for name in FIELDS if fields.get(name)}, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise TooLarge()
    return text.encode("utf-8", "replace").decode()


def _replaced(mark: Mark, form: str, actor: Actor, values: Mapping[str, object]) -> bool:
    if mark.id is None:
        return False
    changed = SavedDraft.update(version=SavedDraft.version + 1, **values).where(_as_known(mark, form, actor))
    return bool(changed.execute())


def _added(place: Place, sealed: str, form: str, actor: Actor, now: datetime) -> Saved:
    """A draft of its own. A form whose first save had no answer saves again without a mark: its row is known by the writer."""
    own = SavedDraft.account == actor.account
    here = own & (SavedDraft.place == str(place))
    again = SavedDraft.get_or_none(here, SavedDraft.writer == _writer(form))
    if again:
        SavedDraft.update(sealed=sealed, saved_at=now, version=again.version + 1).where(
            SavedDraft.id == again.id
        ).execute()
        return Saved(_mark_of(again.id))
    if SavedDraft.select().where(own).count() >= MOST:
        raise Conflict(M("草稿最多存 %(most)s 份，请先在“我的草稿”里删掉几份。", most=MOST))
    both = SavedDraft.select().where(here).exists()
    values = {"account": actor.account, "place": str(place), "sealed": sealed, "writer": _writer(form), "saved_at": now}
    return Saved(Mark(SavedDraft.insert(**values).execute(), 1), both)


def _mark_of(draft: int | None) -> Mark:
    row = SavedDraft.get_by_id(draft)
    return Mark(row.id, row.version)


def _as_known(mark: Mark, form: str, actor: Actor) -> object:
    """The condition that a draft is the actor's and that no other form has saved it since."""
    unchanged = (SavedDraft.version == mark.version) | (SavedDraft.writer == _writer(form))
    return (SavedDraft.id == mark.id) & (SavedDraft.account == actor.account) & unchanged


def _writer(form: str) -> str:
    return hashlib.sha256(form.encode("utf-8", "replace")).hexdigest()
