"""What moderators had done in an old forum, done here by moderation's own actions."""

from datetime import datetime

from boards.models.threads import Post, Thread
from forum.roles import Actor
from forum.text.reasons import Reason
from moderation.hiding import actions as hiding
from moderation.tools import marking

HIDDEN_THERE = "在原论坛已经屏蔽"
CLOSED_THERE = "在原论坛已经关闭"


class ByModeration:
    """Hides and locks (boards.imports.old_forum.floors.Moderation)."""

    def hide(self, post: Post, *, actor: Actor, now: datetime) -> None:
        """Hide a post, with the public reason that it was hidden there."""
        hiding.hide(post, actor=actor, now=now, reason=HIDDEN_THERE, code=Reason.OTHER)

    def lock(self, thread: Thread, *, actor: Actor, now: datetime) -> None:
        """Lock a thread, with the public reason that it was closed there."""
        marking.lock(thread, actor=actor, now=now, code=Reason.OTHER, text=CLOSED_THERE)
