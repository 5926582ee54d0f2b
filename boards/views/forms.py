"""The forms of writing: asking, replying, editing, and the answer templates."""

from boards.rules import lengths, placeholders
from boards.rules.labels import KIND_LABELS
from boards.rules.offices.people import PERSON_LABELS
from boards.rules.offices.promises import OUTCOME_LABELS
from forum.fields import Field
from forum.messages import M
from forum.text.checks import BODY_LIMIT, TITLE_LIMIT

HELD_AS_NEW = M(
    "新账号发的链接、图片、提到的人比较多，或者发得比较快时，先由管理员看一眼，通过后公开。您写的都在，不用再发。"
)
KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items())
KIND = Field("kind", "radios", M("类型"), options=KINDS, value=KINDS[0][0])
TITLE = Field("title", label=M("标题"), hint=M("一句话说清时间、地点和事情。"), limit=TITLE_LIMIT)
ANONYMOUS = Field("anonymous", "tick", M("匿名发表"), M("网友看不到您的名字，管理员看得到。"))

POSITION = Field(
    "position",
    label=M("地图坐标"),
    hint=M("先纬度，再经度，如 28.9703, 118.8743（WGS-84）。"),
    required=False,
)
LOCATION = (
    Field(
        "address",
        label=M("地点"),
        hint=M("哪条路、哪个小区、哪个路口。会公开，请不要写自己家的门牌号。"),
        required=False,
        limit=TITLE_LIMIT,
    ),
    POSITION,
    Field("rough", "tick", M("只公开大概的位置"), M("坐标只保留到约 1 公里，更准确的不会保存。")),
)

USE_PLACE = Field(
    "use_place",
    "tick",
    M("用照片拍摄的地点"),
    M("先勾上，再选照片：照片里有位置的，填到“地图坐标”里请您核对。照片本身不会带着位置公开。"),
)

# `considered` is the digest of the question that was looked at before it is sent (boards/views/asking.py).
# `once` is the key of the form, which is accepted once (boards/views/once.py); `draft` is the mark of its draft (boards/drafts/rules.py).
QUESTION = (
    Field("once", "hidden"),
    Field("draft", "hidden"),
    Field("considered", "hidden"),
    KIND,
    TITLE,
    Field(
        "text",
        "area",
        M("内容"),
        M("写得越具体，办得越快。支持 Markdown。请不要写自己和别人的身份证号、电话。"),
        rows=12,
        limit=BODY_LIMIT,
    ),
    ANONYMOUS,
    *LOCATION,
    USE_PLACE,
    Field("to", "department", M("问哪个部门")),
    Field(
        "unknown",
        "tick",
        M("不知道该问谁"),
        M("平台管理员看过以后，分派给管这事的部门；那个部门的时限从分派时算起。"),
    ),
)

# `based_on` is the number of the version that was open.
RELOCATION = (
    *LOCATION,
    Field("reason", "area", M("为什么改"), M("会公开。"), required=False, limit=lengths.REASON),
    Field("based_on", "hidden"),
)

# `accepting` accepts the case with an official answer.
# `confirmed` and `seen` say which warnings about an official answer its writer has seen (AnswerWarnings).
# `next` is the desk's address from which a spokesperson came.
REPLY = (
    Field("once", "hidden"),
    Field("draft", "hidden"),
    Field("next", "hidden"),
    Field("parent", "hidden"),
    Field("confirmed", "hidden"),
    Field("seen", "hidden"),
    Field("accepting", "hidden"),
    Field("kind", "radios", M("这一楼是")),
    Field(
        "remaining",
        "boxes",
        M("这次没有解决的"),
        M("给出处理意见时，勾选的问题继续办理、继续计时；没勾选的都算已答复。"),
    ),
    Field("text", "area", M("内容"), M("支持 Markdown。发出后不能删除，可以编辑，每次编辑都留痕。"), limit=BODY_LIMIT),
    ANONYMOUS,
)

EDIT = (Field("text", "area", M("内容"), M("原来的文字会保留在编辑历史里，人人都能看到改了什么。"), rows=14),)

TEMPLATE = (
    Field("department", "radios", M("部门")),
    Field("title", label=M("标题"), limit=TITLE_LIMIT),
    Field(
        "text",
        "area",
        M("内容"),
        M("插入时自动填好：%(places)s", places=placeholders.SHOWN),
        rows=8,
        limit=lengths.TEMPLATE,
    ),
)

PERSON = (
    Field("kind", "select", M("哪一类"), options=tuple((kind.value, label) for kind, label in PERSON_LABELS.items())),
    Field("name", label=M("姓名"), limit=lengths.PERSON_NAME),
    Field("office", label=M("担任的职务"), hint=M("如“党组成员、副局长”。"), limit=lengths.OFFICE),
    Field("contact", label=M("工作电话"), hint=M("会公开，只写办公电话。"), required=False, limit=lengths.CONTACT),
)

# `based_on` is the number of the version that was open when its text was changed.
WORKING_RULES = (
    Field("based_on", "hidden"),
    Field(
        "text",
        "area",
        M("工作规程"),
        M("一行一段。每一版都公开并保留，人人都能看到改了什么。"),
        rows=24,
        limit=lengths.WORKING_RULES,
    ),
)

PROMISE = (
    Field(
        "outcome", "radios", M("办了没有"), options=tuple((each.value, label) for each, label in OUTCOME_LABELS.items())
    ),
    Field(
        "floor",
        label=M("看得出做到了的楼层"),
        hint=M("做到了才填：本部门在这个主题里写的一楼，如 5。"),
        required=False,
        inputmode="numeric",
    ),
    Field("until", "date", M("新的日期"), M("还没有做到才填。"), required=False),
    Field(
        "text", "area", M("说明"), M("会公开。没有做到、不是承诺的，要写为什么。"), required=False, limit=lengths.REASON
    ),
)

PRESS = (
    Field("title", label=M("标题"), limit=TITLE_LIMIT),
    Field("byline", label=M("记者署名"), limit=lengths.BYLINE),
    Field("medium", label=M("媒体"), hint=M("如“清源日报”。"), limit=lengths.BYLINE),
    Field("published_on", "date", M("发表日期")),
    Field("url", label=M("原文链接"), hint=M("链接和正文至少填一样。"), required=False, limit=lengths.ADDRESS),
    Field("text", "area", M("正文"), M("一行一段。"), required=False, rows=14, limit=BODY_LIMIT),
    Field("threads", label=M("追踪的主题"), hint=M("主题的编号或网址，几个之间用顿号，最多 20 个。")),
)
PRESS_CORRECTION = (
    *PRESS,
    Field("note", "area", M("更正说明"), M("会公开：改了什么，为什么。"), rows=3, limit=lengths.REASON),
    Field("based_on", "hidden"),
)
PRESS_WITHDRAWAL = (Field("reason", "area", M("撤回的理由"), M("会公开。"), limit=lengths.REASON),)
