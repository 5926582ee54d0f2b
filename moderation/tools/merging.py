"""Merging a thread into another: every floor keeps its old address, which leads to where the post stands now."""

from datetime import datetime

from boards.actions.cases.duplicates import settle_merged
from boards.actions.steps import recording
from boards.clocks.city import City
from boards.models.notifications import Watch
from boards.models.threads import Thread
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.status import Status
from forum.messages import M
from forum.problems import Conflict, Invalid
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed
from moderation.guards import as_moderator, record_moderation, update_thread
from moderation.tools import placing


def merge(
    thread: Thread, *, actor: Actor, now: datetime, city: City, into: Thread | None, code: str, text: str = ""
) -> Thread:
    """Put every floor of `thread` behind those of `into`; returns `into`. Raises Invalid for one that does not fit.

    The case of `thread`, if it has one, ends: see declining.settle_merged. Whoever watched it watches `into` from now on.
    """
    as_moderator(actor)
    code, text = check_tool_reason(Tool.MERGE, code, text)
    if into is None or into.id == thread.id:
        raise Invalid(into=M("请填写另一个主题的编号。"))
    with db.write():
        gone, kept = Thread.get_by_id(thread.id), Thread.get_by_id(into.id)
        _refuse(gone, kept)
        settle_merged(gone, actor=actor, now=now, city=city, into=kept)
        posts = list(placing.posts_in(gone))
        first = placing.place_posts(posts, kept, actor=actor, now=now)
        update_thread(gone, [], M("这个主题已经并入别的主题。"), merged_into=kept.id, pinned=None)
        Thread.update(merged_into=kept.id).where(Thread.merged_into == gone.id).execute()
        placing.update_last_post(kept)
        recording.move_post_counts(gone, kept, len(posts), threads=-1)
        _bring_watchers(gone, kept, now)
        record_moderation(
            Deed.THREAD_MERGE, gone, actor, now, code, text, gone=gone.id, into=kept.id, first=first, posts=len(posts)
        )
    return Thread.get_by_id(kept.id)


def _refuse(gone, kept):
    if gone.merged_into_id:
        raise Conflict(M("这个主题已经并入主题 %(n)s。", n=gone.merged_into_id))
    if kept.merged_into_id:
        raise Invalid(into=M("主题 %(n)s 自己已经并入主题 %(into)s，请并到那里。", n=kept.id, into=kept.merged_into_id))
    if not (gone.public and kept.public) or gone.withheld or kept.withheld:
        raise Invalid(into=M("两个主题都要公开、没有被屏蔽，才能合并。"))
    if gone.status and not kept.status:
        raise Invalid(into=M("有部门办理的问题只能并入另一个有部门办理的问题，否则就没有人答复了。"))
    if gone.status and not gone.answers and kept.status == Status.DECLINED:
        raise Invalid(into=M("主题 %(n)s 不予受理，还没有答复的问题不能并进去。", n=kept.id))


def _bring_watchers(gone, kept, now):
    rows = list(Watch.select(Watch.account, Watch.ended_at).where(Watch.thread == gone.id).tuples())
    watched = {gone.author_id} - {account for account, ended in rows if ended}
    watched |= {account for account, ended in rows if not ended}
    known = {account for (account,) in Watch.select(Watch.account).where(Watch.thread == kept.id).tuples()}
    new = [
        {"thread": kept.id, "account": account, "since": now} for account in sorted(watched - known - {kept.author_id})
    ]
    if new:
        Watch.insert_many(new).execute()
