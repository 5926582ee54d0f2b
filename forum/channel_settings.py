"""What leaves the site by a channel: the mail server of WENQU_MAIL, and the channels of WENQU_CHANNELS. Pure.

`smtp://[user:password@]host[:port]` encrypts by STARTTLS where the server offers it, `smtps://` from the first byte;
`?from=` is the address that letters come from, by default noreply at the site's host.

WENQU_CHANNELS is a TOML file of what needs an address or a secret outside, and so is off without it; docs/channels.md lists
its keys. A secret stands in a file of its own, which the key named `..._file` points to.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from forum.gateways import sms as gateways
from forum.gateways.sms import Gateway
from forum.gateways.values import (
    BASE,
    ReadValue,
    names_of_templates,
    networks,
    secret_like,
    text_like,
    yes_or_no,
)
from forum.messages import M, Message

PORTS = {"smtp": 25, "smtps": 465}
ADDRESS = r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
IN_DATA = "channels.toml"  # in the data folder; read where WENQU_CHANNELS names no other file


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; `tls`: from the first byte."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    sender: str | None


def read_mail_server(text: str) -> tuple[MailServer | None, Message]:
    """(the MailServer of a setting, None when it is wrong; what is allowed)."""
    allowed = M("smtp://[用户:密码@]主机[:端口][?from=发信地址] 或 smtps://…")
    try:
        url = urlsplit(text)
        port = url.port
        options = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=True)) if url.query else {}
    except ValueError:
        return None, allowed
    sender = options.pop("from", None)
    fits = url.scheme in PORTS and url.hostname and port != 0 and url.path in ("", "/") and not url.fragment
    if not fits or options or (sender is not None and not _is_address(sender)) or not text.isprintable():
        return None, allowed
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return MailServer(
        url.hostname or "", port or PORTS[url.scheme], url.scheme == "smtps", user, password, sender
    ), allowed


def _is_address(text: str) -> bool:
    local, at, host = text.partition("@")
    return bool(local and at and host) and text.isascii() and " " not in text and "@" not in host


@dataclass(frozen=True)
class WeChat:
    """A WeChat public account. `base` and `open_base` are WeChat's servers for calls and for signing in (docs/wechat.md).

    `subscribe_template` and `template` are the ids of the templates for notices, '' without one. `simulated`: nothing is sent, all is
    recorded for the simulator's page; there are no secrets then.
    """

    appid: str = ""
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    base: str = "https://api.weixin.qq.com"
    open_base: str = "https://open.weixin.qq.com"
    subscribe_template: str = ""
    template: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class Channels:
    """The channels that are configured; '' or None for one that is off."""

    push_contact: str = ""
    reply_address: str = ""
    wechat: WeChat | None = None
    open311_keys: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)  # {key: name of the app}
    sms: Gateway | None = None
    voice: Gateway | None = None
    move_car: str = ""  # the slug of the police department that offers it


class WrongKeyError(Exception):
    """A key of the file that is unknown or has a wrong value; the message says which, and never what a secret is."""

    def __init__(self, table: str, key: str, allowed: Message) -> None:
        super().__init__(table, key)
        self.allowed = M("[%(table)s] %(key)s：%(allowed)s", table=table, key=key, allowed=allowed)


def keys_of_apps(value: Any) -> Mapping[str, str] | None:
    """Reads {key: name} of the file whose path is the value: a line "NAME KEY" for each app; each name and key stands once."""
    try:
        lines = Path(value).expanduser().read_text(encoding="utf-8").splitlines()
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        keys = {key: name for name, key in rows}
    except (OSError, ValueError, RuntimeError, TypeError):
        return None
    return keys if len(rows) == len(keys) == len(set(keys.values())) and all(map(_is_app, keys.items())) else None


def _is_app(row: tuple[str, str]) -> bool:
    key, name = row
    return bool(re.fullmatch(r"[!-~]{20,200}", key) and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", name))


A_TEMPLATE = M("模板的编号")
A_FILE = M("一个能读取的文件，里面只有这个密钥")
AN_ADDRESS = M("http:// 或 https:// 开头的地址，不带路径")
YES_OR_NO = M("true 或 false")
OF_GATEWAYS: Mapping[str, tuple[ReadValue, Message]] = {
    "key": (text_like(r"[!-~]{1,128}"), M("服务商给的 AccessKey ID、SecretId，SMPP 是 system_id")),
    "secret_file": (secret_like(r"[!-~]{1,128}"), A_FILE),
    "app": (text_like(r"[0-9]{4,20}"), M("腾讯云的应用 ID（SdkAppId）")),
    "number": (text_like(r"[0-9]{3,20}"), M("发出的号码，只有数字")),
    "templates": (names_of_templates, M("{消息 = 模板编号}，有哪些消息见 docs/sms.md")),
    "token_file": (
        secret_like(r"[A-Za-z0-9_-]{20,100}"),
        M("一个能读取的文件，里面是回调地址的暗号，20 个以上字母数字"),
    ),
    "networks": (networks, M('网段的列表，例如 ["203.0.113.0/24"]')),
    "simulated": (yes_or_no, YES_OR_NO),
}
KEYS: Mapping[tuple[str, str], tuple[ReadValue, Message]] = {
    ("push", "contact"): (
        text_like(rf"mailto:{ADDRESS}|https://[!-~]{{1,200}}"),
        M("mailto:邮箱 或 https:// 地址（推送服务商联系谁）"),
    ),
    ("mail", "replies"): (text_like(ADDRESS), M("收回信的邮箱（加号前至多 20 个字符）")),
    ("open311", "keys_file"): (
        keys_of_apps,
        M(
            "一个能读取的文件，每行一个应用：名称、空格、密钥（名称用小写字母、数字和连字符，密钥 20 个以上可见字符，都不重复）"
        ),
    ),
    ("wechat", "appid"): (text_like(r"[A-Za-z0-9_-]{6,40}"), M("公众号的 AppID")),
    ("wechat", "token_file"): (secret_like(r"[A-Za-z0-9]{3,32}"), A_FILE),
    ("wechat", "aes_key_file"): (secret_like(r"[A-Za-z0-9]{43}"), A_FILE),
    ("wechat", "secret_file"): (secret_like(r"[!-~]{6,64}"), A_FILE),
    ("wechat", "base"): (text_like(BASE), AN_ADDRESS),
    ("wechat", "open_base"): (text_like(BASE), AN_ADDRESS),
    ("wechat", "subscribe_template"): (text_like(r"[A-Za-z0-9_-]{10,64}"), A_TEMPLATE),
    ("wechat", "template"): (text_like(r"[A-Za-z0-9_-]{10,64}"), A_TEMPLATE),
    ("wechat", "simulated"): (yes_or_no, YES_OR_NO),
    **{(table, key): row for table in ("sms", "voice") for key, row in OF_GATEWAYS.items()},
    ("sms", "provider"): (text_like("aliyun|tencent|smpp"), M("aliyun、tencent 或 smpp")),
    ("sms", "base"): (
        text_like(rf"{BASE}|smpps?://[A-Za-z0-9.-]+:[0-9]{{1,5}}"),
        M("http:// 或 https:// 开头的地址，SMPP 是 smpp://主机:端口"),
    ),
    ("sms", "sign"): (text_like(r"[^\s\[\]【】]{2,12}"), M("短信签名，2 至 12 个字，不带括号")),
    ("voice", "provider"): (text_like("aliyun|tencent"), M("aliyun 或 tencent")),
    ("voice", "base"): (text_like(BASE), AN_ADDRESS),
    ("move_car", "department"): (text_like(r"[a-z0-9][a-z0-9-]{0,39}"), M("办移车的部门的 slug")),
}
OF_WECHAT = ("appid", "token_file", "aes_key_file", "secret_file")
ALLOWED = M("一个 UTF-8 的 TOML 文件，能写什么见 docs/channels.md")
NO_SUCH_KEY = M("没有这一项")
LACKING = M("必须写明，或者写 simulated = true")


def channels_in(data: Path) -> str | None:
    """The path of the data folder's own file of channels, None without one."""
    path = data / IN_DATA
    return str(path) if path.is_file() else None


