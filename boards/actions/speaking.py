"""Writing in a thread, by what kind of post it is to be; every door (page, API, mail ...) comes through here."""

from boards.actions import cases, posts
from boards.status import PostKind
from forum.messages import M
from forum.problems import Invalid

KINDS = (PostKind.REPLY, PostKind.FIRST_REPLY, PostKind.RESULT, PostKind.FOLLOW_UP)
FREELY = {PostKind.REPLY: posts.reply, PostKind.FOLLOW_UP: cases.follow_up}


def speak(thread, kind, *, actor, now, city, text, parent=None, anonymous=False, channel="web"):
    """The Post of `kind` in `thread`; `parent` is the id of the post it answers. Raises what its action raises."""
    given = {"actor": actor, "now": now, "text": text, "parent": parent, "channel": channel}
    if kind in FREELY:
        return FREELY[kind](thread, city=city, anonymous=anonymous, **given)
    if kind == PostKind.RESULT:
        return cases.give_result(thread, city=city, **given)
    if kind == PostKind.FIRST_REPLY:
        return cases.first_reply(thread, **given)
    raise Invalid(kind=M("没有这种帖子。"))
