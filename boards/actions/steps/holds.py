"""Holds a post because of the word list: hidden until a moderator decides, visible to its author and the moderators.

Call inside a transaction. A question that waits for screening is not public, so it is not held.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from boards.models.threads import Post, Thread
from boards.models.words import HeldPost
from boards.rules.text.word_list import BY_THE_SYSTEM, HELD, ListedWord
from forum.roles import SYSTEM
from forum.store import log
from forum.store.log import Deed


def hold(post: Post, revision: int, words: Iterable[ListedWord], now: datetime) -> None:
    """Hide a Post whose revision of that number contains `words` of the list; one that is hidden is left as it is."""
    values = {"hidden_at": now, "hidden_role": BY_THE_SYSTEM, "hidden_reason": HELD}
    if not Post.update(**values).where(Post.id == post.id, Post.hidden_at.is_null()).execute():
        return
    for name, value in values.items():
        setattr(post, name, value)
    if post.floor == 1:
        Thread.update(hidden=True).where(Thread.id == post.thread_id).execute()
    named = json.dumps([word.text for word in words], ensure_ascii=False)
    HeldPost.create(post=post.id, revision=revision, words=named, held_at=now)
    log.record(
        Deed.POST_HIDE,
        ("post", post.id),
        actor=SYSTEM,
        now=now,
        acting_role=SYSTEM.acting_role(),
        post=post.id,
        reason=HELD,
        floor=post.floor,
        text=HELD,
    )
