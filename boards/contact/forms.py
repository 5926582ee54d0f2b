"""The forms of private messages."""

from boards.rules.offices.contact import LONGEST, REASON
from forum.fields import Field
from forum.messages import M

TEXT = Field("text", "area", M("内容"), limit=LONGEST, rows=5)
MESSAGE = (TEXT,)
ANSWER = (
    TEXT,
    Field(
        "phone",
        "tick",
        M("让承办部门看到我的电话号码"),
        M("不勾就不给。给了以后可以撤回；部门每看一次都有记录，您看得到。"),
        required=False,
    ),
)
LOOK = (Field("reason", label=M("为什么要看"), hint=M("会记录在案，提问人和部门都看得到。"), limit=REASON),)
