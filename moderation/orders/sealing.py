"""Sealing a post: the program gives its text to nobody any more. Call inside a transaction.

The title is sealed with the first post of the thread, and of a thread that was split off.
"""

from datetime import datetime

from boards.channels.api.idempotency import forget_answers
from boards.models.orders import SealOrder
from boards.models.threads import Post, Revision, Thread
from boards.rules.withheld import ALL
from forum.roles import ActingRole, Actor, Role
from forum.store import log
from forum.store.log import Deed


def seal(post: Post, order: SealOrder, *, actor: Actor, now: datetime) -> None:
    """Withhold every version of a post's text, with a question its title, under a confirmed SealOrder.

    The log entry comes first: a trigger of the database (forum/store/guard.py) requires it before a text is withheld.
    """
    log.record(
        Deed.SEAL,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.ADMINISTRATOR),
        post=post.id,
        reason=order.reason,
        at_once=True,
        floor=post.place_floor,
        order=order.number,
        order_hash=order.order_hash,
        authority=f"{order.signatory_office} {order.signatory_name}",
    )
    Post.update(seal_order_id=order.id).where(Post.id == post.id).execute()
    Revision.update(withheld=ALL, shown_text="", shown_html="").where(Revision.post == post.id).execute()
    headed = {
        thread for thread, floor in ((post.thread_id, post.floor), (post.place_thread, post.place_floor)) if floor == 1
    }
    Thread.update(shown_title="", title_withheld=None).where(Thread.id.in_(headed)).execute()
    for thread in {post.thread_id, post.place_thread}:
        forget_answers(post.id, thread)
