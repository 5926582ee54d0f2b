"""The gateways that a site may set up, in the order of the administrator's page. A new one is a row here."""

from datetime import datetime
from typing import Any

from boards.channels.overview.status import Gateway, State, configured
from boards.channels.sms.working import check as check_sms
from boards.channels.voice.working import check as check_voice
from boards.channels.wechat.api import check as check_wechat
from forum.clock import Clock
from forum.config import Settings
from forum.mail.smtp import Smtp
from forum.messages import M


def _mail(settings: Settings, now: datetime) -> None:
    assert settings.mail is not None
    Smtp(settings.mail, settings.url, Clock()).check()


def _simulable(account: Any) -> State:
    return State.SIMULATED if account and account.simulated else configured(account)


GATEWAYS = {
    gateway.name: gateway
    for gateway in (
        Gateway(
            "mail",
            M("邮件"),
            lambda settings: configured(settings.mail),
            M("WENQU_MAIL：邮件服务器"),
            ("mail", "notification", "digest", "reply"),
            _mail,
        ),
        Gateway(
            "replies",
            M("邮件回复"),
            lambda settings: configured(settings.channels.reply_address),
            M("[mail] replies：收回信的邮箱"),
        ),
        Gateway(
            "push",
            M("推送"),
            lambda settings: configured(settings.channels.push_contact),
            M("[push] contact：推送服务商联系谁"),
            ("push",),
        ),
        Gateway(
            "wechat",
            M("微信公众号"),
            lambda settings: _simulable(settings.channels.wechat),
            M("[wechat] appid、token_file、aes_key_file、secret_file"),
            ("wechat",),
            check_wechat,
            True,
        ),
        Gateway(
            "sms",
            M("短信"),
            lambda settings: _simulable(settings.channels.sms),
            M("[sms] provider 和服务商给的账号，见 docs/sms.md"),
            ("sms",),
            check_sms,
        ),
        Gateway(
            "voice",
            M("语音电话"),
            lambda settings: _simulable(settings.channels.voice),
            M("[voice] provider 和服务商给的账号，见 docs/sms.md"),
            ("voice",),
            check_voice,
        ),
    )
}
