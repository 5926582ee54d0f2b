"""A draft is kept for its author, one in a thread, and is gone once the answer is published."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts import drafts
from boards.actions.posts.posts import write_post
from boards.models.cases import Draft
from forum.problems import Forbidden, Invalid, Unauthorized
from forum.store.log import Entry


def kept():
    return [(draft.account_id, draft.kind, draft.text) for draft in Draft.select().order_by(Draft.account)]


def test_a_draft_is_kept_and_the_next_one_takes_its_place(question, cast, now):
    drafts.save(question, actor=cast.spokesperson, now=now, text="已派人", kind="first_reply")
    drafts.save(question, actor=cast.spokesperson, now=now, text="已派人去看。", kind="result")
    drafts.save(question, actor=cast.colleague, now=now, text="我来答", kind="reply")
    assert kept() == [
        (cast.spokesperson.account, "result", "已派人去看。"),
        (cast.colleague.account, "reply", "我来答"),
    ]


def test_an_empty_draft_clears_the_one_before(question, cast, now):
    drafts.save(question, actor=cast.spokesperson, now=now, text="已派人")
    assert drafts.save(question, actor=cast.spokesperson, now=now, text=" \n") is False
    assert kept() == []


def test_publishing_clears_the_own_draft_only(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    for actor in (cast.spokesperson, cast.colleague):
        drafts.save(question, actor=actor, now=now, text="已装灯。", kind="result")
    write_post(question, "result", actor=cast.spokesperson, now=now, city=rules, text="已装灯。")
    assert [account for account, *_ in kept()] == [cast.colleague.account]


def test_a_refused_answer_leaves_the_draft(question, cast, rules, now):
    drafts.save(question, actor=cast.spokesperson, now=now, text="已装灯。", kind="result")
    with pytest.raises(Invalid):
        write_post(question, "reply", actor=cast.spokesperson, now=now, city=rules, text=" ")
    assert len(kept()) == 1


def test_a_draft_is_no_deed(question, cast, now):
    before = Entry.select().count()
    drafts.save(question, actor=cast.spokesperson, now=now, text="已派人")
    drafts.clear(question, cast.spokesperson)
    assert Entry.select().count() == before


@pytest.mark.parametrize(("kind", "stays"), [("result", "result"), ("no such kind", "reply"), ("", "reply")])
def test_the_kind_is_one_that_there_is(question, cast, now, kind, stays):
    drafts.save(question, actor=cast.spokesperson, now=now, text="已派人", kind=kind)
    assert kept()[0][1] == stays


@pytest.mark.parametrize("text", ["字" * 20_001, "a\x00b", "\ud800"])
def test_what_could_not_be_published_is_not_kept(question, cast, now, text):
    with pytest.raises(Invalid):
        drafts.save(question, actor=cast.spokesperson, now=now, text=text)
    assert kept() == []


def test_a_case_of_another_department_is_not_drafted_on(question, asked, cast, places, now):
    with pytest.raises(Forbidden):
        drafts.save(question, actor=cast.outsider, now=now, text="已派人")
    assert kept() == []
    talk = asked("说说路灯", board=places.talk_board)
    assert drafts.save(talk, actor=cast.outsider, now=now, text="我们也在看")


@pytest.mark.parametrize(("who", "refusal"), [("guest", Unauthorized), ("asker", Forbidden), ("moderator", Forbidden)])
def test_drafts_are_for_spokespersons(question, cast, now, who, refusal):
    with pytest.raises(refusal):
        drafts.save(question, actor=getattr(cast, who), now=now, text="已派人")
    assert kept() == []
