"""Letters handed over by a real LMTP client: what becomes a floor, what is answered, and what is left unanswered."""

import asyncio
import shutil
import subprocess
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import LMTP, SMTPDataError, SMTPRecipientsRefused

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.channels.mail.actions import Mailroom
from boards.channels.mail.lmtp import server
from boards.channels.mail.models import MailReply
from boards.models.threads import Post, Revision, Thread
from boards.notifications.reader import reader
from boards.notifications.sending.planning import Planner
from boards.notifications.sending.transports import senders
from forum.accounts.models import Account, Sanction
from forum.channel_settings import Channels
from forum.mail.reply_addresses import LASTS, reply_address
from forum.outbox.models import OutboxItem

BASE = "reply@wen.example.gov.cn"


@pytest.fixture
def taking(with_mail):
    """The settings of a site that takes replies by mail."""
    return replace(with_mail, channels=Channels(reply_address=BASE))


@pytest.fixture
def port(taking, rules, clock, database):
    """The port of a real LMTP server on this machine."""
    loop, begun = asyncio.new_event_loop(), threading.Event()
    listening = loop.run_until_complete(
        loop.create_server(lambda: server(lambda: Mailroom(taking, rules, clock.now())), "127.0.0.1", 0)
    )

    def run():
        loop.call_soon(begun.set)
        loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(10)
    yield listening.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    listening.close()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


@pytest.fixture
def to(question, cast, taking, now):
    """The address at which the neighbour answers the question."""
    account = cast.neighbour.account
    return reply_address(BASE, account, thread=question.id, post=None, now=now, secret=taking.secret_key)


def letter(to, text="我也遇到了，请快些修。", sender="neighbour@example.com", message_id="<1@example.com>", **headers):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, to, "Re: 路灯", message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def hand_over(port, made, envelope_sender="neighbour@example.com"):
    with LMTP("127.0.0.1", port) as client:
        client.send_message(made, from_addr=envelope_sender, to_addrs=[made["To"]])


def floors(thread):
    rows = Post.select(Post.floor, Post.author_name, Post.channel, Revision.text).join(
        Revision, on=Revision.post == Post.id
    )
    return list(rows.where(Post.thread == thread.id, Post.floor > 1).order_by(Post.floor).tuples())


@pytest.fixture
def answers(taking, clock, mailbox):
    """The answers that arrived, after the worker sent what was to be sent."""

    def arrived():
        for each in senders(taking, clock):
            each.advance(clock.now())
        return [
            (envelope.mail_from, message_from_bytes(envelope.content, policy=policy.default))
            for envelope in mailbox.letters
        ]

    return arrived


def test_a_reply_becomes_a_floor_without_what_was_quoted(question, cast, port, to, address_of):
    address_of(cast.neighbour)
    hand_over(port, letter(to, "我也遇到了。\n\n在 2014年9月22日，问渠 写道：\n> 有了处理意见\n"))
    assert floors(question) == [(2, "清源老李", "mail", "我也遇到了。")]
    assert OutboxItem.select().count() == 0


def test_a_reply_to_a_post_answers_it_where_it_stands(question, cast, rules, now, port, taking, address_of):
    address_of(cast.asker)
    said = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="哪个路口？")
    to = reply_address(BASE, cast.asker.account, thread=0, post=said.id, now=now, secret=taking.secret_key)
    hand_over(port, letter(to, "东门外。", "asker@example.com"))
    assert Post.get(Post.floor == 3).parent_id == said.id


def test_what_comes_twice_counts_once(question, cast, port, to, address_of):
    address_of(cast.neighbour)
    for _ in range(3):
        hand_over(port, letter(to))
    assert len(floors(question)) == 1 and MailReply.select().count() == 1


def test_killed_before_its_answer_it_is_handed_over_again_and_counts_once(
    question, cast, port, to, address_of, monkeypatch
):
    address_of(cast.neighbour)
    insert = MailReply.insert
    with monkeypatch.context() as patched:
        patched.setattr(MailReply, "insert", lambda **given: 1 / 0)
        with pytest.raises(SMTPDataError) as told:
            hand_over(port, letter(to))
    assert told.value.smtp_code == 451 and floors(question) == [] and MailReply.insert == insert
    hand_over(port, letter(to))
    assert len(floors(question)) == 1


@pytest.mark.parametrize(
    ("headers", "envelope_sender"),
    [
        ({"Auto_Submitted": "auto-replied"}, "neighbour@example.com"),
        ({"Precedence": "bulk"}, "neighbour@example.com"),
        ({"List_Id": "<all.example.com>"}, "neighbour@example.com"),
        ({}, "<>"),
        ({}, "MAILER-DAEMON@example.com"),
    ],
)
def test_programs_and_bounces_are_neither_posted_nor_answered(
    question, cast, port, to, address_of, headers, envelope_sender
):
    address_of(cast.neighbour)
    hand_over(port, letter(to, **headers), envelope_sender)
    assert floors(question) == [] and OutboxItem.select().count() == 0


def test_a_stranger_is_answered_politely_by_nobody_and_not_for_ever(
    question, cast, port, to, address_of, answers, mailbox
):
    address_of(cast.neighbour)
    for number in range(9):
        hand_over(port, letter(to, sender="wang@example.org", message_id=f"<{number}@example.org>"), "wang@example.org")
    assert floors(question) == []
    arrived = answers()
    assert len(arrived) == 3
    envelope_sender, answer = arrived[0]
    assert envelope_sender == "<>" and answer["To"] == "wang@example.org" and answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == "<0@example.org>"
    assert "只收一个账号的回信" in answer.get_content()
    assert cast.neighbour.name not in answer.as_string() and "三衢" not in answer.get_content()


