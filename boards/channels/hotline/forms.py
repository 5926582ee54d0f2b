"""The operators' forms: entering a call, and calling back."""

from boards.channels.hotline.actions import CALLER_LIMIT
from boards.rules import lengths
from boards.rules.labels import OUTCOME_LABELS
from boards.views.forms import KIND, LOCATION, TITLE
from forum.fields import Field
from forum.messages import M
from forum.text.checks import BODY_LIMIT

# The board is chosen in templates/hotline/board.html, between those that were suggested and all others.
CALL = (
    Field("caller", label=M("称呼"), hint=M("例如：朱女士"), autocomplete="off", limit=CALLER_LIMIT),
    Field(
        "phone",
        "phone",
        M("电话"),
        M("手机，或带区号的固定电话；分机写“转”，例如 0570-8021234转801。"),
        autocomplete="off",
        inputmode="tel",
    ),
    Field("called_at", "moment", M("来电时间")),
    KIND,
    TITLE,
    Field("text", "area", M("内容"), M("替来电人写清楚，不要写来电人的姓名和号码。"), rows=8, limit=BODY_LIMIT),
    *LOCATION,
    Field("board", "radios"),
    Field("other_board", "department", required=False),
)

# Both forms of a callback's page: showing the number, and recording how the call went.
CALLBACK = (
    Field(
        "reason", label=M("为什么查看"), hint=M("谁、什么时候、看了哪个号码，都会记录，督办可以查。"), required=False
    ),
    Field("outcome", "radios", M("结果"), options=tuple(OUTCOME_LABELS.items())),
    Field("again_at", "moment", M("约好的时间"), M("选“约好以后再打”时填写。"), required=False),
    Field(
        "remark",
        "area",
        M("备注"),
        M("只有话务员看得到。不要写电话号码。"),
        required=False,
        rows=3,
        limit=lengths.REMARK,
    ),
)
