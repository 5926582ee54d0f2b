"""What names and values of filters mean in a query, in Chinese and English. Pure."""

from boards.rules.labels import KIND_LABELS, STATUS_LABELS

# Before a number they look like a filter, and there is none of that name.
NO_FILTER = frozenset({"主题", "帖子", "楼层"})

FIELDS = {
    "board": "board", "版块": "board", "dept": "dept", "department": "dept", "部门": "dept", "author": "author",
    "作者": "author", "status": "status", "状态": "status", "kind": "kind", "类型": "kind", "has": "has", "有": "has",
    "before": "before", "早于": "before", "after": "after", "晚于": "after", "title": "title", "标题": "title",
}  # fmt: skip
STATUSES = {status.value: status.value for status in STATUS_LABELS} | {
    str(label): status.value for status, label in STATUS_LABELS.items()
}
STATUSES |= {"逾期": "overdue", "overdue": "overdue", "following": "following-up"}
KINDS = {kind.value: kind.value for kind in KIND_LABELS} | {
    str(label): kind.value for kind, label in KIND_LABELS.items()
}
ANSWERS = frozenset({"answer", "answers", "reply", "答复", "回复", "官方答复"})
UNANSWERED = frozenset(
    {"未答复", "未回复", "待答复", "待回复", "没答复", "没回复", "没有答复", "没有回复", "unanswered"}
)
NO_ANSWER = "no-answer"  # the value of the filter `has` for what has no answer yet
OR = frozenset({"OR", "或", "|", "||"})
