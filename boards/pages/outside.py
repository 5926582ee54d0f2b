"""How a post is told outside of the site, in feeds and letters: its heading, and the sentence in place of what is not shown."""

from boards.pages.posts import PostView
from forum.messages import M, Message


def heading_of(post: PostView) -> Message | str:
    """ "住建局：处理意见" above an official post, the name of its author above another."""
    if post.kind_label is None:
        return post.author.name
    return M("%(name)s：%(kind)s", name=post.author.department or post.author.name, kind=post.kind_label)


def not_shown(post: PostView) -> Message | None:
    """The sentence that stands in place of a sealed or hidden post, as on its page; None when everybody sees the post."""
    if post.sealed:
        return M("本楼已依签批封存")
    if post.hidden is None:
        return None
    if post.hidden.waits:
        return M("本楼等待管理员审核，通过后公开；现在只有作者和管理员看得到。")
    return M("本楼已被%(by)s屏蔽，原文保留、可以恢复。", by=post.hidden.by)
