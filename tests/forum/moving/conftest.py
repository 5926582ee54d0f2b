"""A small signed city with a picture, and empty places on either engine that it can move to."""

import hashlib
import subprocess
import sys
from types import SimpleNamespace

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.files.models import Upload
from boards.files.storage import open_store
from forum.accounts.models import Account
from forum.config import from_environ
from forum.private import Encryptor
from forum.store import db
from moderation.ledger.audit.inside import database_audit
from moderation.ledger.signing import Signer

PICTURE = b"the bytes of a picture"
OTP = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def city(settings, places, cast, question, rules, now):
    """The Settings of a city with a question, an answer, a second factor and a picture; everything signed."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, text="下周装灯。", city=rules)
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="**支持** 13800138000\n\n- 斑马线")
    sealed = Encryptor(settings.secret_key).encrypt(OTP, f"account/otp_secret/{cast.moderator.account}")
    Account.update(otp_secret=sealed).where(Account.id == cast.moderator.account).execute()
    digest = hashlib.sha256(PICTURE).hexdigest()
    open_store(settings.files).put(digest, PICTURE)
    Upload.create(
        key="k", account=cast.asker.account, kind="picture", media="image/webp", sha256=digest, size=9, created_at=now
    )
    Signer(settings).catch_up(now)
    db.database.close_all()
    return settings


@pytest.fixture
def empty(request, tmp_path, database_url):
    """empty(name, same=False): the Settings of an empty place on the other engine, or the same one."""

    def made(name, same=False):
        sqlite = database_url.startswith("sqlite:") == same
        url = f"sqlite:///{tmp_path / name}.db" if sqlite else _postgresql(request)
        return from_environ({"WENQU_DATA": str(tmp_path / name), "WENQU_DATABASE": url})

    return made


def _postgresql(request):
    running = request.getfixturevalue("postgresql")
    running.made += 1
    name = f"empty_{running.made}"
    running.run(f"CREATE DATABASE {name}")
    return running.superuser(name)


@pytest.fixture
def store_of():
    return lambda settings: open_store(settings.files)


@pytest.fixture
def found():
    """found(settings): what `wenqu verify --local` finds."""

    def audit(settings):
        _, batches = database_audit.audit(settings, jobs=1)
        findings = [finding.line() for batch in batches for finding in batch.findings]
        db.database.close_all()
        return findings

    return audit


@pytest.fixture
def killed():
    """killed(settings, call, place, times): run `call` in a process that is killed at the n-th call of `place`; whether it was."""

    def run(settings, call, place, times):
        environ = {"WENQU_DATA": str(settings.data), "WENQU_DATABASE": settings.database, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [sys.executable, "-c", KILLED, place, str(times), *call], env=environ, capture_output=True, check=False
        )
        assert done.returncode in (0, -9), done.stderr.decode()[-2000:]
        return done.returncode == -9

    return run


KILLED = """
import importlib, os, sys
place, times, *words = sys.argv[1:]
module, name, method = place.split(":")
owner = getattr(importlib.import_module(module), name)
real, left = getattr(owner, method), [int(times)]
def deadly(*args, **named):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), 9)
    return real(*args, **named)
setattr(owner, method, deadly)
sys.argv = ["wenqu", *words]
from forum import cli
cli.main()
"""


@pytest.fixture
def described():
    """described(manifest): what two manifests of the same city have in common."""

    def said(manifest):
        parts = {(part.table, part.span, part.sha256, part.rows) for part in manifest.parts}
        return SimpleNamespace(
            parts=parts, tables=manifest.tables, log=(manifest.entries, manifest.last_leaf, manifest.checkpoint)
        )

    return said
