"""The audit from inside holds the bytes of files against the leaves of their posts."""

from dataclasses import replace

import pytest
from stage_pictures import picture

from boards.actions.posts.posts import reply
from boards.actions.steps.recording import citizen_draft
from boards.files.actions import take
from boards.files.attachments import attachment_of
from boards.files.models import PostFile
from boards.files.storage import open_store


@pytest.fixture
def store(settings):
    return open_store(settings.files)


@pytest.fixture
def file(store, question, cast, rules, now):
    """The picture of a reply."""
    upload = take(picture(), "a.jpg", actor=cast.neighbour, now=now, store=store)
    draft = replace(citizen_draft("看图"), files=(attachment_of(upload, "坑"),))
    reply(question, actor=cast.neighbour, now=now, city=rules, text=draft)
    return PostFile.get()


def kinds(findings):
    return {finding.kind.value for finding in findings}


def test_nothing_is_found_where_nothing_was_altered(file, audited):
    assert audited() == []


def test_bytes_that_were_replaced_are_named(file, store, audited):
    store.drop(file.sha256)
    store.put(file.sha256, b"another picture")
    (finding,) = audited()
    assert (finding.kind.value, finding.floor, finding.sentence.values) == ("file", 2, {"n": 1})


def test_bytes_that_are_gone_are_named(file, store, audited):
    store.drop(file.sha256)
    assert kinds(audited()) == {"file-missing"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE post_file SET sha256 = '{other}'", {"row", "file-unrecorded", "file-missing"}),
        ("UPDATE post_file SET alt = 'x'", {"row"}),
        ("DELETE FROM post_file", {"row-missing"}),
    ],
)
def test_a_row_that_was_altered_is_named(file, audited, by_hand, change, found):
    by_hand(change.format(other="0" * 64))
    assert kinds(audited()) == found
