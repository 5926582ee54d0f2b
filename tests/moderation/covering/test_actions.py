"""Covering personal data: in every version, for everybody, and back again; nothing of what was written is lost."""

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Revision, Thread
from boards.queries.parts import covering
from boards.rules.withheld import BLOCKS, openings_of_revision
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.commitments import commitment_of_parts, segments
from forum.store.log import Deed, Entry, entry_data
from moderation.covering import actions

PHONE = "13812345678"
TITLE = f"打{PHONE}没人接"


@pytest.fixture
def thread(places, cast, rules, now):
    return ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title=TITLE,
        kind="complaint",
        text=f"我的电话是{PHONE}，请回电。",
    )


@pytest.fixture
def post(thread, cast, now):
    """A question in two versions that both hold the number."""
    first = Post.get(Post.thread == thread.id)
    posts.revise(first, actor=cast.asker, now=now, text=f"更正：我的电话是{PHONE}，请下午回电。")
    return Post.get_by_id(first.id)


def rows(post):
    return list(Revision.select().where(Revision.post == post.id).order_by(Revision.number))


def place(post, words, number=None):
    """The name of the part with these words in a version, the latest when none is given."""
    row = rows(post)[(number or post.revision) - 1]
    return f"{row.number}.{segments(row.text).index(words) + covering.first_part(post)}"


def cover(post, cast, now, *parts, **given):
    actions.cover(
        post, actor=cast.moderator, now=now, parts=parts, **{"code": "phone", "reason": "写了自己的电话", **given}
    )


def test_a_number_is_covered_in_every_version_where_it_stands(post, cast, now):
    cover(post, cast, now, place(post, PHONE))
    assert [row.shown_text for row in rows(post)] == [
        f"我的电话是{BLOCKS}，请回电。",
        f"更正：我的电话是{BLOCKS}，请下午回电。",
    ]
    assert all(PHONE not in row.shown_html and BLOCKS in row.shown_html for row in rows(post))
    assert all(PHONE in row.text and PHONE in row.html for row in rows(post))


def test_the_title_is_covered_segment_by_segment(post, thread, cast, now):
    number = segments(TITLE).index(PHONE)
    cover(post, cast, now, f"title.{number}")
    kept = Thread.get_by_id(thread.id)
    assert (kept.title, kept.shown_title) == (TITLE, f"打{BLOCKS}没人接")
    assert all(row.withheld == "[0]" and row.shown_text == row.text for row in rows(post))
    actions.uncover(post, actor=cast.moderator, now=now, parts=[f"title.{number}"], reason="是单位的电话")
    assert Thread.get_by_id(thread.id).shown_title is None
    assert {row.withheld for row in rows(post)} == {None}


def test_what_stays_open_still_opens_every_leaf(post, cast, now):
    cover(post, cast, now, place(post, PHONE), f"title.{segments(TITLE).index(PHONE)}")
    for row in rows(post):
        told = openings_of_revision(row.salt, row.text, TITLE, row.withheld)
        assert commitment_of_parts(told) == row.commitment
        assert PHONE not in str(told)


def test_it_stays_covered_when_its_author_writes_it_again(post, cast, now):
    cover(post, cast, now, place(post, PHONE))
    posts.revise(post, actor=cast.asker, now=now, text=f"再说一遍，{PHONE}。")
    assert rows(post)[-1].shown_text == f"再说一遍，{BLOCKS}。"
    assert PHONE not in rows(post)[-1].shown_html


def test_uncovering_brings_back_what_was_written(post, cast, now):
    cover(post, cast, now, place(post, PHONE), place(post, "更正："))
    actions.uncover(post, actor=cast.moderator, now=now, parts=[place(post, PHONE, 1)], reason="这是公开的热线")
    assert rows(post)[0].shown_text is None
    assert rows(post)[1].shown_text == f"{BLOCKS}：我的电话是{PHONE}，请下午回电。"


def test_the_log_says_who_which_parts_and_why(post, cast, now):
    cover(post, cast, now, place(post, PHONE), place(post, PHONE, 1))
    actions.uncover(post, actor=cast.moderator, now=now, parts=[place(post, PHONE)], reason="这是公开的热线")
    covered, uncovered = (
        Entry.select().where(Entry.object == f"post/{post.id}").order_by(Entry.id.desc()).limit(2)[::-1]
    )
    assert (covered.deed, covered.reason, covered.role, covered.actor_id) == (
        Deed.POST_COVER,
        "phone",
        "moderator",
        cast.moderator.account,
    )
    assert entry_data(covered.data)["parts"] == {"1": [2], "2": [3]}
    assert entry_data(covered.data)["text"] == "写了自己的电话"
    assert (uncovered.deed, entry_data(uncovered.data)["text"]) == (Deed.POST_UNCOVER, "这是公开的热线")
    assert PHONE not in covered.data + covered.leaf + uncovered.data


@pytest.mark.parametrize("who", ["asker", "neighbour", "spokesperson", "supervisor", "signatory", "administrator"])
def test_nobody_but_a_moderator_covers(post, cast, now, everything, who):
    before = everything()
    with pytest.raises(Forbidden):
        actions.cover(post, actor=getattr(cast, who), now=now, parts=["2.1"], code="phone")
    with pytest.raises(Forbidden):
        actions.uncover(post, actor=getattr(cast, who), now=now, parts=["2.1"], reason="想看")
    assert everything() == before


def test_a_guest_is_asked_to_sign_in(post, cast, now):
    with pytest.raises(Unauthorized):
        actions.cover(post, actor=cast.guest, now=now, parts=["2.1"], code="phone")


# Part 4 of the second version is a comma; part 0 is the title, which has names of its own.
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"parts": []}, "parts"),
        ({"parts": ["2.99"]}, "parts"),
        ({"parts": ["9.1"]}, "parts"),
        ({"parts": ["2.0"]}, "parts"),
        ({"parts": ["2.-1"]}, "parts"),
        ({"parts": ["2.4"]}, "parts"),
        ({"parts": ["title.99"]}, "parts"),
        ({"parts": ["words"]}, "parts"),
        ({"code": ""}, "code"),
        ({"code": "because"}, "code"),
        ({"reason": "长" * 501}, "reason"),
    ],
)
def test_what_cannot_be_covered_is_refused_and_changes_nothing(post, cast, now, everything, given, field):
    before = everything()
    with pytest.raises(Invalid) as refusal:
        actions.cover(post, actor=cast.moderator, now=now, **{"parts": ["2.1"], "code": "phone", **given})
    assert list(refusal.value.errors) == [field]
    assert everything() == before


def test_uncovering_needs_a_reason_and_something_covered(post, cast, now):
    with pytest.raises(Invalid) as refusal:
        actions.uncover(post, actor=cast.moderator, now=now, parts=[place(post, PHONE)], reason="没有盖过")
    assert list(refusal.value.errors) == ["parts"]
    cover(post, cast, now, place(post, PHONE))
    with pytest.raises(Invalid) as refusal:
        actions.uncover(post, actor=cast.moderator, now=now, parts=[place(post, PHONE)], reason=" ")
    assert list(refusal.value.errors) == ["reason"]


def test_a_form_cannot_be_sent_twice(post, cast, now):
    cover(post, cast, now, place(post, PHONE))
    with pytest.raises((Invalid, Conflict)):
        cover(post, cast, now, place(post, PHONE))
