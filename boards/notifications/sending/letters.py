"""The letters about notifications, one event at once or several as a digest, and push messages; in the language of the person."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from boards.notifications.sending.queries import Told
from boards.pages.outside import heading_of, not_shown
from boards.pages.posts import PostView
from boards.rules.channel import CHANNELS, Channel
from forum.i18n.languages import in_language
from forum.mail.letters import Letter, Letterhead
from forum.messages import M, Message, N

LINE = "—" * 20
DASHES = "—" * 5
# Known to boards/channels/mail/quotes.py, which cuts an answer there.
MARKER = M("请在这一行以上写回复")


def letter_about(told: Told, to: str, head: Letterhead, unsubscribe: str, reply_to: str = "") -> Letter:
    """The letter about one notification; with `reply_to` it can be answered by mail."""
    subject = M("%(event)s：%(title)s", event=told.label, title=told.title)
    letter = _letter(to, head, subject, _about(told, head), told.why, unsubscribe)
    letter["references"] = f"<thread-{told.thread}@{_host(head)}>"
    return letter | _answerable(letter, head, reply_to) if reply_to else letter


def _answerable(letter: Letter, head: Letterhead, reply_to: str) -> Letter:
    marker = f"{DASHES} {in_language(MARKER, head.language)} {DASHES}"
    return {"reply_to": reply_to, "text": f"{marker}\n\n{letter['text']}"}


def digest_of(rows: Sequence[Told], to: str, head: Letterhead, unsubscribe: str) -> Letter:
    """The letter about several notifications, by thread."""
    subject = N("%(name)s：%(n)s 条新消息", name=head.name, n=len(rows))
    why = M("您收到这封信，是因为您选择了把这些消息汇总发给您。")
    return _letter(to, head, subject, _listed(rows, head), why, unsubscribe)


def push_message(told: Told, language: str) -> bytes:
    """The message that templates/worker/push.js shows: JSON with title, body, url, tag and lang."""
    message = {
        "title": in_language(_event(told), language),
        "body": in_language(told.title, language),
        "url": told.path,
        "tag": f"n{told.id}",
        "lang": language,
    }
    return json.dumps(message, ensure_ascii=False).encode()


def _about(told: Told, head: Letterhead) -> Iterator[Message | str]:
    yield _event(told)
    yield told.title
    if told.post:
        yield _post(told.post, head.language)
    yield M("到网站上看：%(url)s", url=head.url + told.path)


def _event(told: Told) -> Message:
    return M("%(event)s（%(office)s）", event=told.label, office=told.office) if told.office else told.label


def _post(post: PostView, language: str) -> str:
    """The floor, who wrote it, and what of it everybody sees."""
    sentence = not_shown(post)
    said = _cut(post.text or "", language) if sentence is None else in_language(sentence, language)
    title = M("%(floor)s %(what)s：", floor=post.floor_label, what=heading_of(post))
    return f"{in_language(title, language)}\n{said}"


def _cut(text: str, language: str) -> str:
    most = CHANNELS[Channel.MAIL].shows.length
    return (
        text
        if most is None or len(text) <= most
        else text[:most] + in_language(M("……（后面的请到网站上看）"), language)
    )


def _listed(rows: Sequence[Told], head: Letterhead) -> Iterator[str]:
    for _, of_thread in groupby(sorted(rows, key=lambda row: (row.thread, row.id)), key=lambda row: row.thread):
        several = list(of_thread)
        lines = [in_language(several[0].title, head.language)]
        for told in several:
            lines.append(f"· {in_language(_event(told), head.language)} {head.url}{told.path}")
        yield "\n".join(lines)


def _letter(
    to: str, head: Letterhead, subject: Message, body: Iterator[Message | str], why: Message, unsubscribe: str
) -> Letter:
    foot = (
        why,
        M("选择要收到哪些消息：%(url)s", url=f"{head.url}/notifications/settings"),
        M("不再收这些邮件：%(url)s", url=unsubscribe),
    )
    parts = [in_language(each, head.language) for each in body]
    text = "\n\n".join([*parts, "\n".join([LINE, *(in_language(each, head.language) for each in foot)])])
    return {
        "to": to,
        "subject": " ".join(in_language(subject, head.language).split()),
        "text": text + "\n",
        "language": head.language,
        "unsubscribe": unsubscribe,
    }


def _host(head: Letterhead) -> str:
    return head.url.partition("://")[2].partition(":")[0]
