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
    replace(
        CODE,
        hint=M("绑定了动态口令的账号才需要：6 位数字，或者一个恢复码。"),
        inputmode="",
        required=False,
        secret=True,
    ),
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
    replace(CODE, hint=M("也可以填一个恢复码。"), inputmode="", required=False, secret=True),
    Field(
        "password",
        "password",
        M("新密码"),
        M("改了以后，其他设备上的登录会全部退出。"),
        autocomplete="new-password",
        secret=True,
    ),
)

# For reauthentication (forum/accounts/step_up.py).
OWN_PASSWORD = Field("password", "password", M("再输入一次您的密码"), autocomplete="current-password", secret=True)
SIGN_IN_AFRESH = (
    OWN_PASSWORD,
    replace(CODE, hint=M("绑定过的才需要填；也可以填一个恢复码。"), inputmode="", required=False, secret=True),
)

SECOND_FACTOR = (replace(CODE, label=M("新验证器显示的 6 位数字")), OWN_PASSWORD)
REPLACEMENT = (
    *SECOND_FACTOR,
    Field("old_otp", label=M("旧验证器的动态口令，或者一个恢复码"), autocomplete="one-time-code", secret=True),
)

NAME = (
    Field("display_name", label=M("新名字"), hint=M("发帖时显示。不能像部门或发言人的名字。"), autocomplete="nickname"),
    *SIGN_IN_AFRESH,
)

RECOVERY = (
    Field("username", label=M("用户名"), autocomplete="username"),
    Field(
        "recovery_code",
        label=M("一个恢复码"),
        hint=M("16 个字母和数字，大小写和横线不要紧。"),
        autocomplete="off",
        secret=True,
    ),
    Field(
        "password",
        "password",
        M("新密码"),
        M("越长越好，一句只有自己知道的话最好记。"),
        autocomplete="new-password",
        secret=True,
    ),
)

MAIL = (
    Field("mail", label=M("邮箱"), hint=M("用来找回密码，不公开。"), autocomplete="email", inputmode="email"),
    *SIGN_IN_AFRESH,
)
MAIL_CODE = (
    Field(
        "code", label=M("邮件里的验证码"), hint=M("16 个字母和数字，大小写和横线不要紧。"), autocomplete="one-time-code"
    ),
)
PHONE = (
    Field(
        "phone",
        "phone",
        M("电话号码"),
        M("手机，或者带区号的固定电话；空格、横线、+86 都可以写。"),
        autocomplete="tel",
    ),
    *SIGN_IN_AFRESH,
)
RECOVERY_MAIL = (Field("who", label=M("用户名或邮箱"), autocomplete="username"),)
