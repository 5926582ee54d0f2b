"""Writing in a thread, by what kind of post it is to be; every door (page, API, mail ...) comes through here."""

from boards.actions.cases import handling
from boards.actions.posts import drafts, posts
from boards.actions.steps import recording
from boards.rules.channel import Channel
from boards.rules.status import PostKind
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Role

KINDS = (PostKind.REPLY, PostKind.FIRST_REPLY, PostKind.RESULT, PostKind.FOLLOW_UP)
FREELY = {PostKind.REPLY: posts.reply, PostKind.FOLLOW_UP: handling.follow_up}


def write_post(
    thread, kind, *, actor, now, city, text, parent=None, anonymous=False, channel: Channel = Channel.WEB, remaining=()
):
    """The Post of `kind` in `thread`; `parent` is the post it answers, or its id. Raises what its action raises.

    `remaining` names the posts whose questions a result does not settle. A draft kept here is cleared.
    """
    post = _written(thread, kind, actor, now, city, text, parent, anonymous, channel, remaining)
    if actor.has(Role.SPOKESPERSON):
        drafts.clear(thread, actor)
    return post


def draft_post(kind, *, actor, text):
    """The Draft of what `actor` writes, by the rule of its kind, as `write_post` takes it: made before a transaction begins.

    Raises Invalid, Unauthorized, Forbidden.
    """
    if kind == PostKind.REPLY:
        return posts.draft_reply(actor, text)
    return recording.citizen_draft(text) if kind in FREELY else recording.official_draft(text)


def _written(thread, kind, actor, now, city, text, parent, anonymous, channel, remaining):
    given = {"actor": actor, "now": now, "text": text, "parent": parent, "channel": channel}
    if kind in FREELY:
        return FREELY[kind](thread, city=city, anonymous=anonymous, **given)
    if kind == PostKind.RESULT:
        return handling.give_result(thread, city=city, remaining=remaining, **given)
    if kind == PostKind.FIRST_REPLY:
        return handling.first_reply(thread, **given)
    raise Invalid(kind=M("没有这种帖子。"))
