"""What each deed of the log means, once: the timeline, the public log, the tallies, search, notifications and the audit
read it here. Pure.

A record holds facts; each module that reads it computes what follows from them (which rows, which accounts).
"""

from typing import Any

from boards.rules.deeds import words
from boards.rules.deeds.accounts import OF_ACCOUNTS
from boards.rules.deeds.events import Audience, Event
from boards.rules.deeds.record import MENTIONING, Concern, Effect, Group, Logged, Record, Timeline
from boards.rules.status import Disposition
from forum.deeds import Deed
from forum.messages import M, Message


def deeds_of(*effects: Effect) -> tuple[Deed, ...]:
    """The deeds that have one of `effects`."""
    return tuple(deed for deed, record in RECORDS.items() if record.effect in effects)


def deeds_in(group: Group) -> tuple[Deed, ...]:
    """The deeds of `group`."""
    return tuple(deed for deed, record in RECORDS.items() if record.group is group)


def effect_of(deed: str) -> Effect | None:
    """The Effect of a deed; None for one that has none, or that this version of the program does not know."""
    return _EFFECTS.get(deed)


def _case(label: Message, *concerns: Concern, timeline: Timeline = Timeline.WHOLE, **facts: Any) -> Record:
    return Record(label, Group.CASE, concerns=concerns, timeline=timeline, **facts)


def _disposing(label: Message, disposition: Disposition, *concerns: Concern, **facts: Any) -> Record:
    usual: dict[str, Any] = {"effect": Effect.UNVEILS, "logged": Logged.ALWAYS}
    return _case(label, *concerns, disposition=disposition, **usual | facts)


def _tool(label: Message, *concerns: Concern, logged: Logged = Logged.ALWAYS, **facts: Any) -> Record:
    return Record(label, Group.TOOL, concerns=concerns, timeline=Timeline.WHOLE, logged=logged, **facts)


def _post(label: Message, effect: Effect, *concerns: Concern, logged: Logged = Logged.ALWAYS, **facts: Any) -> Record:
    return Record(label, Group.POST, effect, concerns=concerns, logged=logged, **facts)


def _logged(label: Message, group: Group, *concerns: Concern, **facts: Any) -> Record:
    return Record(label, group, concerns=concerns, logged=Logged.ALWAYS, **facts)


def _topic(label: Message, **facts: Any) -> Record:
    return _logged(label, Group.TOPIC, what=words.topic, **facts)


def _watchers(event: Event) -> Concern:
    return Audience.WATCHERS, event


def _department(event: Event) -> Concern:
    return Audience.DEPARTMENT, event


def _supervisors(event: Event) -> Concern:
    return Audience.SUPERVISORS, event


def _writer(event: Event) -> Concern:
    return Audience.WRITER, event


_SANCTIONED = _writer(Event.SANCTIONED)
_NEW = Audience.PLACES, Event.NEW_THREAD  # to who watches the board or the department
_REPLIED = Audience.ANSWERED, Event.REPLY_TO_YOU
_ANSWERED = Audience.REPORTERS, Event.REPORT_ANSWERED

