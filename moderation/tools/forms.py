"""The forms of the moderators' tools on a thread: the fields and the introduction of each."""

from dataclasses import replace

from boards.models.threads import Board, Category
from boards.pages.office import VerbPage
from boards.pages.parts import Link
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread.thread import get_thread, title_of
from boards.rules.labels import KIND_LABELS
from boards.rules.moderator_tools import LABELS, MUST_SAY, REASONS, Tool
from forum.fields import Field
from forum.messages import M
from forum.numbers import whole_number
from forum.roles import Actor
from forum.text.checks import TITLE_LIMIT
from moderation.forms import reason_fields

KIND = Field(
    "kind",
    "select",
    M("问题类型"),
    M("放到部门版块时要选。"),
    tuple((kind.value, label) for kind, label in KIND_LABELS.items()),
    False,
)
FLOOR_DIGITS = 8
NUMBER = M("填主题编号，或者把那个主题的网址贴在这里。")

FIELDS = {
    Tool.MOVE: (Field("board", "select", M("移到哪个版块")), KIND),
    Tool.MERGE: (Field("into", "line", M("并入哪个主题"), NUMBER),),
    Tool.SPLIT: (
        Field("floors", "line", M("拆出哪些楼层"), M("如 5、7-9。主楼和官方答复不能拆走。")),
        Field("title", "line", M("新主题的标题"), M("会注明由管理员拟定。"), limit=TITLE_LIMIT),
        Field("board", "select", M("放到哪个版块"), M("不选就留在本版。"), required=False),
        KIND,
    ),
    Tool.PIN: (Field("position", "line", M("排在第几位"), M("不填就排在最后。"), required=False),),
    Tool.DUPLICATE: (Field("of", "line", M("与哪个主题重复"), NUMBER),),
}

LEADS = {
    Tool.MOVE: M("有部门办理的问题：移到部门版块就是分派给它，只有等待管理员处理的问题才能这样移。"),
    Tool.MERGE: M(
        "本主题的每一楼都排到那个主题后面；原来的网址、楼号都会转到新位置。还没有答复的问题按“重复问题”办结。"
    ),
    Tool.SPLIT: M("选中的楼层成为新主题；原来的网址、楼号都会转到新位置。"),
    Tool.LOCK: M("锁定后不再接受跟帖，部门办理和提问人追问照常进行。"),
    Tool.END: M("讨论有了结论，不再接受跟帖。办理中的问题不能这样结束。"),
    Tool.DUPLICATE: M("等待处理的问题按重复办结；部门正在办理的只加一个指引，照常答复。"),
    Tool.HIDE: M("标题和每一楼都换成占位说明，楼层号不变，原文保留，随时可以恢复。办理照常进行。"),
    Tool.RESTORE: M("原来单独屏蔽的楼层仍然屏蔽。"),
}


def tool_page(thread_id: int, tool: Tool, viewer: Actor) -> VerbPage:
    """The VerbPage of a tool on a thread; raises NotFound."""
    thread = get_thread(thread_id, viewer)
    return VerbPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}"),
        breadcrumb=breadcrumb(thread.board),
        heading=LABELS[tool],
        url=f"/threads/{thread.id}/{tool.value}",
        submit=LABELS[tool],
        lead=LEADS.get(tool),
        fields=(
            *(_with_boards(field) for field in FIELDS.get(tool, ())),
            *reason_fields(REASONS[tool], tool in MUST_SAY),
        ),
    )


def floors_of(raw: str) -> list[int] | None:
    """The floors in text such as 5、7-9; None when it is invalid."""
    found: list[int] = []
    for part in raw.replace("、", ",").replace("，", ",").replace(" ", ",").split(","):
        first, dash, last = part.partition("-")
        if not part:
            continue
        begin, end = (whole_number(text, FLOOR_DIGITS) for text in (first, last if dash else first))
        if begin is None or end is None or end - begin > 1000:
            return None
        found += range(begin, end + 1)
    return found


def _with_boards(field):
    if field.name != "board":
        return field
    rows = Board.select(Board.slug, Board.name).join(Category).order_by(Category.position, Board.position, Board.id)
    return replace(field, options=tuple(rows.tuples()))
