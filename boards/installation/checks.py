"""What an installation needs before it goes live, as a list of ticks. Pure; each check judges the Facts.

The rules behind them: officials' second factor, two administrators for orders (docs/sealing.md), a calendar without provisional days
(docs/calendar.md), backups (docs/backup.md), witnesses (docs/ledger.md), filings on every page (forum/site_settings.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from urllib.parse import urlsplit

from boards.rules.labels import SECTION_LABELS
from boards.rules.status import Section
from forum.config import Settings
from forum.messages import M, Message, N
from forum.operations.readiness import Disk
from forum.operations.verification import Verification
from forum.roles import Role

HERE = {"127.0.0.1", "localhost", "::1"}
BACKUP_LASTS = timedelta(days=2)
VERIFIED_LASTS = timedelta(days=31)
MOST_NAMED = 5  # names that a line tells


@dataclass(frozen=True)
class Facts:
    """`settings`, and beside them what was found.

    `silent` are the short names of open departments with a board and no spokesperson, `unprotected` the usernames of officials without an
    authenticator, `demo` those of accounts with the demo's password. `known_years` are the years of which every day is certain, of this
    and the next. `backup_age` and `verified` are None without any; `memory_apart` says that the ledger's memory stands on another disk.
    """

    settings: Settings
    departments: int
    silent: Sequence[str]
    sections: frozenset[str]
    holders: dict[str, int]
    unprotected: Sequence[str]
    demo: Sequence[str]
    year: int
    known_years: frozenset[int]
    backup_age: timedelta | None
    verified: Verification | None
    disk: Disk
    data_private: bool
    memory_apart: bool


class State(Enum):
    """Done; better done, but the site can open without it; missing."""

    DONE = "✓"
    ADVICE = "!"
    MISSING = "✗"


@dataclass(frozen=True)
class Check:
    """One line of the list; `told` says what to do, None when it is done."""

    state: State
    label: Message
    told: Message | None = None


def run_checks(facts: Facts) -> list[Check]:
    """Every Check, in the order in which they are told."""
    return [check(facts) for check in CHECKS]


def _check(done: object, label: Message, told: Message, otherwise: State = State.MISSING) -> Check:
    return Check(State.DONE, label) if done else Check(otherwise, label, told)


def _address(facts: Facts) -> Check:
    url = urlsplit(facts.settings.url)
    told = M("把 WENQU_URL 设成公众访问的 https:// 地址，现在是 %(url)s。", url=facts.settings.url)
    return _check(url.scheme == "https" and url.hostname not in HERE, M("网址和 TLS"), told)


def _proxy(facts: Facts) -> Check:
    told = M("前面有 nginx 或 Caddy 时设 WENQU_TRUSTED_PROXIES=1，否则所有访客都算同一个地址。")
    return _check(facts.settings.trusted_proxies, M("反向代理"), told)


def _named(facts: Facts) -> Check:
    return _check(facts.settings.site.city, M("城市名称"), M('在 WENQU_SITE 的文件里写 city = "城市名称"。'))


def _filings(facts: Facts) -> Check:
    told = M("WENQU_SITE 的文件里还没有：%(keys)s。", keys="、".join(facts.settings.site.unset))
    return _check(not facts.settings.site.unset, M("页脚的主办单位、备案号和联系方式"), told, State.ADVICE)


def _departments(facts: Facts) -> Check:
    return _check(facts.departments, M("部门"), M("用 wenqu department import FILE.csv 导入部门。"))


def _spokespersons(facts: Facts) -> Check:
    told = N(
        "%(n)s 个部门还没有网络发言人：%(names)s。",
        n=len(facts.silent),
        names=_some(facts.silent),
    )
    return _check(not facts.silent, M("每个部门都有网络发言人"), told)


def _discussion(facts: Facts) -> Check:
    return _section(facts, Section.DISCUSSION)


def _press(facts: Facts) -> Check:
    return _section(facts, Section.PRESS)


def _announcement(facts: Facts) -> Check:
    return _section(facts, Section.ANNOUNCEMENT)


def _section(facts: Facts, section: Section) -> Check:
    label = M("栏目“%(section)s”的版块", section=SECTION_LABELS[section])
    return _check(section.value in facts.sections, label, M("用 wenqu setup 建立。"), State.ADVICE)


def _administrators(facts: Facts) -> Check:
    told = M("封存等事项要两位系统管理员，现在有 %(n)s 位。", n=facts.holders[Role.ADMINISTRATOR.value])
    return _check(facts.holders[Role.ADMINISTRATOR.value] >= 2, M("两位系统管理员"), told)


def _moderators(facts: Facts) -> Check:
    return _check(
        facts.holders[Role.MODERATOR.value], M("平台管理员"), M("用 wenqu account grant USERNAME moderator 指定。")
    )


def _factors(facts: Facts) -> Check:
    label = M("工作人员的动态口令")
    if not facts.settings.second_factor_required:
        return Check(State.MISSING, label, M("去掉 WENQU_SECOND_FACTOR=optional：工作人员的账号只靠密码太弱。"))
    told = N("%(n)s 个工作人员账号还没有绑定：%(names)s。", n=len(facts.unprotected), names=_some(facts.unprotected))
    return _check(not facts.unprotected, label, told, State.ADVICE)


def _demo(facts: Facts) -> Check:
    told = M("这些账号用的是演示的公开密码：%(names)s。请停用，或者在空的数据库里另建城市。", names=_some(facts.demo))
    return _check(not facts.demo, M("没有演示账号"), told)


def _limits(facts: Facts) -> Check:
    return _check(facts.settings.rate_limits, M("频率限制"), M("去掉 WENQU_RATE_LIMITS=off。"))


def _this_year(facts: Facts) -> Check:
    return _year(facts, facts.year, State.MISSING)


def _next_year(facts: Facts) -> Check:
    return _year(facts, facts.year + 1, State.ADVICE)


def _year(facts: Facts, year: int, otherwise: State) -> Check:
    told = M("国务院通知公布以后用 wenqu calendar import FILE.csv 导入；在那以前跨到这一年的时限是暂定的。")
    return _check(year in facts.known_years, M("%(year)s 年的工作日历", year=year), told, otherwise)


def _mail(facts: Facts) -> Check:
    told = M("没有设 WENQU_MAIL：忘了密码的人收不到信，也没有邮件通知。")
    return _check(facts.settings.mail, M("邮件"), told, State.ADVICE)


def _backup(facts: Facts) -> Check:
    age = facts.backup_age
    told = (
        M("还没有备份过。每天运行 wenqu backup DIR，目录放在另一台机器上。")
        if age is None
        else N("上一次备份在 %(n)s 天以前。", n=age.days)
    )
    return _check(age is not None and age <= BACKUP_LASTS, M("备份"), told)


def _witness(facts: Facts) -> Check:
    told = M("WENQU_LEDGER_WITNESSES 里还没有见证人：没有外人能证明存证没有被整个换掉。")
    return _check(facts.settings.ledger_witnesses, M("存证的见证人"), told, State.ADVICE)


def _memory(facts: Facts) -> Check:
    told = M("把 WENQU_LEDGER_MEMORY 放到另一块盘上：一块盘连同数据一起丢失或被换掉时，还能发现。")
    return _check(facts.memory_apart, M("存证点的副本在另一块盘上"), told, State.ADVICE)


def _verified(facts: Facts) -> Check:
    label, found = M("存证核验"), facts.verified
    if found is None:
        return Check(State.ADVICE, label, M("运行 wenqu verify --local。"))
    told = N("上一次核验发现 %(n)s 处不符。", n=found.findings)
    return _check(not found.findings, label, told)


def _private(facts: Facts) -> Check:
    told = M("chmod 700 %(folder)s：里面有密钥。", folder=str(facts.settings.data))
    return _check(facts.data_private, M("数据目录只有程序的用户能读"), told)


def _disk(facts: Facts) -> Check:
    told = M("数据所在的磁盘剩 %(mb)s MB，或者不能写。", mb=facts.disk.free // 1024**2)
    return _check(facts.disk.enough, M("磁盘"), told)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("……" if len(names) > MOST_NAMED else "")


CHECKS: tuple[Callable[[Facts], Check], ...] = (
    _address,
    _proxy,
    _named,
    _filings,
    _departments,
    _spokespersons,
    _discussion,
    _press,
    _announcement,
    _administrators,
    _moderators,
    _factors,
    _demo,
    _limits,
    _this_year,
    _next_year,
    _mail,
    _backup,
    _witness,
    _memory,
    _verified,
    _private,
    _disk,
)
