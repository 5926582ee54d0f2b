"""The letters that Wenqu sends, as an OutboxItem's content: {"to", "subject", "text", "language"}."""

from dataclasses import dataclass

from forum.i18n.languages import in_language
from forum.messages import M, Message

Letter = dict[str, str]


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and how: the site's name and address, and one of forum.i18n.languages.LANGUAGES."""

    name: str
    url: str
    language: str


def confirmation(to: str, code: str, head: Letterhead) -> Letter:
    """The code that confirms an address, within an hour."""
    return _letter(
        to,
        head,
        M("%(name)s：确认邮箱", name=head.name),
        M("有人在%(name)s（%(url)s）把这个地址填为自己账号的邮箱。", name=head.name, url=head.url),
        M("如果是您，请在一小时之内到“我的账号 → 邮箱”填入这个验证码："),
        code,
        M("如果不是您，请不必理会：没有验证码，这个地址不会被使用。"),
    )


def address_changed(to: str, head: Letterhead) -> Letter:
    """Tells an address that it is no longer an account's."""
    return _letter(
        to,
        head,
        M("%(name)s：邮箱已更换或删除", name=head.name),
        M("您在%(name)s（%(url)s）的账号不再使用这个邮箱。", name=head.name, url=head.url),
        M("如果不是您做的，请马上修改密码，并联系网站的主办单位。"),
    )


def recovery(to: str, username: str, code: str, head: Letterhead) -> Letter:
    """The code with which a new password can be chosen, within an hour."""
    return _letter(
        to,
        head,
        M("%(name)s：换新密码", name=head.name),
        M("有人在%(name)s（%(url)s）说忘了您账号的密码。", name=head.name, url=head.url),
        M("如果是您，请在一小时之内打开 %(link)s ，填入用户名和这个恢复码：", link=f"{head.url}/recovery"),
        M("用户名：%(username)s", username=username),
        M("恢复码：%(code)s", code=code),
        M("如果不是您，请不必理会：您的密码没有变。请不要把恢复码告诉任何人，网站的工作人员也不会问。"),
    )


def _letter(to: str, head: Letterhead, subject: Message, *paragraphs: Message | str) -> Letter:
    text = "\n\n".join(in_language(paragraph, head.language) for paragraph in paragraphs)
    return {"to": to, "subject": in_language(subject, head.language), "text": text + "\n", "language": head.language}
