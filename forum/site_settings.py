"""The city that an installation serves, and who is responsible for it: the TOML file of WENQU_SITE. Pure.

A site in China names its filings in the footer of every page: the ICP filing with a link to its register (互联网信息服务管理办法,
article 12), the filing with the police likewise; a government's site also its host and its identification code (国办发〔2017〕47号).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forum.messages import M, Message

CITY = re.compile(r"[^\W\d_](?:[^\W_]|[ ·-]){0,28}[^\W_]")
HOTLINE = re.compile(r"[0-9][0-9-]{1,14}[0-9]")
MARK = re.compile(r"[\u4e00-\u9fff]{1,8}")
LINE = re.compile(r"[^\x00-\x1f\x7f<>]{2,100}")
PARAGRAPHS = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f<>]{2,20000}")
KEYS = {
    "city": CITY,
    "hotline": HOTLINE,
    "host": LINE,
    "icp": re.compile(r"[\u4e00-\u9fff]ICP[备证][0-9]{6,14}号(-[0-9]{1,3})?"),
    "police": re.compile(r"[\u4e00-\u9fff]公网安备 ?[0-9]{14}号?"),
    "code": re.compile(r"[0-9A-Za-z]{10}"),
    "phone": re.compile(r"\+?[0-9][0-9 ()-]{3,24}[0-9]"),
    "mail": re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "address": LINE,
    "privacy": PARAGRAPHS,
    "accessibility": PARAGRAPHS,
}
ALLOWED = M(
    '一个 UTF-8 的 TOML 文件，可以写 city = "城市名称"（2 到 30 个字）、hotline = "热线号码"（3 到 16 位数字，中间可以有 -）、'
    'host = "主办单位"、icp = "浙ICP备12345678号"、police = "浙公网安备 33080202000123号"、code = "网站标识码"（10 位）、'
    "phone、mail、address（联系电话、邮箱、地址）、privacy 和 accessibility（隐私说明、无障碍声明里要补充的话，空行分段），"
    "以及 [notices.warning]、[notices.circular]、[notices.urging] 三个表（发文机关 body、代字 mark、"
    "签发人 head、联系人 contact、抄送 copies、印章 seal；三个代字不能相同）"
)


@dataclass(frozen=True)
class NoticeOffice:
    """Who issues the notices of one kind (督办): the table [notices.KIND].

    `body` is the issuing body in red (GB/T 9704-2012, 7.2.4), `mark` its characters in the number (瑞效督), `head` the signatory, `contact`
    whom a department asks, `copies` who gets copies (抄送), `seal` the seal that the paper gets. Empty what is not set.
    """

    body: str
    mark: str
    head: str = ""
    contact: str = ""
    copies: str = ""
    seal: str = ""


# Used where the file names none. The marks differ, so that no two notices of a year have one number.
OFFICES = {
    "warning": NoticeOffice("网络问政督办办公室", "问预"),
    "circular": NoticeOffice("网络问政督办办公室", "问抄"),
    "urging": NoticeOffice("网络问政督办办公室", "问督"),
}
OFFICE_KEYS = {"body": LINE, "mark": MARK, "head": LINE, "contact": LINE, "copies": LINE, "seal": LINE}


@dataclass(frozen=True)
class Site:
    """What the pages say of the city; empty what is not set.

    `city` is its full name (清源市), `hotline` its hotline's number, digits and hyphens; `host` the office that is responsible (主办单位);
    `icp` and `police` the numbers of its filings, `code` the identification code of a government's site; then how to reach the host;
    `privacy` and `accessibility` paragraphs that stand before the program's own on those pages.
    """

    city: str = ""
    hotline: str = "96811"
    host: str = ""
    icp: str = ""
    police: str = ""
    code: str = ""
    phone: str = ""
    mail: str = ""
    address: str = ""
    privacy: str = ""
    accessibility: str = ""
    notices: Mapping[str, NoticeOffice] = field(default_factory=lambda: OFFICES, hash=False)

    @property
    def police_number(self) -> str:
        """The 14 digits of the filing with the police, by which its register finds it."""
        return "".join(each for each in self.police if each.isdigit())

    @property
    def reachable(self) -> bool:
        """Whether the file says how to reach the host."""
        return bool(self.phone or self.mail or self.address)

    @property
    def unset(self) -> tuple[str, ...]:
        """The keys that a site open to the public should have and this one has not."""
        there = {"host": self.host, "icp": self.icp, "phone": self.reachable}
        return tuple(name for name, value in there.items() if not value)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The hotline's number without hyphens, which no citizen's name may contain."""
        return (self.hotline.replace("-", ""),)


def read_site(path: str | None) -> tuple[Site | None, Message]:
    """(Site, what is allowed): the Site of a file, the defaults for None; None in place of a Site when the file is wrong."""
    if path is None:
        return Site(), ALLOWED
    try:
        table = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RuntimeError):
        return None, ALLOWED
    offices = _offices(table.pop("notices", {}))
    return (Site(**table, notices=offices) if offices and _fits(table, KEYS) else None), ALLOWED


def _offices(tables: Any) -> dict[str, NoticeOffice] | None:
    """The offices that issue notices, with those of the file in place of OFFICES; None when they are wrong."""
    if not isinstance(tables, dict) or set(tables) - set(OFFICES):
        return None
    if not all(isinstance(table, dict) and _fits(table, OFFICE_KEYS) for table in tables.values()):
        return None
    made = {kind: replace(office, **tables.get(kind, {})) for kind, office in OFFICES.items()}
    return made if len({office.mark for office in made.values()}) == len(made) else None


def _fits(table: Mapping[str, Any], keys: Mapping[str, re.Pattern[str]]) -> bool:
    return all(
        name in keys and isinstance(value, str) and keys[name].fullmatch(value) is not None
        for name, value in table.items()
    )
