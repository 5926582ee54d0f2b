"""What the deeds of accounts mean that are of no concern to the public; a part of boards/rules/deeds/table.py. Pure."""

from boards.rules.deeds.record import Record
from forum.deeds import Deed
from forum.messages import M

OF_ACCOUNTS: dict[Deed, Record] = {
    Deed.ACCOUNT_CREATE: Record(M("注册账号")),
    Deed.PASSWORD_CHANGE: Record(M("修改密码")),
    Deed.SECOND_FACTOR: Record(M("绑定动态口令")),
    Deed.SECOND_FACTOR_END: Record(M("解除动态口令")),
    Deed.RECOVERY_CODES: Record(M("生成恢复码")),
    Deed.PASSWORD_RECOVER: Record(M("用恢复码重设密码")),
    Deed.PASSWORD_RESET: Record(M("由系统管理员重设密码")),
    Deed.SECOND_FACTOR_RESET: Record(M("由系统管理员解除动态口令")),
    Deed.MAIL: Record(M("确认邮箱")),
    Deed.MAIL_END: Record(M("删除邮箱")),
    Deed.PHONE: Record(M("填写电话号码")),
    Deed.PHONE_END: Record(M("删除电话号码")),
    Deed.CHANNEL_BIND: Record(M("绑定别的渠道")),
    Deed.CHANNEL_END: Record(M("解除绑定的渠道")),
    Deed.DISABLE: Record(M("停用账号")),
    Deed.ENABLE: Record(M("恢复账号")),
    Deed.RENAME: Record(M("更改显示的名字")),
    Deed.CLOSING: Record(M("申请注销账号")),
    Deed.KEEP_OPEN: Record(M("撤回注销申请")),
    Deed.CLOSE_ACCOUNT: Record(M("注销账号")),
    Deed.ROLE_GRANT: Record(M("授予职务")),
    Deed.ROLE_REVOKE: Record(M("收回职务")),
}
