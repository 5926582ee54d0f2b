"""What is answered to a letter that did not become a post, or only in part."""

from boards.channels.mail.reading import Incoming
from forum.i18n.languages import in_language
from forum.mail.letters import Letter, Letterhead
from forum.messages import M, Message
from forum.problems import Problem

STRANGER = M("这个地址只收一个账号的回信：请用收到通知的那个邮箱回复，或者登录网站发表。")
TOO_OLD = M("这封通知太久了，不能再用邮件回复。请登录网站发表。")
OFFICIAL = M("有职务的账号不能用邮件发表，请登录网站，用动态口令确认身份以后发表。")
EMPTY = M("信里没有读到您新写的文字。请写在引用的原信上面，再发一次。")
NO_ATTACHMENTS = M("您的文字已经发表，附件没有收下。要发照片，请登录网站。")


def answer_to(incoming: Incoming, said: Message, head: Letterhead, path: str | None = None) -> Letter:
    """The Letter that says to the sender what became of his letter; `path` leads to the thread."""
    where = [M("网页在这里：%(url)s", url=head.url + path)] if path else []
    parts = (
        M("您写给%(name)s（%(url)s）的信：", name=head.name, url=head.url),
        said,
        *where,
        M("这封信由程序发出，请不要回复。"),
    )
    letter = {
        "to": incoming.sender,
        "subject": in_language(M("%(name)s：关于您的来信", name=head.name), head.language),
        "text": "\n\n".join(in_language(part, head.language) for part in parts) + "\n",
        "language": head.language,
        "auto": "auto-replied",
    }
    return {**letter, "references": incoming.message_id} if _fits(incoming.message_id) else letter


def what_is_wrong(problem: Problem) -> Message:
    """The sentence for a Problem: that of the text where a rule was broken."""
    errors = getattr(problem, "errors", {})
    return M("没有发表：%(why)s", why=next(iter(errors.values()), problem.detail))


def _fits(message_id: str) -> bool:
    """Whether it can stand in a header of ours (RFC 5322 section 3.6.4), whatever the sender made of it."""
    return message_id.startswith("<") and message_id.endswith(">") and message_id.isascii() and " " not in message_id
