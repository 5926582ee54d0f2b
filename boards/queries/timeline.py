"""The public timeline of a case, and the chain of its departments, both from the log in one query."""

from dataclasses import dataclass
from datetime import datetime

import peewee

from boards import on_behalf
from boards.labels import DECLINE_LABELS, GRADE_LABELS, OUTCOME_LABELS
from boards.models import Department, Thread
from boards.pages import TimelineStep
from boards.queries.people import ANONYMOUS, SYSTEM_NAME
from boards.queries.thread import CLOCK_LABELS
from forum.accounts.models import Account
from forum.log import Deed, Entry, details
from forum.messages import M
from forum.reasons import told
from forum.roles import LABELS, Role

DEED_LABELS = {
    Deed.ASK: M("提问"),
    Deed.PUBLISH: M("审核通过"),
    Deed.ACCEPT: M("受理"),
    Deed.FIRST_REPLY: M("首次回复"),
    Deed.RESULT: M("处理意见"),
    Deed.FOLLOW_UP: M("追问"),
    Deed.CLOSE: M("办结"),
    Deed.TRANSFER: M("转办"),
    Deed.RETURN: M("退回"),
    Deed.ROUTE: M("分派"),
    Deed.DECLINE: M("不予受理"),
    Deed.EXTENSION_ASK: M("申请延期"),
    Deed.EXTENSION_GRANT: M("同意延期"),
    Deed.EXTENSION_REFUSE: M("不同意延期"),
    Deed.COHANDLE: M("请求会办"),
    Deed.INPUT: M("会办意见"),
    Deed.RATE: M("满意度评价"),
    Deed.ALARM: M("踢皮球警示"),
    Deed.PLATFORM_ANSWER: M("平台答复"),
    Deed.DUPLICATE: M("重复问题"),
    Deed.DISCUSS: M("转为讨论"),
    Deed.CLOCK_RECOMPUTE: M("时限重新计算"),
    Deed.CALLBACK_CLOSE: M("回访"),
    Deed.THREAD_MOVE: M("移动"),
    Deed.THREAD_MERGE: M("合并"),
    Deed.THREAD_SPLIT: M("拆分"),
    Deed.THREAD_OPEN: M("拆出新主题"),
    Deed.THREAD_LOCK: M("锁定"),
    Deed.THREAD_UNLOCK: M("解除锁定"),
    Deed.THREAD_PIN: M("置顶"),
    Deed.THREAD_UNPIN: M("取消置顶"),
    Deed.THREAD_HIGHLIGHT: M("加精"),
    Deed.THREAD_UNHIGHLIGHT: M("取消加精"),
    Deed.THREAD_DUPLICATE: M("标为重复"),
    Deed.THREAD_NO_DUPLICATE: M("取消重复标记"),
    Deed.THREAD_END: M("结束讨论"),
    Deed.THREAD_REOPEN: M("重开讨论"),
    Deed.THREAD_HIDE: M("屏蔽整个主题"),
    Deed.THREAD_RESTORE: M("恢复整个主题"),
}

# What moderators do to a thread; who of them did it is nobody's business but the office's.
BY_MODERATORS = frozenset(deed for deed in Deed if deed.startswith("thread.") and deed in DEED_LABELS)

# The deeds whose posts are listed at the top of the thread as the offices' word.
OFFICIAL_DEEDS = frozenset(
    {Deed.FIRST_REPLY, Deed.RESULT, Deed.TRANSFER, Deed.RETURN, Deed.DECLINE, Deed.INPUT, Deed.PLATFORM_ANSWER}
)

ALARM_LABELS = {
    "returned": M("又回到了转出过的部门"),
    "too_many_hops": M("已经转办 %(n)s 次"),
}


# The deeds after which a question is no department's any more, or not yet again.
DISPOSING = frozenset({Deed.DECLINE, Deed.PLATFORM_ANSWER, Deed.DUPLICATE, Deed.DISCUSS})
FORWARDING = frozenset({Deed.PUBLISH, Deed.ROUTE})


@dataclass(frozen=True)
class History:
    """`steps` oldest first; `chain` the short names of the departments in the order they had the case."""

    steps: tuple[TimelineStep, ...] = ()
    chain: tuple[str, ...] = ()
    alarmed: bool = False

    @property
    def disposition(self):
        """The step that gave the question its disposition, unless that is to be with a department; None while it has none."""
        steps = [step for step in self.steps if step.of is None and step.deed in DISPOSING | FORWARDING]
        return steps[-1] if steps and steps[-1].deed in DISPOSING else None


def history_of(thread, city):
    """The History of a thread, with what was done to the threads that have been merged into it."""
    merged = Thread.select(Thread.id).where(Thread.merged_into == thread.id)
    rows = (
        Entry.select(
            Entry.deed, Entry.at, Entry.role, Entry.reason, Entry.data, Entry.actor_id, Entry.thread_id,
            Account.display_name.alias("name"), Department.short.alias("department"),
            Department.slug.alias("department_slug"),
        )
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Entry.actor_id)
        .join_from(Entry, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where((Entry.thread_id == thread.id) | Entry.thread_id.in_(merged))
        .order_by(Entry.id)
    )  # fmt: skip
    rows_told = [{**row, "said": details(row["data"])} for row in rows.dicts()]
    own = [row for row in rows_told if row["thread_id"] == thread.id]
    return History(
        steps=tuple(_step(row, thread, city) for row in rows_told),
        chain=tuple(row["said"]["to_name"] for row in own if row["said"].get("to_name")),
        alarmed=any(row["deed"] == Deed.ALARM for row in own),
    )


