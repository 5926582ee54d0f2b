"""Twenty kills of the sending process, before a real SMTP server: nothing is lost, and what comes twice has the same Message-ID."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from time import sleep

import pytest

from forum.outbox.actions import put
from forum.outbox.models import OutboxItem
from forum.outbox.sending import LEASE
from forum.private import Encryptor
from forum.store import db

SECRET = "a secret key of at least thirty-two characters"
KILLS, LETTERS = 20, 150
SENDS = """
import sys
from datetime import datetime
from forum.channel_settings import MailServer
from forum.clock import FixedClock
from forum.mail.smtp import Smtp
from forum.outbox.sending import Sending
from forum.private import Encryptor
from forum.store import db

url, port, at, secret = sys.argv[1:]
db.connect(url)
now = datetime.fromisoformat(at)
smtp = Smtp(MailServer("127.0.0.1", int(port), False, "", "", None), "https://wen.example.gov.cn", FixedClock(now))
sending = Sending({"mail": smtp}, Encryptor(secret))
print("ready", flush=True)
while True:
    with db.connection():
        if not sending.advance(now):
            break
print("done", flush=True)
"""


def start(url, port, at):
    command = [sys.executable, "-c", SENDS, url, str(port), at.isoformat(), SECRET]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # each start of a process takes seconds
def test_twenty_kills_lose_nothing(database, database_url, mailbox, now):
    letter = {"to": "li@example.com", "subject": "问渠", "text": "您好。\n", "language": "zh-CN"}
    for number in range(LETTERS):
        put("mail", f"letter-{number}", letter, now=now, encryptor=Encryptor(SECRET))
    database.close()
    chance, at = random.Random(20), now
    for _ in range(KILLS):
        process = start(database_url, mailbox.server.port, at)
        sleep(chance.uniform(0, 0.12))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        at += LEASE + timedelta(seconds=1)  # what was in hand when it was killed is tried again after its lease
    last = start(database_url, mailbox.server.port, at)
    assert last.communicate(timeout=60)[0] == "done\n"
    came = Counter(message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.letters)
    assert set(came) == {f"<letter-{number}@wen.example.gov.cn>" for number in range(LETTERS)}
    twice = [count - 1 for count in came.values() if count > 1]
    assert sum(twice) <= KILLS, "at most the one letter that was in hand at each kill"
    with db.connection():
        assert OutboxItem.select().where(OutboxItem.sent_at.is_null()).count() == 0
