"""A text goes out of view only as the log says, and for good only under an order of two: whatever SQL the program sends."""

from datetime import date

import peewee
import pytest

from boards.models.orders import SealOrder
from boards.models.threads import Post, Revision, Thread
from forum.store import db, log
from forum.store.log import Deed
from moderation.orders.sealing import seal

HIDING = "UPDATE revision SET withheld = 'all', shown_text = '', shown_html = ''"
REWRITING = "UPDATE revision SET withheld = '[1]', shown_text = '一切都好。', shown_html = '<p>一切都好。</p>'"
ALONE = [
    HIDING,
    REWRITING,
    "UPDATE revision SET shown_text = ''",
    "UPDATE revision SET shown_html = '<p>别的话</p>'",
    "UPDATE revision SET withheld = 'all'",
    "UPDATE thread SET shown_title = ''",
    "UPDATE thread SET shown_title = '别的标题'",
    "UPDATE post SET seal_order_id = 1",
    "UPDATE post SET seal_order_id = 999",
]


@pytest.fixture
def post(question):
    return Post.get(Post.thread == question.id)


@pytest.fixture
def order(post, cast, now):
    """order(...): an order for the post, not yet confirmed."""

    def entered(**given):
        return SealOrder.create(
            number="令1",
            signatory=cast.signatory.account,
            signatory_name="签批人",
            signatory_office="部长",
            reason="court",
            ground="判决",
            signed_on=date(2014, 9, 22),
            order_hash="0" * 64,
            scan_hash="0" * 64,
            scan_type="application/pdf",
            entered_by=cast.administrator.account,
            entered_at=now,
            **{"thread": post.thread_id, "post": post.id, **given},
        )

    return entered


def refused(statement):
    with pytest.raises(peewee.DatabaseError, match="wenqu guard: .*(covered or sealed|confirmed order)"), db.write():
        db.database.execute_sql(statement)


def shown():
    return list(Revision.select(Revision.withheld, Revision.shown_text, Revision.shown_html).tuples())


def test_sql_alone_neither_seals_nor_shows_other_words(post, subtests):
    for statement in ALONE:
        with subtests.test(statement):
            refused(statement)
    assert shown() == [(None, None, None)]


def test_an_order_that_nobody_confirmed_seals_nothing(post, order):
    refused(f"UPDATE post SET seal_order_id = {order().id}")


def test_who_entered_an_order_cannot_confirm_it(post, order, cast, now):
    with pytest.raises(peewee.IntegrityError), db.write():
        order(confirmed_by=cast.administrator.account, confirmed_at=now)
    with pytest.raises(peewee.IntegrityError), db.write():
        SealOrder.update(confirmed_by=cast.administrator.account, confirmed_at=now).where(
            SealOrder.id == order().id
        ).execute()


def test_an_order_for_one_post_seals_no_other(post, order, cast, now, places, rules):
    from boards.actions.posts.threads import ask

    other = ask(places.talk_board, actor=cast.neighbour, now=now, city=rules, title="另一件事", text="内容")
    confirmed = order(confirmed_by=cast.supervisor.account, confirmed_at=now)
    refused(f"UPDATE post SET seal_order_id = {confirmed.id} WHERE thread_id = {other.id}")
    whole = order(post=None, confirmed_by=cast.supervisor.account, confirmed_at=now)
    refused(f"UPDATE post SET seal_order_id = {whole.id} WHERE thread_id = {other.id}")


def test_the_order_alone_is_not_enough_without_the_entry(post, order, cast, now):
    confirmed = order(confirmed_by=cast.supervisor.account, confirmed_at=now)
    with db.write():
        Post.update(seal_order_id=confirmed.id).where(Post.id == post.id).execute()
    refused(HIDING)
    refused("UPDATE thread SET shown_title = ''")


def test_the_entry_alone_is_not_enough_without_the_order(post, cast, now):
    with db.write():
        log.record(Deed.SEAL, ("post", post.id), actor=cast.administrator, now=now, post=post.id, reason="court")
    refused(HIDING)


def test_what_is_sealed_stays_sealed(post, order, cast, now, subtests):
    confirmed = order(confirmed_by=cast.supervisor.account, confirmed_at=now)
    with db.write():
        seal(post, confirmed, actor=cast.administrator, now=now)
    assert shown() == [("all", "", "")]
    for unsealing in (
        "UPDATE revision SET withheld = NULL, shown_text = NULL, shown_html = NULL",
        "UPDATE revision SET shown_text = text",
        REWRITING,
    ):
        with subtests.test(unsealing):
            refused(unsealing)
    refused("UPDATE thread SET shown_title = NULL")
    with pytest.raises(peewee.DatabaseError, match="wenqu guard"), db.write():
        db.database.execute_sql("UPDATE post SET seal_order_id = NULL")
    with db.write():
        log.record(Deed.POST_UNCOVER, ("post", post.id), actor=cast.moderator, now=now, post=post.id)
    refused("UPDATE revision SET withheld = NULL, shown_text = NULL, shown_html = NULL")
    refused("UPDATE thread SET shown_title = NULL")
    assert Thread.get().shown_title == ""


def test_covering_cannot_make_a_whole_text_vanish(post, cast, now):
    with db.write():
        log.record(Deed.POST_COVER, ("post", post.id), actor=cast.moderator, now=now, post=post.id, reason="phone")
    refused("UPDATE revision SET withheld = '[1]', shown_text = '', shown_html = ''")
    refused("UPDATE thread SET shown_title = ''")