# In the order in which the public log offers its deeds as filters.
RECORDS: dict[Deed, Record] = {
    Deed.POST_CREATE: _post(
        M("发帖"), Effect.CREATES, _REPLIED, *MENTIONING, _watchers(Event.REPLY), logged=Logged.NEVER
    ),
    Deed.POST_REVISE: _post(M("修改帖子"), Effect.REVISES, *MENTIONING, logged=Logged.NEVER),
    Deed.POST_HIDE: _post(
        M("屏蔽"), Effect.HIDES, _writer(Event.POST_HIDDEN), why=words.hiding, label_on_post=M("被屏蔽")
    ),
    Deed.POST_RESTORE: _post(
        M("恢复"), Effect.RESTORES, _writer(Event.POST_RESTORED), *MENTIONING, label_on_post=M("恢复显示")
    ),
    Deed.POST_COVER: _post(M("遮盖个人信息"), Effect.COVERS, _writer(Event.POST_COVERED), why=words.covering),
    Deed.POST_UNCOVER: _post(
        M("恢复遮盖的文字"), Effect.UNCOVERS, _writer(Event.POST_UNCOVERED), label_on_post=M("撤销遮盖")
    ),
    Deed.POST_BLUR: _post(M("给图片打码"), Effect.BLURS, _writer(Event.POST_COVERED), why=words.covering),
    Deed.SEAL: _post(M("依签批封存"), Effect.SEALS, _writer(Event.POST_SEALED), what=words.sealed, why=words.sealing),
    Deed.POST_HIDE_WHOLE: _post(M("随整个主题屏蔽"), Effect.HIDES, logged=Logged.NEVER),
    Deed.POST_RESTORE_WHOLE: _post(M("随整个主题恢复"), Effect.RESTORES, logged=Logged.NEVER),
    Deed.POST_PLACE: _post(M("移到现在的楼层"), Effect.PLACES, logged=Logged.NEVER),
    Deed.THREAD_MOVE: _tool(M("移动"), _watchers(Event.MOVED), effect=Effect.RELISTS, what=words.moved),
    Deed.THREAD_MERGE: _tool(M("合并"), _watchers(Event.MERGED), effect=Effect.MERGES, what=words.merged),
    Deed.THREAD_SPLIT: _tool(M("拆分"), what=words.split),
    Deed.THREAD_OPEN: _tool(
        M("拆出新主题"),
        _department(Event.QUESTION),
        _watchers(Event.SPLIT_OFF),
        effect=Effect.BEGINS,
        arrives=True,
        what=words.split_off,
        logged=Logged.NEVER,  # the log lists the splitting
    ),
    Deed.THREAD_LOCK: _tool(M("锁定"), _watchers(Event.LOCKED)),
    Deed.THREAD_UNLOCK: _tool(M("解除锁定")),
    Deed.THREAD_PIN: _tool(M("置顶"), what=words.pinned),
    Deed.THREAD_UNPIN: _tool(M("取消置顶")),
    Deed.THREAD_HIGHLIGHT: _tool(M("加精")),
    Deed.THREAD_UNHIGHLIGHT: _tool(M("取消加精")),
    Deed.THREAD_DUPLICATE: _tool(M("标为重复"), _watchers(Event.DISPOSED), what=words.duplicate),
    Deed.THREAD_NO_DUPLICATE: _tool(M("取消重复标记")),
    Deed.THREAD_END: _tool(M("结束讨论"), _watchers(Event.LOCKED)),
    Deed.THREAD_REOPEN: _tool(M("重开讨论")),
    Deed.THREAD_HIDE: _tool(M("屏蔽整个主题"), _watchers(Event.THREAD_HIDDEN), effect=Effect.HIDES_THREAD),
    Deed.THREAD_RESTORE: _tool(M("恢复整个主题"), _watchers(Event.THREAD_RESTORED), effect=Effect.RESTORES_THREAD),
    Deed.ASK: _case(M("提问"), _department(Event.QUESTION), _NEW, effect=Effect.BEGINS, arrives=True),
    Deed.PUBLISH: _disposing(
        M("审核通过"),
        Disposition.FORWARDED,
        _department(Event.QUESTION),
        _watchers(Event.PUBLISHED),
        *MENTIONING,
        _NEW,
        arrives=True,
    ),
    Deed.ACCEPT: _case(M("受理"), _watchers(Event.ACCEPTED)),
    Deed.FIRST_REPLY: _case(M("首次回复"), _watchers(Event.FIRST_REPLY), official=True),
    Deed.RESULT: _case(M("处理意见"), _watchers(Event.RESULT), official=True, what=words.left_open),
    Deed.FOLLOW_UP: _case(M("追问"), _department(Event.FOLLOW_UP), _watchers(Event.FOLLOW_UP)),
    Deed.CLOSE: _case(M("办结"), _department(Event.CLOSED), _watchers(Event.CLOSED)),
    Deed.TRANSFER: _case(
        M("转办"),
        _department(Event.ARRIVED),
        _watchers(Event.TRANSFERRED),
        effect=Effect.RELISTS,
        arrives=True,
        official=True,
        what=words.transferred,
    ),
    Deed.RETURN: _case(M("退回"), (Audience.MODERATORS, Event.TO_ROUTE), _watchers(Event.RETURNED), official=True),
    Deed.ROUTE: _disposing(
        M("分派"),
        Disposition.FORWARDED,
        _department(Event.ARRIVED),
        _watchers(Event.TRANSFERRED),
        arrives=True,
        what=words.routed,
    ),
    Deed.DECLINE: _disposing(
        M("不予受理"),
        Disposition.DECLINED,
        _watchers(Event.DECLINED),
        effect=Effect.RELISTS,
        logged=Logged.BY_MODERATORS,
        official=True,
        why=words.declining,
    ),
    Deed.EXTENSION_ASK: _case(
        M("申请延期"),
        (Audience.SUPERVISORS, Event.EXTENSION_ASKED),
        _watchers(Event.EXTENSION_ASKED),
        timeline=Timeline.WHAT,
        what=words.extension_asked,
    ),
    Deed.EXTENSION_GRANT: _case(
        M("同意延期"),
        _department(Event.EXTENSION_DECIDED),
        _watchers(Event.EXTENSION_DECIDED),
        timeline=Timeline.WHAT,
        what=words.extension_granted,
    ),
    Deed.EXTENSION_REFUSE: _case(
        M("不同意延期"), _department(Event.EXTENSION_DECIDED), _watchers(Event.EXTENSION_DECIDED)
    ),
    Deed.COHANDLE: _case(
        M("请求会办"), (Audience.ASKED, Event.COHANDLE_ASKED), _watchers(Event.COHANDLED), what=words.asked_to_cohandle
    ),
    Deed.INPUT: _case(M("会办意见"), _department(Event.INPUT), _watchers(Event.INPUT), official=True),
    Deed.RATE: _case(M("满意度评价"), _department(Event.RATED), timeline=Timeline.WHAT, what=words.rated),
    Deed.ALARM: _case(M("踢皮球警示"), (Audience.SUPERVISORS, Event.ALARM), timeline=Timeline.WHAT, what=words.alarm),
    Deed.PLATFORM_ANSWER: _disposing(M("平台答复"), Disposition.PLATFORM, _watchers(Event.RESULT), official=True),
    Deed.DUPLICATE: _disposing(
        M("重复问题"),
        Disposition.DUPLICATE,
        _watchers(Event.DISPOSED),
        effect=Effect.RELISTS,
        timeline=Timeline.WHAT,
        what=words.duplicate,
    ),
    Deed.DISCUSS: _disposing(M("转为讨论"), Disposition.DISCUSSION, _watchers(Event.DISPOSED)),
    Deed.CLOCK_RECOMPUTE: _case(M("时限重新计算"), what=words.recomputed),
    Deed.CLOCK_OVERDUE: _case(
        M("转为逾期"),
        _department(Event.CLOCK_OVERDUE),
        _supervisors(Event.CASE_OVERDUE),
        timeline=Timeline.WHAT,
        what=words.overdue,
    ),
    Deed.NOTICE_WARN: _case(M("预警"), _department(Event.NOTICE_WARNED), what=words.notice_issued),
    Deed.NOTICE_ISSUE: _case(
        M("发出督办文书"),
        _department(Event.NOTICE_ISSUED),
        _watchers(Event.NOTICE_URGED),
        what=words.notice_issued,
    ),
    Deed.NOTICE_RECEIVE: _case(M("签收"), _supervisors(Event.NOTICE_RECEIVED), what=words.notice_named),
    Deed.NOTICE_FEEDBACK: _case(M("回执"), _supervisors(Event.NOTICE_FEEDBACK), what=words.notice_named),
    Deed.NOTICE_CLOSE: _case(
        M("督办文书了结"),
        _department(Event.NOTICE_CLOSED),
        what=words.notice_named,
        why=words.notice_closing,
    ),
    Deed.PRESS_ATTACH: _case(
        M("记者追踪"),
        _department(Event.PRESS_ATTACHED),
        _watchers(Event.PRESS_ATTACHED),
        timeline=Timeline.WHAT,
        what=words.press_report,
    ),
    Deed.PRESS_DETACH: _case(M("记者追踪不再附在这里"), timeline=Timeline.WHAT, what=words.press_report),
    Deed.PRESS_PUBLISH: Record(M("发表记者追踪")),
    Deed.PRESS_CORRECT: _case(M("更正记者追踪"), timeline=Timeline.WHAT, what=words.press_report),
    Deed.PRESS_WITHDRAW: _case(M("撤回记者追踪"), timeline=Timeline.WHAT, what=words.press_report),
    Deed.PROMISE_FIND: _case(M("作出承诺"), timeline=Timeline.WHAT, what=words.promised),
    Deed.PROMISE_ASK: _case(
        M("承诺到期"), _department(Event.PROMISE_DUE), timeline=Timeline.WHAT, what=words.promise_due
    ),
    Deed.PROMISE_ANSWER: _case(
        M("承诺的结果"), _watchers(Event.PROMISE_ANSWERED), what=words.promise_answered, why=words.in_own_words
    ),
    Deed.CONTACT: _case(M("部门私下联系提问人"), (Audience.ASKER, Event.CONTACT)),
    Deed.CONTACT_ANSWER: _case(M("提问人私下答复部门"), _department(Event.CONTACT_ANSWER)),
    Deed.CALLBACK_CLOSE: _case(M("回访"), timeline=Timeline.WHAT, what=words.called_back),
    Deed.POST_REPORT: Record(M("举报"), Group.REPORT),
    Deed.REPORT_UPHOLD: _logged(M("举报成立"), Group.REPORT, _ANSWERED, what=words.reports_answered),
    Deed.REPORT_DISMISS: _logged(M("举报不成立"), Group.REPORT, _ANSWERED, what=words.reports_answered),
    Deed.LOCATE: Record(M("标注地点")),
    Deed.RELOCATE: _tool(M("更正地点"), logged=Logged.BY_MODERATORS),
    Deed.UNLOCATE: _tool(M("撤下地点"), logged=Logged.BY_MODERATORS),
    Deed.WARN: _logged(M("警告"), Group.SANCTION, _SANCTIONED, what=words.sanctioned),
    Deed.SUSPEND: _logged(M("暂停发言"), Group.SANCTION, _SANCTIONED, what=words.suspended),
    Deed.UNSUSPEND: _logged(M("解除暂停"), Group.SANCTION, _SANCTIONED, what=words.sanctioned),
    Deed.WORD_ADD: _logged(M("词表加词"), Group.WORD, what=words.tier),
    Deed.WORD_RETIRE: _logged(M("词表停用一个词"), Group.WORD, what=words.tier),
    Deed.TOPIC_OPEN: _topic(M("建立议题"), why=words.no_reason),
    Deed.TOPIC_REVISE: _topic(M("修改议题"), why=words.no_reason),
    Deed.TOPIC_ADD: _topic(M("收入议题"), timeline=Timeline.WHOLE),
    Deed.TOPIC_REMOVE: _topic(M("移出议题"), timeline=Timeline.WHOLE),
    Deed.TOPIC_CLOSE: _topic(M("结束议题")),
    **OF_ACCOUNTS,
    Deed.DEPARTMENT_CREATE: Record(M("设立部门")),
    Deed.CATEGORY_CREATE: Record(M("设立版块分类")),
    Deed.DEPARTMENT_RENAME: Record(M("部门改名")),
    Deed.DEPARTMENT_CLOSE: Record(M("撤销部门")),
    Deed.BOARD_CREATE: Record(M("设立版块")),
    Deed.WEBHOOK_ADD: Record(M("登记 Webhook 地址")),
    Deed.WEBHOOK_REMOVE: Record(M("移除 Webhook 地址")),
    Deed.WEBHOOK_ENABLE: Record(M("启用 Webhook 地址")),
    Deed.WEBHOOK_DISABLE: Record(M("停用 Webhook 地址")),
    Deed.WEBHOOK_REPLAY: Record(M("向 Webhook 地址重发")),
    Deed.PERSON_ADD: Record(M("登记部门人员")),
    Deed.PERSON_REMOVE: Record(M("部门人员离任")),
    Deed.RULES_REVISE: Record(M("修订部门工作规程")),
    Deed.ORDER_ENTER: Record(M("录入签批")),
    Deed.ORDER_CONFIRM: Record(M("确认签批")),
    Deed.ORDER_WITHDRAW: Record(M("撤回签批")),
    Deed.ORDER_REFUSE: Record(M("签批操作被拒绝")),
    Deed.THREAD_SUPPORT: Record(M("支持")),
    Deed.WATCH: Record(M("关注")),
    Deed.UNWATCH: Record(M("取消关注")),
    Deed.CALLBACK_OPEN: Record(M("开始回访任务")),
    Deed.CONTACT_SHARE: Record(M("让承办部门看以前的私信")),
    Deed.CALL_RECORD: Record(M("登记来电")),
    Deed.MOVE_CAR_ASK: Record(M("请求移车")),
    Deed.MOVE_CAR_LOOK: Record(M("查车主登记")),
    Deed.MOVE_CAR_STEP: Record(M("移车的一步")),
    Deed.MOVE_CAR_REGISTER: Record(M("导入车主登记")),
    Deed.PRIVATE_LOOK: Record(M("查看非公开信息")),
    Deed.ASSESSMENT_FREEZE: Record(M("冻结效能考核")),
    Deed.CALENDAR_IMPORT: Record(M("导入放假安排")),
    Deed.TEMPLATE_ADD: Record(M("添加模板")),
    Deed.TEMPLATE_RETIRE: Record(M("停用模板")),
    Deed.ROWS_CHANGE: Record(M("数据改动存证")),
    Deed.ROWS_BASELINE: Record(M("升级时的数据存证")),
}

_EFFECTS: dict[str, Effect | None] = {deed: record.effect for deed, record in RECORDS.items()}
