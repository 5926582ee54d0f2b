"""The kinds of post that somebody may write in a thread, and what they may do with one that is there."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from boards.models.threads import Thread
from boards.pages.thread import WriteChoice
from boards.rules import access
from boards.rules.labels import VERB_LABELS
from boards.rules.status import Disposition, PostKind, Status, Verb
from forum.messages import M
from forum.roles import OFFICIALS, Actor, Role

WRITING = {
    Verb.RESULT: (PostKind.RESULT, M("处理意见：给出办理结果，状态变为“已答复”。")),
    Verb.FIRST_REPLY: (PostKind.FIRST_REPLY, M("首次回复：先说明进展，结果随后给出。")),
}
JUST_A_REPLY = WriteChoice(PostKind.REPLY.value, M("普通回复"), M("参加讨论，不改变办理状态。"))
ASKERS_REPLY = replace(JUST_A_REPLY, hint=M("道谢、补充情况：不改变办理状态，不重新计时。"))
REOPENS = M("提出新问题：已办结的问题重新打开，部门要再次受理、答复，时限重新计算。")
ASKS_AGAIN = M("提出新问题：请部门再次受理、答复，时限重新计算。")
ASKS_TO_ROUTE = M("提出新问题：由管理员分派部门，受理、答复的时限从那时开始。")


def write_choices(thread: Thread, viewer: Actor, offered: Collection[Verb]) -> tuple[WriteChoice, ...]:
    """The kinds of post `viewer` may write here now: the most official first, a follow-up last."""
    if not viewer.signed_in:
        return ()
    choices = [_choice(verb) for verb in WRITING if verb in offered]
    if not viewer.suspension and not access.reply_refusal_for(viewer, thread):
        choices.append(ASKERS_REPLY if Verb.FOLLOW_UP in offered else JUST_A_REPLY)
    return (*choices, _follow_up(thread)) if Verb.FOLLOW_UP in offered else tuple(choices)


def _choice(verb):
    kind, hint = WRITING[verb]
    return WriteChoice(kind.value, VERB_LABELS[verb], hint)


def _follow_up(thread):
    """The choice of a follow-up with its consequence; it starts clocks, so no form preselects it."""
    routed = thread.department_id is None or thread.disposition == Disposition.PLATFORM
    hint = ASKS_TO_ROUTE if routed else REOPENS if thread.status == Status.CLOSED else ASKS_AGAIN
    return WriteChoice(PostKind.FOLLOW_UP.value, VERB_LABELS[Verb.FOLLOW_UP], hint, starts_clocks=True)


def acts_on(row: Mapping[str, Any], viewer: Actor, thread: Thread) -> frozenset[str]:
    """What `viewer` may do with the post of a row of `posts_with_text`, as PostView.can says it."""
    can = set()
    speaks = viewer.signed_in and viewer.suspension is None
    if speaks and not access.reply_refusal_for(viewer, thread):
        can.add("reply")
    if row["order_id"] is not None:
        return frozenset(can)
    if speaks and access.is_own(viewer, row["author_id"], row["channel"]) and row["hidden_at"] is None:
        can.add("edit")
    if viewer.has(Role.MODERATOR):
        can |= {
            "restore" if row["hidden_at"] else "hide",
            "cover",
            *(() if Role(row["role"]) in OFFICIALS else ("sanction",)),
        }
    elif viewer.signed_in and row["hidden_at"] is None and row["author_id"] != viewer.account:
        can.add("report")
    if viewer.has(Role.ADMINISTRATOR):
        can.add("seal")
    if viewer.has(Role.ADMINISTRATOR, Role.SUPERVISOR):
        can.add("open")
    return frozenset(can)
