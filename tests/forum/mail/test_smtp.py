"""Letters over SMTP, before a real server on this machine."""

from email import message_from_bytes, policy

import pytest

from forum.channel_settings import MailServer
from forum.mail.smtp import Smtp
from forum.outbox.sending import Delayed, Refused

LETTER = {"to": "li@example.com", "subject": "问渠：确认邮箱", "text": "您好。\n", "language": "zh-CN"}


@pytest.fixture
def smtp(mailbox, clock):
    return Smtp(mailbox.server, "https://wen.example.gov.cn", clock)


def test_a_letter_arrives_as_it_was_written(smtp, mailbox):
    smtp.send("confirm-1", LETTER)
    (envelope,) = mailbox.letters
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("noreply@wen.example.gov.cn", ["li@example.com"])
    assert (letter["Subject"], letter.get_content().strip()) == ("问渠：确认邮箱", "您好。")
    assert letter["Message-ID"] == "<confirm-1@wen.example.gov.cn>" and letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "zh-CN"


@pytest.mark.parametrize(
    ("answer", "raised"), [("550 no such mailbox", Refused), ("450 try later", Delayed), ("421 closing", Delayed)]
)
def test_what_the_server_answers_says_whether_to_try_again(smtp, mailbox, answer, raised):
    mailbox.answers["li@example.com"] = answer
    with pytest.raises(raised, match=answer[:3]):
        smtp.send("a", LETTER)


def test_a_server_that_is_away_is_tried_again(mailbox, clock):
    away = MailServer("127.0.0.1", 1, False, "", "", None)
    with pytest.raises(Delayed):
        Smtp(away, "https://wen.example.gov.cn", clock).send("a", LETTER)


def test_a_line_break_adds_no_header(smtp, mailbox):
    with pytest.raises(ValueError, match="linefeed"):
        smtp.send("a", LETTER | {"subject": "x\nBcc: all@example.com"})
    assert mailbox.letters == []
