"""Which accounts are notified of which deed: boards/rules/deeds/table.py, and the cases in which it is different. Pure.

The one who did the deed is never notified of it. Nothing here names a person or quotes a text: an event says
what happened and where, and the page to which it leads decides what its reader may see.
"""

from collections.abc import Container, Iterable, Mapping

from boards.rules.deeds.events import Audience, Event
from boards.rules.deeds.record import MENTIONING, Concern
from boards.rules.deeds.table import RECORDS
from boards.rules.status import PostKind
from forum.deeds import Deed
from forum.messages import M
from forum.roles import Role

# {deed: who is notified of which event}
TABLE: dict[str, tuple[Concern, ...]] = {deed: record.concerns for deed, record in RECORDS.items() if record.concerns}

# The system holds a post by the deed with which a moderator hides one, and a moderator releases it by restoring it.
HOLDING = ((Audience.WRITER, Event.POST_HELD), (Audience.MODERATORS, Event.TO_SCREEN))
RELEASING = (
    (Audience.WRITER, Event.POST_RESTORED),
    (Audience.ANSWERED, Event.REPLY_TO_YOU),
    *MENTIONING,
    (Audience.WATCHERS, Event.REPLY),
)

# The role that is notified of an event; all others are offered to everybody.
OF_ROLE = {
    Event.QUESTION: Role.SPOKESPERSON,
    Event.ARRIVED: Role.SPOKESPERSON,
    Event.COHANDLE_ASKED: Role.SPOKESPERSON,
    Event.CONTACT_ANSWER: Role.SPOKESPERSON,
    Event.RATED: Role.SPOKESPERSON,
    Event.TO_ROUTE: Role.MODERATOR,
    Event.TO_SCREEN: Role.MODERATOR,
    Event.ALARM: Role.SUPERVISOR,
    Event.CLOCK_OVERDUE: Role.SPOKESPERSON,
    Event.CASE_OVERDUE: Role.SUPERVISOR,
    Event.NOTICE_WARNED: Role.SPOKESPERSON,
    Event.NOTICE_ISSUED: Role.SPOKESPERSON,
    Event.NOTICE_RECEIVED: Role.SUPERVISOR,
    Event.NOTICE_FEEDBACK: Role.SUPERVISOR,
    Event.NOTICE_CLOSED: Role.SPOKESPERSON,
    Event.PROMISE_DUE: Role.SPOKESPERSON,
    Event.DEPARTMENT_MENTIONED: Role.SPOKESPERSON,
}

# The events that follow from no deed, but from what somebody looks for (search/saved/checking.py).
OF_SEARCHES = frozenset({Event.SAVED_SEARCH})

# The events that name the acting office; the others name nobody, since the author may be anonymous.
BY_AN_OFFICE = frozenset(
    {
        Event.ACCEPTED,
        Event.FIRST_REPLY,
        Event.RESULT,
        Event.TRANSFERRED,
        Event.ARRIVED,
        Event.RETURNED,
        Event.TO_ROUTE,
        Event.DECLINED,
        Event.EXTENSION_ASKED,
        Event.COHANDLE_ASKED,
        Event.COHANDLED,
        Event.INPUT,
        Event.NOTICE_RECEIVED,
        Event.NOTICE_FEEDBACK,
        Event.PROMISE_ANSWERED,
        Event.CONTACT,
    }
)

# The events that lead to a page of the account.
OWN_PAGES: dict[str, str] = {Event.REPORT_ANSWERED: "/account/reports", Event.SANCTIONED: "/account/sanctions"}

# The events that lead to a page below the thread, by its noun: it is private, so none is answered by mail, where all answers are public.
PRIVATE_PAGES: dict[str, str] = {Event.CONTACT: "contact", Event.CONTACT_ANSWER: "contact"}

# The events that remind the asker that the answer can be rated.
ASKS_FOR_A_RATING = frozenset({Event.RESULT, Event.CLOSED})

