"""Merging a thread into another: every floor keeps its old address, which redirects to the post's new place."""

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

    The case of `thread`, if it has one, ends: see duplicates.settle_merged. Whoever watched it watches `into` from now on.
    """
    as_moderator(actor)
    code, text = check_tool_reason(Tool.MERGE, code, text)
    if into is None or into.id == thread.id:
        raise Invalid(into=M("请填写另一个主题的编号。"))
    with db.write():
        source, target = Thread.get_by_id(thread.id), Thread.get_by_id(into.id)
        _refuse(source, target)
        ended = settle_merged(source, actor=actor, now=now, city=city, into=target)
        posts = list(placing.posts_in(source))
        first = placing.place_posts(posts, target, actor=actor, now=now)
        update_thread(source, [], M("这个主题已经并入别的主题。"), merged_into=target.id, pinned=None)
        Thread.update(merged_into=target.id).where(Thread.merged_into == source.id).execute()
        placing.update_last_post(target)
        recording.move_post_counts(source, target, len(posts), threads=-1)
        _bring_watchers(source, target, now)
        record_moderation(
            Deed.THREAD_MERGE,
            source,
            actor,
            now,
            code,
            text,
            gone=source.id,
            into=target.id,
            first=first,
            posts=len(posts),
            ended=ended or None,
        )
    return Thread.get_by_id(target.id)


def _refuse(source, target):
    if source.merged_into_id:
        raise Conflict(M("这个主题已经并入主题 %(n)s。", n=source.merged_into_id))
    if target.merged_into_id:
        raise Invalid(
            into=M("主题 %(n)s 自己已经并入主题 %(into)s，请并到那里。", n=target.id, into=target.merged_into_id)
        )
    if not (source.public and target.public) or source.withheld or target.withheld:
        raise Invalid(into=M("两个主题都要公开、没有被屏蔽，才能合并。"))
    if source.status and not target.status:
        raise Invalid(into=M("有部门办理的问题只能并入另一个有部门办理的问题，否则就没有人答复了。"))
    if source.status and not source.answers and target.status == Status.DECLINED:
        raise Invalid(into=M("主题 %(n)s 不予受理，还没有答复的问题不能并进去。", n=target.id))


def _bring_watchers(source, target, now):
    rows = list(Watch.select(Watch.account, Watch.ended_at).where(Watch.thread == source.id).tuples())
    watched = {source.author_id} - {account for account, ended in rows if ended}
    watched |= {account for account, ended in rows if not ended}
    known = {account for (account,) in Watch.select(Watch.account).where(Watch.thread == target.id).tuples()}
    new = [
        {"thread": target.id, "account": account, "since": now}
        for account in sorted(watched - known - {target.author_id})
    ]
    if new:
        Watch.insert_many(new).execute()
