"""The moderators' part in the demo city's story."""

from boards.models import Post
from moderation import actions


def hide(thread, step, actor, at, city):
    """Hide a floor as the story says."""
    post = Post.get(Post.thread == thread.id, Post.floor == step["floor"])
    actions.hide(post, actor=actor, now=at, reason=step["reason"])


DO = {"hide": hide}