LABELS = {
    Event.QUESTION: M("您的部门有新问题"),
    Event.ARRIVED: M("有问题转到您的部门"),
    Event.COHANDLE_ASKED: M("请您的部门会办"),
    Event.CONTACT_ANSWER: M("提问人答复了您部门的私信"),
    Event.RATED: M("提问人评价了您部门的答复"),
    Event.TO_ROUTE: M("有退回的问题等待分派"),
    Event.TO_SCREEN: M("有帖子因词表扣下，等待审核"),
    Event.ALARM: M("踢皮球警示：问题被来回转办"),
    Event.PUBLISHED: M("问题审核通过，已经公开"),
    Event.ACCEPTED: M("问题已受理"),
    Event.FIRST_REPLY: M("有了首次回复"),
    Event.RESULT: M("有了处理意见"),
    Event.FOLLOW_UP: M("提问人追问了"),
    Event.TRANSFERRED: M("问题转给了另一个部门"),
    Event.RETURNED: M("问题被退回，等待重新分派"),
    Event.DECLINED: M("问题不予受理，理由和去处已写明"),
    Event.DISPOSED: M("问题与别的主题重复，或转为讨论"),
    Event.EXTENSION_ASKED: M("部门申请延期"),
    Event.EXTENSION_DECIDED: M("督办决定了延期申请"),
    Event.COHANDLED: M("请了其他部门会办"),
    Event.INPUT: M("会办部门给出了意见"),
    Event.CLOSED: M("问题已办结"),
    Event.CONTACT: M("承办部门给您写了私信"),
    Event.REPLY_TO_YOU: M("有人回复了您"),
    Event.REPLY: M("关注的主题有新回复"),
    Event.POST_HELD: M("您的帖子要先审核，通过后公开"),
    Event.POST_HIDDEN: M("您的帖子被屏蔽"),
    Event.POST_RESTORED: M("您的帖子恢复显示"),
    Event.NEW_THREAD: M("关注的版块或部门有新问题"),
    Event.MERGED: M("关注的主题并入了另一个主题"),
    Event.SPLIT_OFF: M("您的帖子拆出为新主题"),
    Event.MOVED: M("关注的主题移到了另一个版块"),
    Event.LOCKED: M("关注的主题被锁定或结束讨论"),
    Event.THREAD_HIDDEN: M("关注的主题被屏蔽"),
    Event.THREAD_RESTORED: M("关注的主题恢复显示"),
    Event.REPORT_ANSWERED: M("您的举报有了答复"),
    Event.SANCTIONED: M("管理员对您的账号作了处理"),
    Event.POST_COVERED: M("您帖子里的个人信息被遮盖"),
    Event.POST_UNCOVERED: M("您帖子里被遮盖的文字恢复显示"),
    Event.POST_SEALED: M("您的帖子依签批封存"),
    Event.CLOCK_OVERDUE: M("问题的时限已到，现在逾期"),
    Event.CASE_OVERDUE: M("有问题转为逾期，看是否要发抄告单"),
    Event.NOTICE_WARNED: M("预警：问题快到时限了"),
    Event.NOTICE_ISSUED: M("督办文书发给您的部门，请签收"),
    Event.NOTICE_URGED: M("督办发文催办了问题"),
    Event.NOTICE_RECEIVED: M("部门签收了督办文书"),
    Event.NOTICE_FEEDBACK: M("部门对督办文书作了回执"),
    Event.NOTICE_CLOSED: M("督办文书已了结"),
    Event.PROMISE_DUE: M("答复里承诺的日子到了，请说明办了没有"),
    Event.PRESS_ATTACHED: M("记者追踪了这个主题"),
    Event.PROMISE_ANSWERED: M("部门说明了答复里的承诺办了没有"),
    Event.SAVED_SEARCH: M("您保存的搜索有新结果"),
    Event.MENTIONED: M("有帖子提到了您"),
    Event.DEPARTMENT_MENTIONED: M("有帖子提到了您的部门"),
}


def rules_for(
    deed: str,
    kind: str | None = None,
    *,
    waits: bool = False,
    hidden: bool = False,
    unveiled: bool = False,
    held: bool = False,
) -> tuple[Concern, ...]:
    """The (audience, event) pairs of a deed.

    A new post notifies only as a plain reply (`kind`), since every other kind has a deed of its own, and not when it is
    `hidden` already; who is mentioned in it is told of either. A question that `waits` for screening notifies nobody; one
    that is routed by the screening has been `unveiled`. A post that is hidden or restored may have been `held`.
    """
    if deed == Deed.POST_CREATE and (kind != PostKind.REPLY or hidden):
        return () if hidden else MENTIONING
    if deed == Deed.ASK and waits:
        return ()
    if held:
        return HOLDING if deed == Deed.POST_HIDE else RELEASING
    return TABLE[Deed.PUBLISH] if deed == Deed.ROUTE and unveiled else TABLE.get(deed, ())


def recipients(
    rules: Iterable[Concern], people: Mapping[Audience, Iterable[int]], doer: int | None
) -> dict[int, Event]:
    """{account: Event} for `people` ({Audience: account ids}); the one who did the deed is left out."""
    found: dict[int, Event] = {}
    for audience, event in rules:
        for account in people.get(audience, ()):
            found.setdefault(account, event)
    return {account: event for account, event in found.items() if account != doer}


def offered_events(roles: Container[Role]) -> list[Event]:
    """The events of which holders of `roles` can be notified, in the order of the settings page."""
    return [event for event in Event if event not in OF_ROLE or OF_ROLE[event] in roles]
