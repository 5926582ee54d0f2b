"""Covering personal data in a published post part by part, and uncovering it. The original text is kept.

A part is named "REVISION.PART", numbered as in forum.store.commitments, or "title.N" for a segment of the title.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from boards.channels.api.idempotency import forget_answers
from boards.models.threads import Post, Revision, Thread
from boards.queries.parts import covering
from boards.rules.sealing import CoverReason
from boards.rules.withheld import cover_segments, has_words
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.commitments import segments
from forum.store.log import Deed
from forum.text.checks import check_text

REASON_LIMIT = 500
TITLE = "title"


def cover(post: Post, *, actor: Actor, now: datetime, parts: Iterable[str], code: str, reason: str = "") -> None:
    """Put blocks over `parts` wherever the same words occur in any version. Raises Invalid, Conflict, Forbidden."""
    reason = _checked(actor, reason, 0)
    if code not in tuple(CoverReason):
        raise Invalid(code=M("请选择遮盖的是什么。"))
    with db.write():
        text = _Text(post)
        named = text.named(parts, covered=False)
        _note(Deed.POST_COVER, post, actor, now, named, reason, code)
        text.show(text.words | text.words_of(named), text.title | set(named.get(TITLE, ())))
        forget_answers(post.id, post.thread_id)


def uncover(post: Post, *, actor: Actor, now: datetime, parts: Iterable[str], reason: str) -> None:
    """Show `parts` again. Raises Invalid without a reason, Conflict, Forbidden."""
    reason = _checked(actor, reason, 1)
    with db.write():
        text = _Text(post)
        named = text.named(parts, covered=True)
        _note(Deed.POST_UNCOVER, post, actor, now, named, reason, None)
        text.show(text.words - text.words_of(named), text.title - set(named.get(TITLE, ())))


class _Text:
    """A post's revisions and title; `words` and `title` are the segments that are covered now."""

    def __init__(self, post):
        self.post, self.first = post, covering.first_part(post)
        if Post.select(Post.seal_order_id).where(Post.id == post.id).scalar() is not None:
            raise Conflict(M("这一楼已依签批封存，没有可以遮盖的文字。"))
        self.revisions = covering.revisions_of(post)
        self.words = covering.covered_segments(post, self.revisions)
        self.title = set(covering.title_parts(post.thread_id)) if self.first else set()
        self.pieces = {row.number: segments(row.text) for row in self.revisions}
        self.title_pieces = segments(covering.title_of(post.thread_id)) if self.first else ()

    def named(self, parts, covered):
        """{revision or "title": [part, ...]} of the parts named; raises Invalid unless all are there and `cover_segments` or not."""
        found = defaultdict(list)
        for part in dict.fromkeys(parts):
            where, number = self._place(part)
            if self._is_covered(where, number) == covered:
                found[where].append(number)
        if not found:
            raise Invalid(parts=M("请勾选要恢复的部分。") if covered else M("请勾选要遮盖的部分。"))
        return dict(found)

    def words_of(self, named):
        """The words of the parts of the text among `named`."""
        return {self._words(where, number) for where, numbers in named.items() if where != TITLE for number in numbers}

    def show(self, words, title):
        """Store what is shown when `words` and the segments `title` of the title are covered."""
        for row in self.revisions:
            columns = covering.shown_columns(row.text, row.html, row.rendering, words, self.first, bool(title))
            if columns["withheld"] != row.withheld:
                Revision.update(columns).where(Revision.id == row.id).execute()
        if title != self.title:
            stored = {Thread.title_withheld: json.dumps(sorted(title)), Thread.shown_title: self._title(title)}
            cleared = {Thread.title_withheld: None, Thread.shown_title: None}
            Thread.update(stored if title else cleared).where(Thread.id == self.post.thread_id).execute()

    def _title(self, hidden):
        return cover_segments("".join(self.title_pieces), hidden)

    def _place(self, part):
        where, _, number = str(part).partition(".")
        try:
            place = (where if where == TITLE else int(where), int(number))
            if not has_words(self._words(*place)):
                raise LookupError(part)
        except (ValueError, LookupError):
            raise Invalid(parts=M("勾选的部分不在这一楼里，请刷新后再选。")) from None
        return place

    def _words(self, where, number):
        if number < (0 if where == TITLE else self.first):
            raise LookupError(number)
        if where == TITLE:
            return self.title_pieces[number]
        return self.pieces[where][number - self.first]

    def _is_covered(self, where, number):
        return number in self.title if where == TITLE else self._words(where, number) in self.words


def _checked(actor, reason, minimum):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.MODERATOR):
        raise Forbidden(M("只有管理员（版主）可以遮盖个人信息。"))
    return check_text("reason", reason, REASON_LIMIT, minimum=minimum)


def _note(deed, post, actor, now, named, reason, code):
    parts = {str(where): sorted(numbers) for where, numbers in named.items()}
    log.record(
        deed,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.MODERATOR),
        post=post.id,
        reason=code,
        at_once=True,
        floor=post.place_floor,
        parts=parts,
        text=reason,
    )
