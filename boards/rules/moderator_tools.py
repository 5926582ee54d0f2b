"""The moderators' tools on a thread, beside the verbs of its case: one table. Pure; `moderation` carries them out."""

from enum import StrEnum
from typing import Any

from boards.rules.status import Section, Status
from forum.messages import M
from forum.text.reasons import HIDING, UNDOING, Reason, check_reason


class Tool(StrEnum):
    """A moderators' tool; the value is its noun in the address, /threads/ID/NOUN."""

    MOVE = "relocation"
    MERGE = "merger"
    SPLIT = "split"
    PIN = "pin"
    UNPIN = "unpin"
    HIGHLIGHT = "highlight"
    UNHIGHLIGHT = "unhighlight"
    LOCK = "lock"
    UNLOCK = "unlock"
    END = "end"
    REOPEN = "reopening"
    DUPLICATE = "duplication"
    NO_DUPLICATE = "separation"
    HIDE = "hiding"
    RESTORE = "restoration"


LABELS = {
    Tool.MOVE: M("移动"),
    Tool.MERGE: M("并入另一主题"),
    Tool.SPLIT: M("拆分"),
    Tool.PIN: M("置顶"),
    Tool.UNPIN: M("取消置顶"),
    Tool.HIGHLIGHT: M("加精"),
    Tool.UNHIGHLIGHT: M("取消加精"),
    Tool.LOCK: M("锁定"),
    Tool.UNLOCK: M("解除锁定"),
    Tool.END: M("结束讨论"),
    Tool.REOPEN: M("重开讨论"),
    Tool.DUPLICATE: M("标为重复"),
    Tool.NO_DUPLICATE: M("取消重复标记"),
    Tool.HIDE: M("屏蔽整个主题"),
    Tool.RESTORE: M("恢复整个主题"),
}

# The reasons that each tool offers. With OTHER, and for the tools in MUST_SAY, a text is required too.
REASONS = {
    Tool.MOVE: (Reason.WRONG_BOARD, Reason.OFF_TOPIC, Reason.OTHER),
    Tool.MERGE: (Reason.SAME_MATTER, Reason.OTHER),
    Tool.SPLIT: (Reason.ANOTHER_MATTER, Reason.OFF_TOPIC, Reason.OTHER),
    Tool.PIN: (Reason.NOTICE, Reason.VALUABLE, Reason.OTHER),
    Tool.UNPIN: (Reason.OUTDATED, *UNDOING),
    Tool.HIGHLIGHT: (Reason.VALUABLE, Reason.OTHER),
    Tool.UNHIGHLIGHT: (Reason.OUTDATED, *UNDOING),
    Tool.LOCK: (Reason.HEATED, Reason.FLOODING, Reason.SETTLED, Reason.OUTDATED, Reason.OTHER),
    Tool.UNLOCK: UNDOING,
    Tool.END: (Reason.SETTLED, Reason.OUTDATED, Reason.OFF_TOPIC, Reason.OTHER),
    Tool.REOPEN: UNDOING,
    Tool.DUPLICATE: (Reason.SAME_MATTER, Reason.OTHER),
    Tool.NO_DUPLICATE: (Reason.ANOTHER_MATTER, *UNDOING),
    Tool.HIDE: HIDING,
    Tool.RESTORE: UNDOING,
}
MUST_SAY = frozenset({Tool.HIDE})


def check_tool_reason(tool: Tool, code: str, text: str) -> tuple[Reason, str]:
    """(Reason, text) for `tool`, checked and tidied; raises Invalid."""
    return check_reason(code, text, REASONS[tool], must_say=tool in MUST_SAY)


def available_tools(thread: Any, section: str) -> tuple[Tool, ...]:
    """The Tools that can be used on a thread (an object with its columns) on a board of `section`, in the order of the menu."""
    if thread.merged_into_id:
        return ()
    if not thread.public:
        return (Tool.DUPLICATE, Tool.HIDE if not thread.withheld else Tool.RESTORE)
    if thread.withheld:
        return (Tool.RESTORE,)
    return tuple(tool for tool in Tool if _fits(tool, thread, section))


def _fits(tool: Tool, thread: Any, section: str) -> bool:
    fits: dict[Tool, bool] = {
        Tool.SPLIT: thread.floors > 1,
        Tool.UNPIN: thread.pinned is not None,
        Tool.HIGHLIGHT: not thread.highlighted,
        Tool.UNHIGHLIGHT: thread.highlighted,
        Tool.LOCK: not thread.locked,
        Tool.UNLOCK: thread.locked,
        Tool.END: section == Section.DISCUSSION and not thread.ended,
        Tool.REOPEN: thread.ended,
        Tool.DUPLICATE: thread.status != Status.PENDING or thread.duplicate_of_id is None,
        Tool.NO_DUPLICATE: thread.duplicate_of_id is not None and thread.disposition != "duplicate",
        Tool.RESTORE: False,
    }
    return fits.get(tool, True)