def simulate(data: Path) -> None:
    """Have the channels simulated that can be, in a data folder that has no file of channels yet: for the demo city."""
    path = data / IN_DATA
    if not path.exists():
        path.write_text(
            "# Nothing is sent: what would go out is recorded (docs/channels.md).\n"
            '[wechat]\nsimulated = true\n\n[sms]\nsimulated = true\n\n[voice]\nsimulated = true\n\n[move_car]\ndepartment = "jiaojing"\n'
        )


def read_channels(text: str | None) -> tuple[Channels | None, Message]:
    """(the Channels of the TOML file at the path `text`, None when it is wrong; what is allowed)."""
    if text is None:
        return Channels(), ALLOWED
    try:
        tables = tomllib.loads(Path(text).expanduser().read_text(encoding="utf-8"))
        found = {(table, key): _value(table, key, raw) for table, rows in tables.items() for key, raw in rows.items()}
        wechat = _wechat(_table(found, "wechat"))
        sms, voice = _gateway(found, "sms"), _gateway(found, "voice")
    except WrongKeyError as wrong:
        return None, wrong.allowed
    except (OSError, ValueError, RuntimeError, AttributeError):
        return None, ALLOWED
    keys = found.get(("open311", "keys_file"), {})
    contact, replies = found.get(("push", "contact"), ""), found.get(("mail", "replies"), "")
    return Channels(contact, replies, wechat, keys, sms, voice, found.get(("move_car", "department"), "")), ALLOWED


def _table(found: Mapping[tuple[str, str], Any], name: str) -> dict[str, Any]:
    return {key: value for (table, key), value in found.items() if table == name}


def _gateway(found: Mapping[tuple[str, str], Any], table: str) -> Gateway | None:
    given = _table(found, table)
    if given and (lacking := gateways.lacking(table, given)):
        raise WrongKeyError(table, lacking, LACKING)
    return gateways.gateway(table, given)


def _value(table: str, key: str, raw: Any) -> Any:
    if (table, key) not in KEYS:
        raise WrongKeyError(table, key, NO_SUCH_KEY)
    read, allowed = KEYS[table, key]
    value = read(raw)
    if value is None:
        raise WrongKeyError(table, key, allowed)
    return value


def _wechat(found: Mapping[str, Any]) -> WeChat | None:
    if not found:
        return None
    if not found.get("simulated"):
        for key in OF_WECHAT:
            if key not in found:
                raise WrongKeyError("wechat", key, LACKING)
    return WeChat(**{key.removesuffix("_file"): value for key, value in found.items()})