def _step(row, thread, city):
    deed, floor = Deed(row["deed"]), row["said"].get("floor")
    return TimelineStep(
        deed=deed.value, label=DEED_LABELS.get(deed, M("办理")), at=row["at"], actor=_actor(row, thread),
        department=row["department"], text=_text(deed, row, city), floor=floor,
        url=_url(deed, row, floor, thread), role=row["role"], department_slug=row["department_slug"],
        of=row["thread_id"] if row["thread_id"] != thread.id else None,
    )  # fmt: skip


def _url(deed, row, floor, thread):
    """Where a step leads: to the floor that it wrote, or to where the question, or some floors, have gone."""
    if floor:
        return f"/threads/{row['thread_id']}/floors/{floor}"
    if deed is Deed.DISCUSS:
        return f"/boards/{row['said']['board']}"
    others = [row["said"].get(name) for name in ("gone", "into", "out_of", "of")]
    return next((f"/threads/{other}" for other in others if other and other != thread.id), None)


def _actor(row, thread):
    if row["actor_id"] is None:
        return SYSTEM_NAME
    if row["deed"] in BY_MODERATORS or (row["role"] == Role.MODERATOR and row["thread_id"] != thread.id):
        return LABELS[Role(row["role"])]
    if row["thread_id"] != thread.id and row["role"] == Role.NETIZEN:
        return LABELS[Role.NETIZEN]  # the merged thread's asker may be anonymous there
    if thread.anonymous and row["actor_id"] == thread.author_id:
        return ANONYMOUS
    name = on_behalf.shown_as(row["name"], row["role"], own=row["actor_id"] == thread.author_id)
    return name or LABELS[Role(row["role"])]


def _text(deed, row, city):
    said = row["said"]
    if deed is Deed.DECLINE:
        return DECLINE_LABELS.get(row["reason"], "")
    if deed is Deed.CALLBACK_CLOSE:
        return OUTCOME_LABELS.get(row["reason"], "")
    if deed is Deed.ALARM:
        return ALARM_LABELS[row["reason"]].having(n=said.get("hops"))
    if deed in SAYINGS:
        return SAYINGS[deed](said, city)
    if deed in BY_MODERATORS:
        return moderators_words(deed, said, row["reason"])
    return said.get("text", "")


def moderators_words(deed, said, code):
    """What a moderator's deed says: what it did exactly, then why."""
    what, why = WHAT[deed](said) if deed in WHAT else None, told(code, said.get("text"))
    if what is None:
        return why or ""
    return M("%(what)s。理由：%(why)s", what=what, why=why) if why else what


def _result(said, city):
    if not said.get("remaining"):
        return ""
    return M("第 %(floors)s 楼的问题还没有解决，继续办理。", floors="、".join(map(str, said["remaining"])))


def _rating(said, city):
    values = {"grade": GRADE_LABELS[said["grade"]], "text": said.get("text", "")}
    if said.get("number", 1) > 1:
        return M("改评为“%(grade)s” %(text)s", **values)
    return M("“%(grade)s” %(text)s", **values)


def _asked(said, city):
    return M("希望延到 %(until)s：%(text)s", until=_local(said["until"], city), text=said["text"])


def _granted(said, city):
    return M("由 %(due)s 延到 %(until)s", due=_local(said["due"], city), until=_local(said["until"], city))


def _local(iso, city):
    return datetime.fromisoformat(iso).astimezone(city.timezone).strftime("%Y-%m-%d %H:%M")


def _recomputed(said, city):
    dates = {"old": _local(said["old"], city), "new": _local(said["new"], city)}
    return M("放假安排公布，%(clock)s由 %(old)s 改为 %(new)s", clock=CLOCK_LABELS[said["kind"]], **dates)


def _joined(numbers):
    return "、".join(map(str, numbers))


WHAT = {
    Deed.THREAD_MOVE: lambda said: M("由“%(left)s”移到“%(board)s”", left=said["left"], board=said["board"]),
    Deed.THREAD_MERGE: lambda said: M("主题 %(gone)s 并入主题 %(into)s，从第 %(floor)s 楼起", gone=said["gone"], into=said["into"], floor=said["first"]),
    Deed.THREAD_SPLIT: lambda said: M("第 %(floors)s 楼拆出为主题 %(into)s", floors=_joined(said["floors"]), into=said["into"]),
    Deed.THREAD_OPEN: lambda said: M("由主题 %(out_of)s 拆出，标题由管理员拟定", out_of=said["out_of"]),
    Deed.THREAD_PIN: lambda said: M("版块第 %(position)s 位", position=said["position"]),
    Deed.THREAD_DUPLICATE: lambda said: M("与主题 %(of)s 重复", of=said["of"]),
}

SAYINGS = {
    Deed.CLOCK_RECOMPUTE: _recomputed,
    Deed.TRANSFER: lambda said, city: M("转到%(to)s", to=said["to_name"]),
    Deed.ROUTE: lambda said, city: M("分派给%(to)s", to=said["to_name"]),
    Deed.COHANDLE: lambda said, city: M("请%(names)s会办", names=said["names"]),
    Deed.DUPLICATE: lambda said, city: M("与主题 %(of)s 重复", of=said["of"]),
    Deed.RESULT: _result,
    Deed.RATE: _rating,
    Deed.EXTENSION_ASK: _asked,
    Deed.EXTENSION_GRANT: _granted,
}
