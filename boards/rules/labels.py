"""The labels of statuses, kinds, sections, verbs, clocks and alarms. Pure."""

from boards.clocks.deadlines import COHANDLING
from boards.clocks.policy import ClockKind, Kind
from boards.rules.chain import Alarm
from boards.rules.status import DeclineReason, Disposition, PostKind, Section, Status, Verb
from forum.messages import M, Message

STATUS_LABELS = {
    Status.PENDING: M("待审核"),
    Status.UNACCEPTED: M("未受理"),
    Status.ACCEPTED: M("已受理"),
    Status.ANSWERED: M("已答复"),
    Status.FOLLOWING_UP: M("追问中"),
    Status.CLOSED: M("已办结"),
    Status.DECLINED: M("不予受理"),
}

KIND_LABELS = {
    Kind.CONSULTATION: M("咨询"),
    Kind.COMPLAINT: M("投诉"),
    Kind.SUGGESTION: M("建议"),
}

SECTION_LABELS = {
    Section.DEPARTMENT: M("部门在线"),
    Section.DISCUSSION: M("互动交流"),
    Section.PRESS: M("记者追踪"),
    Section.ANNOUNCEMENT: M("公告"),
}

POST_LABELS = {
    PostKind.FIRST_REPLY: M("首次回复"),
    PostKind.RESULT: M("处理意见"),
    PostKind.FOLLOW_UP: M("追问"),
    PostKind.TRANSFER: M("转办说明"),
    PostKind.RETURN: M("退回说明"),
    PostKind.DECLINE: M("不予受理说明"),
    PostKind.REQUEST: M("会办请求"),
    PostKind.INPUT: M("会办意见"),
    PostKind.PLATFORM: M("平台答复"),
}

VERB_LABELS = {
    Verb.PUBLISH: M("审核通过"),
    Verb.ACCEPT: M("受理"),
    Verb.FIRST_REPLY: M("首次回复"),
    Verb.RESULT: M("处理意见"),
    Verb.FOLLOW_UP: M("追问"),
    Verb.CLOSE: M("办结"),
    Verb.TRANSFER: M("转办"),
    Verb.RETURN: M("退回"),
    Verb.ROUTE: M("分派"),
    Verb.DECLINE: M("不予受理"),
    Verb.EXTEND: M("申请延期"),
    Verb.COHANDLE: M("请求会办"),
    Verb.INPUT: M("会办意见"),
    Verb.RATE: M("评价"),
    Verb.ANSWER_BY_PLATFORM: M("平台答复"),
    Verb.MARK_DUPLICATE: M("重复问题"),
    Verb.OPEN_DISCUSSION: M("转为讨论"),
    Verb.MERGE: M("合并"),
}

DISPOSITION_LABELS = {
    Disposition.FORWARDED: M("交部门办理"),
    Disposition.PLATFORM: M("平台答复"),
    Disposition.DUPLICATE: M("与别的问题重复"),
    Disposition.DECLINED: M("不予受理"),
    Disposition.DISCUSSION: M("转为讨论"),
}

DECLINE_LABELS = {
    DeclineReason.LITIGATION: M("已经或应当通过诉讼解决"),
    DeclineReason.ARBITRATION: M("已经或应当通过仲裁解决"),
    DeclineReason.RECONSIDERATION: M("已经或应当通过行政复议解决"),
    DeclineReason.DISCIPLINE: M("属于纪检监察举报"),
    DeclineReason.PETITION: M("已进入信访程序"),
    DeclineReason.SECRETS: M("涉及国家秘密、商业秘密"),
    DeclineReason.PRIVACY: M("涉及他人隐私"),
}

DECLINE_WHERE = {
    DeclineReason.LITIGATION: M("请向有管辖权的人民法院起诉或咨询 12368。"),
    DeclineReason.ARBITRATION: M("请向仲裁委员会或劳动人事争议仲裁委员会申请。"),
    DeclineReason.RECONSIDERATION: M("请向行政复议机关申请行政复议。"),
    DeclineReason.DISCIPLINE: M("请向纪检监察机关举报，电话 12388。"),
    DeclineReason.PETITION: M("请向信访局查询办理进展。"),
    DeclineReason.SECRETS: M("请不要在公开平台发布，可直接到主管部门当面反映。"),
    DeclineReason.PRIVACY: M("请隐去他人信息后重新提问，或到主管部门当面反映。"),
}

SOLVED_LABELS = {True: M("问题已解决"), False: M("问题未解决")}

GRADE_LABELS = {
    5: M("非常满意"),
    4: M("满意"),
    3: M("基本满意"),
    2: M("不满意"),
    1: M("非常不满意"),
}

CLOCK_LABELS: dict[str, Message] = {
    ClockKind.ACCEPT: M("受理时限"),
    ClockKind.FIRST_REPLY: M("首次回复时限"),
    ClockKind.ANSWER: M("答复时限"),
    COHANDLING: M("会办时限"),
}

ALARM_LABELS = {
    Alarm.RETURNED: M("又回到了转出过的部门"),
    Alarm.TOO_MANY_HOPS: M("转办次数过多"),
}

# By the values of Cause and Outcome in boards.rules.callbacks.
CAUSE_LABELS = {
    "answer": M("部门已答复"),
    "rating": M("评价不满意"),
}

OUTCOME_LABELS = {
    "reached": M("已接通"),
    "no_answer": M("无人接听"),
    "wrong_number": M("号码不对"),
    "again": M("约好以后再打"),
}
