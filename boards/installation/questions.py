"""The questions of `wenqu setup` on a terminal; each is asked again until its answer will do."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from boards.installation.plan import BOARDS, Person, Plan
from forum.accounts.passwords import check_password
from forum.commands import terminal
from forum.config import SettingsError, from_environ
from forum.messages import M, Message
from forum.problems import Invalid
from forum.roles import LABELS, Role
from forum.site_settings import CITY, HOTLINE
from forum.text.names import check_official_name, check_username

Checked = Callable[[str], str]


def ask_plan() -> Plan:
    """The Plan of what is answered; raises click.Abort when the terminal is closed."""
    city = _ask(M("城市名称"), partial(_fits, CITY, M("2 到 30 个字。")), "")
    hotline = _ask(M("热线号码"), partial(_fits, HOTLINE, M("3 到 16 位数字，中间可以有 -。")), "12345")
    host = _ask(M("主办单位（可以空着）"), str, "")
    url = _ask(M("公众访问的网址"), partial(_setting, "WENQU_URL"), "https://")
    policy = _ask(M("办理规则：quzhou、ruian，或者一个 TOML 文件"), partial(_setting, "WENQU_POLICY"), "quzhou")
    departments = _ask(M("部门表（CSV 或 .xlsx 的路径；空着就以后再导入）"), _readable, "")
    administrator = _person(Role.ADMINISTRATOR, "admin")
    moderator = _person(Role.MODERATOR, "")
    return Plan(
        site={key: value for key, value in (("city", city), ("hotline", hotline), ("host", host)) if value},
        settings={"WENQU_URL": url, "WENQU_POLICY": policy, "WENQU_TRUSTED_PROXIES": "1"},
        people=[administrator, moderator],
        boards=BOARDS,
        departments=departments,
    )


def ask_password(username: str) -> str:
    """The administrator's password, typed twice and not shown."""
    label = terminal.translate(M("%(name)s 的密码", name=username))
    while True:
        typed = click.prompt(label, hide_input=True, confirmation_prompt=True)
        try:
            return check_password(typed, username)
        except Invalid as problem:
            click.echo(terminal.problem_line(problem), err=True)


def _person(role: Role, username: str) -> Person:
    name = M("%(office)s的登录名", office=LABELS[role])
    shown = M("%(office)s的名字", office=LABELS[role])
    return Person(_ask(name, check_username, username), _ask(shown, check_official_name, ""), role)


def _ask(label: Message, check: Checked, default: str) -> str:
    while True:
        answer = click.prompt(terminal.translate(label), default=default, show_default=bool(default)).strip()
        try:
            return check(answer)
        except Invalid as problem:
            click.echo(terminal.problem_line(problem), err=True)
        except SettingsError as error:
            click.echo(terminal.translate(error.message), err=True)


def _fits(pattern, allowed, answer):
    if not pattern.fullmatch(answer):
        raise Invalid(answer=allowed)
    return answer


def _setting(name, answer):
    """Raises SettingsError."""
    from_environ({name: answer})
    return answer


def _readable(answer):
    if answer and not Path(answer).is_file():
        raise Invalid(answer=M("没有这个文件。"))
    return answer
