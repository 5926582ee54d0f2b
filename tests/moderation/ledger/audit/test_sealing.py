"""A post sealed under an order leaves nothing to find; one sealed or opened by hand does, from inside and from outside."""

import pytest

from boards.models.orders import SealOrder
from boards.models.threads import Post
from forum.store import db, log
from moderation.ledger.audit.checks.findings import FindingKind
from moderation.ledger.signing import Signer
from moderation.orders.sealing import seal


@pytest.fixture
def order(story, cast, now):
    with db.write():
        order = SealOrder.create(
            number="清宣封〔2014〕1号",
            signatory=cast.signatory.account,
            signatory_name="签批一号",
            signatory_office="宣传部",
            reason="court",
            ground="法院裁定",
            signed_on=now.date(),
            thread=story.case.id,
            post=None,
            order_hash="0" * 64,
            scan_hash="0" * 64,
            scan_type="application/pdf",
            entered_by=cast.administrator.account,
            entered_at=now,
            confirmed_by=cast.supervisor.account,
            confirmed_at=now,
        )
        log.record(log.Deed.ORDER_CONFIRM, ("order", order.id), actor=cast.supervisor, now=now)
    return order


@pytest.fixture
def sealed(story, order, cast, now, settings):
    """The question and the answer, with both its revisions, sealed and signed."""
    with db.write():
        for floor in (1, 2):
            seal(Post.get_by_id(story.posts[floor]), order, actor=cast.administrator, now=now)
    Signer(settings).catch_up(now)
    return story


def named(findings):
    """{(kind, thread, floor, post)} of findings, but those of rows against recorded changes (test_rows.py), which repeat them."""
    repeated = {FindingKind.ROW, FindingKind.ROW_UNRECORDED, FindingKind.ROW_MISSING}
    told = (finding for finding in findings if finding.kind not in repeated)
    return {(finding.kind.value, finding.thread, finding.floor, finding.post) for finding in told}


def test_sealing_under_an_order_leaves_nothing_to_find(sealed, audited, verified):
    assert audited() == []
    assert verified() == []


def test_a_text_given_back_by_hand_is_named(sealed, audited, by_hand):
    post = sealed.posts[2]
    by_hand(f"UPDATE revision SET withheld = NULL, shown_text = NULL, shown_html = NULL WHERE post_id = {post}")
    assert named(audited()) == {("unwithheld", sealed.case.id, 2, post)}


def test_a_text_sealed_without_an_entry_is_named(story, order, audited, verified, by_hand):
    post = story.posts[4]
    by_hand(
        f"UPDATE post SET seal_order_id = {order.id} WHERE id = {post}",
        f"UPDATE revision SET withheld = 'all', shown_text = '', shown_html = '' WHERE post_id = {post}",
    )
    assert named(audited()) == named(verified()) == {("withheld", story.case.id, 4, post)}


def test_sealed_words_are_opened_to_nobody(sealed, api_of, cast):
    for actor in (cast.guest, cast.moderator, cast.administrator):
        answer = api_of(actor).get("/ledger/openings").get_data(as_text=True)
        assert "斑马线" in answer
        assert not [words for words in ("三个路口", "红绿灯", "装灯") if words in answer]