def test_an_unknown_address_is_refused_before_the_letter_comes(port):
    with pytest.raises(SMTPRecipientsRefused) as refused:
        hand_over(port, letter("reply+mzxw6@wen.example.gov.cn"))
    assert next(iter(refused.value.recipients.values()))[0] == 550


def test_who_may_not_reply_is_told_why(question, cast, now, port, to, address_of, answers):
    address_of(cast.neighbour)
    Sanction.create(account=cast.neighbour.account, kind="suspension", code="insult", text="骂人", since=now,
                    until=now + timedelta(days=3), given_by=cast.moderator.account)  # fmt: skip
    for _ in range(2):
        hand_over(port, letter(to))
    ((_, answer),) = answers()
    assert floors(question) == [] and "没有发表" in answer.get_content()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("old", "太久了"),
        ("empty", "没有读到"),
        ("hidden", "没有这个主题"),
        ("office", "有职务的账号"),
        ("english", "too old"),
    ],
)
def test_what_cannot_be_posted_is_explained(question, cast, clock, taking, port, to, address_of, answers, change, said):
    who = cast.spokesperson if change == "office" else cast.neighbour
    address_of(who)
    to = reply_address(BASE, who.account, thread=question.id, post=None, now=clock.now(), secret=taking.secret_key)
    if change == "english":
        Account.update(language="en").execute()
    if change in ("old", "english"):
        clock.advance(LASTS + timedelta(days=1))
    if change == "hidden":
        Thread.update(public=False, status="pending").execute()
    hand_over(port, letter(to, "> 旧信" if change == "empty" else "请快些修。", f"{who.username}@example.com"))
    ((_, answer),) = answers()
    assert said in answer.get_content() and floors(question) == []


def test_a_letter_in_html_alone_is_read(question, cast, port, to, address_of):
    address_of(cast.neighbour)
    made = letter(to)
    made.set_content("<p>我也<b>遇到</b>了。</p><blockquote>旧信</blockquote>", subtype="html")
    hand_over(port, made)
    assert floors(question)[0][3] == "我也遇到了。"


def test_attachments_are_not_taken_and_that_is_said(question, cast, port, to, address_of, answers):
    address_of(cast.neighbour)
    made = letter(to, "照片在附件里。")
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="../../" + "长" * 4000 + ".jpg")
    hand_over(port, made)
    ((_, answer),) = answers()
    assert floors(question)[0][3] == "照片在附件里。" and "附件没有收下" in answer.get_content()


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5"])
def test_chinese_charsets_are_read(question, cast, port, to, address_of, charset):
    address_of(cast.neighbour)
    made = letter(to)
    made.set_content("路口的灯" if charset != "big5" else "路口", charset=charset)
    hand_over(port, made)
    assert floors(question)[0][3].startswith("路口")


def test_an_anonymous_asker_stays_anonymous(places, cast, rules, port, taking, now, address_of):
    address_of(cast.asker)
    thread = ask(places.housing_board, actor=cast.asker, now=now, city=rules, title="路口的灯", text="灯不亮了，请修一修。",
                 kind="complaint", anonymous=True)  # fmt: skip
    to = reply_address(BASE, cast.asker.account, thread=thread.id, post=None, now=now, secret=taking.secret_key)
    hand_over(port, letter(to, "补充一句。", "asker@example.com"))
    assert Post.get(Post.floor == 2).anonymous


def test_the_letter_of_a_notification_is_answered_at_its_reply_to(
    question, cast, now, port, taking, address_of, mailbox, clock
):
    address_of(cast.asker)
    Planner(taking).work(now)
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.first_reply(question, actor=cast.spokesperson, now=now, text="已派人去看。")
    reader().catch_up(now)
    Planner(taking).work(now)
    for each in senders(taking, clock):
        each.advance(now)
    told = message_from_bytes(mailbox.letters[0].content, policy=policy.default)
    assert told.get_content().startswith("————— 请在这一行以上写回复 —————")
    quoted = "\n".join(f"> {line}" for line in told.get_content().splitlines())
    hand_over(port, letter(told["Reply-To"], f"好的，谢谢。\n\n{quoted}", "asker@example.com"), "asker@example.com")
    answered = Post.get(Post.floor == 3)
    assert floors(question)[1][3] == "好的，谢谢。" and answered.parent.floor == 2


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\xff\n\n", b"From: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n", b"From: =?x?q?\n\n",
     b"Subject: " + b"x" * 900, b"From: a@b\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe"],
)  # fmt: skip
def test_broken_letters_change_nothing(question, port, to, cast, address_of, raw):
    address_of(cast.neighbour)
    with LMTP("127.0.0.1", port) as client:
        client.sendmail("x@example.com", [to], raw)
    assert floors(question) == []


@pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed")
def test_swaks_hands_over_a_letter_that_becomes_a_floor(question, cast, port, to, address_of):
    address_of(cast.neighbour)
    sent = subprocess.run(
        ["swaks", "--protocol", "LMTP", "--server", "127.0.0.1", "--port", str(port), "--to", to,
         "--from", "neighbour@example.com", "--body", "I have seen it too.", "--header", "Message-Id: <swaks@example.com>"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert sent.returncode == 0, sent.stdout
    assert floors(question)[0][3] == "I have seen it too."
