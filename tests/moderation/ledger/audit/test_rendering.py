"""Each revision is verified by the version of the renderer that made its HTML, from inside and from outside."""

import pytest

from boards.actions.posts import posts
from boards.models.threads import Post, Revision
from forum.roles import Actor
from forum.text import markup
from moderation.covering import actions as covering
from moderation.ledger.signing import Signer

TEXT = "请回电，谢谢^_^，麻烦了^_^"


@pytest.fixture
def earlier(story, cast, rules, settings, now, monkeypatch):
    """The Post of a reply that was rendered by version 1, before there was another."""
    with monkeypatch.context() as then:
        then.setattr("boards.actions.steps.recording.render", lambda text: markup.render(text, 1))
        then.setattr("boards.actions.steps.recording.VERSION", 1)
        post = posts.reply(story.case, actor=cast.neighbour, now=now, city=rules, text=TEXT)
    Signer(settings).catch_up(now)
    return post


def test_html_of_an_earlier_version_is_right_for_that_version(earlier, audited, verified):
    assert Revision.get(Revision.post == earlier.id).html != markup.render(TEXT)
    assert audited() == []
    assert verified() == []


def test_html_of_an_earlier_version_is_wrong_for_this_one(earlier, audited, verified, by_hand):
    by_hand(f"UPDATE revision SET rendering = {markup.VERSION} WHERE post_id = {earlier.id}")
    assert {(finding.kind.value, finding.post) for finding in audited()} == {("shown", earlier.id), ("row", None)}
    assert {(finding.kind.value, finding.post) for finding in verified()} == {("shown", earlier.id)}


def test_a_version_that_this_program_does_not_know_proves_nothing(earlier, audited, verified, by_hand):
    by_hand(f"UPDATE revision SET rendering = 9 WHERE post_id = {earlier.id}")
    assert {finding.kind.value for finding in audited()} == {"shown", "row"}
    assert {finding.kind.value for finding in verified()} == {"shown"}


def test_an_earlier_text_is_covered_as_it_was_rendered(earlier, audited, verified, cast, settings, now):
    covering.cover(
        Post.get_by_id(earlier.id), actor=cast.moderator, now=now, parts=["1.0"], code="other", reason="电话"
    )
    assert "<em>" in Revision.get(Revision.post == earlier.id).shown_html
    Signer(settings).catch_up(now)
    assert audited() == []
    assert verified() == []


def test_a_revision_says_by_which_version_it_is_shown(earlier, api_of, cast, story, now):
    posts.revise(Post.get_by_id(earlier.id), actor=cast.neighbour, now=now, text=f"{TEXT}！")
    anybody = api_of(Actor())
    revisions = anybody.get(f"/posts/{earlier.id}/revisions").json["items"]
    assert [each["rendering"] for each in revisions] == [1, markup.VERSION]
    shown = anybody.get(f"/threads/{story.case.id}/posts").json["items"]
    assert {each["id"]: each["rendering"] for each in shown}[earlier.id] == markup.VERSION
    opened = anybody.get("/ledger/openings").json["items"]
    assert [each["rendering"] for each in opened if each["post"] == earlier.id] == [1, markup.VERSION]
