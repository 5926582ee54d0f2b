"""The forms of signed orders: entering one, and confirming or withdrawing it."""

from boards.rules.sealing import SEAL_LABELS
from forum.accounts.forms import SIGN_IN_AFRESH
from forum.fields import Field
from forum.messages import M
from moderation.orders.rules import GROUND_LIMIT, NUMBER_LIMIT, OFFICE_LIMIT

# The scan is a file, which is read and shown on its own.
ENTRY = (
    Field(
        "post",
        label=M("帖子编号"),
        hint=M("帖子“封存”链接里的数字，也是 /posts/ 后面的数字；也可以把帖子的网址贴在这里。"),
    ),
    Field("whole", "tick", M("封存整个主题"), M("签批写明整个主题时才勾选，主题里现有的每一楼都会封存。")),
    Field("number", label=M("签批文号"), limit=NUMBER_LIMIT),
    Field("signatory", "select", M("签批人"), M("只列出有签批人职务的账号。")),
    Field("office", label=M("签批人的职务"), hint=M("照签批页上写的填，会公开。"), limit=OFFICE_LIMIT),
    Field("reason", "radios", M("事由"), options=tuple((code.value, label) for code, label in SEAL_LABELS.items())),
    Field("ground", "area", M("法律依据"), M("写明法律名称和条款，会公开。"), rows=3, limit=GROUND_LIMIT),
    Field("signed_on", "date", M("签批日期")),
    *SIGN_IN_AFRESH,
)

# Both forms of an order's page.
DECISION = (
    *SIGN_IN_AFRESH,
    Field("withdrawal", "area", M("撤回的理由"), M("例如文号录错了。撤回后可以重新录入。"), rows=2),
)
