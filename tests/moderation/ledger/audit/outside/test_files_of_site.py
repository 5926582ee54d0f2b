"""From outside: the files that a site shows and sends are held against the leaves of their posts."""

from dataclasses import replace

import pytest
from stage_pictures import picture

from boards.actions.posts.posts import reply
from boards.actions.steps.recording import citizen_draft
from boards.files.actions import take
from boards.files.attachments import attachment_of
from boards.files.models import PostFile
from boards.files.storage import open_store
from moderation.blurring.actions import blur
from moderation.blurring.rules import Region
from moderation.hiding.actions import hide
from moderation.ledger.signing import Signer


@pytest.fixture
def store(settings):
    return open_store(settings.files)


@pytest.fixture
def file(store, question, cast, rules, now, settings):
    """The picture of a reply on the second floor, signed."""
    upload = take(picture(size=(300, 200)), "a.jpg", actor=cast.neighbour, now=now, store=store)
    draft = replace(citizen_draft("看图"), files=(attachment_of(upload, "坑"),))
    reply(question, actor=cast.neighbour, now=now, city=rules, text=draft)
    Signer(settings).catch_up(now)
    return PostFile.get()


def kinds(findings):
    return {(finding.kind.value, finding.floor) for finding in findings}


def test_nothing_is_found_where_nothing_was_altered(file, verified):
    assert verified() == []


def test_a_blurred_picture_is_the_one_of_its_entry(file, verified, store, cast, now, settings):
    blur(file, [Region(0, 0, 50, 50)], actor=cast.moderator, now=now, store=store, code="plate")
    Signer(settings).catch_up(now)
    assert verified() == []


def test_the_picture_of_a_hidden_post_is_not_asked_for(file, verified, cast, now, settings):
    hide(file.post, actor=cast.moderator, now=now, reason="广告")
    Signer(settings).catch_up(now)
    assert verified() == []


def test_bytes_that_were_replaced_are_named(file, verified, store):
    store.drop(file.sha256)
    store.put(file.sha256, b"another picture")
    assert kinds(verified()) == {("file", 2)}


def test_bytes_that_are_gone_are_named(file, verified, store):
    store.drop(file.sha256)
    assert kinds(verified()) == {("file-missing", 2)}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE post_file SET sha256 = '{other}'", {("file-missing", 2), ("file-unrecorded", 2)}),
        ("DELETE FROM post_file", {("file-missing", 2)}),
    ],
)
def test_a_file_that_was_exchanged_or_taken_away_is_named(file, verified, by_hand, change, found):
    by_hand(change.format(other="0" * 64))
    assert kinds(verified()) == found
