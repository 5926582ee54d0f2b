"""The forms of the account pages."""

from dataclasses import replace

from forum.fields import Field
from forum.messages import M

NEXT = Field("next", "hidden")
CODE = Field("otp", label=M("动态口令"), autocomplete="one-time-code", inputmode="numeric")

LOGIN = (
    NEXT,
    Field("username", label=M("用户名"), autocomplete="username"),
    Field("password", "password", M("密码"), autocomplete="current-password", secret=True),
    replace(CODE, hint=M("绑定了动态口令的账号才需要，6 位数字。"), required=False, secret=True),
)

REGISTER = (
    NEXT,
    Field("username", label=M("用户名"), hint=M("登录用，别人看不到。"), autocomplete="username"),
    Field(
        "display_name", label=M("显示的名字"), hint=M("发帖时显示。不能像部门或发言人的名字。"), autocomplete="nickname"
    ),
    Field(
        "password",
        "password",
        M("密码"),
        M("越长越好，一句只有自己知道的话最好记。"),
        autocomplete="new-password",
        secret=True,
    ),
)

PASSWORD = (
    Field("current", "password", M("现在的密码"), autocomplete="current-password", secret=True),
    Field(
        "password",
        "password",
        M("新密码"),
        M("改了以后，其他设备上的登录会全部退出。"),
        autocomplete="new-password",
        secret=True,
    ),
)

SECOND_FACTOR = (CODE,)

# For reauthentication (forum/accounts/step_up.py).
SIGN_IN_AFRESH = (
    Field("password", "password", M("再输入一次您的密码"), autocomplete="current-password", secret=True),
    replace(CODE, hint=M("绑定过的才需要填。"), required=False, secret=True),
)
