"""Sealing under a signed order: two administrators and a page that somebody signed, or nothing happens."""

import pytest

from boards.actions.posts import posts
from boards.models.orders import OrderScan, SealOrder
from boards.models.threads import Post, Revision, Thread
from boards.queries.lists.figures import Scope, counts
from boards.readers.figures import reader
from boards.rules.figures.choice import Choice
from boards.rules.withheld import openings_of_revision
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.commitments import commitment_of_parts
from forum.store.log import Deed, Entry, entry_data
from moderation.orders import actions
from moderation.orders.queries import orders_count


def entries(*deeds):
    return list(Entry.select().where(Entry.deed.in_([deed.value for deed in deeds])).order_by(Entry.id))


def test_an_order_that_waits_seals_nothing(enter, post, scans):
    order = enter(scan=scans.picture("PNG"))
    assert Post.get_by_id(post.id).seal_order_id is None
    assert Revision.select().where(Revision.shown_text.is_null(False)).count() == 0
    assert orders_count() == 0
    assert bytes(OrderScan.get(OrderScan.order == order.id).content) == scans.picture("PNG")


def test_another_administrator_seals_the_post_its_history_and_its_title(sealed, post, thread, words):
    sealed()
    rows = list(Revision.select().where(Revision.post == post.id))
    assert len(rows) == 2
    assert {(row.withheld, row.shown_text, row.shown_html) for row in rows} == {("all", "", "")}
    assert all(words.sentence in row.text for row in rows)
    assert Thread.get_by_id(thread.id).shown_title == ""
    assert orders_count() == 1


def test_a_reply_is_sealed_without_the_title(sealed, reply, thread):
    sealed(reply)
    assert Thread.get_by_id(thread.id).shown_title is None
    assert [row.shown_text for row in Revision.select().where(Revision.post == reply.id)] == [""]


def test_a_whole_thread_is_sealed_floor_by_floor(sealed, post, thread):
    order = sealed(post, whole="1")
    assert {each.seal_order_id for each in Post.select().where(Post.thread == thread.id)} == {order.id}
    assert Thread.get_by_id(thread.id).shown_title == ""
    assert len(entries(Deed.SEAL)) == 3


def test_the_leaf_names_the_order_and_no_word_of_the_text(sealed, post, words, cast, second):
    order = sealed()
    entered, confirmed, done = entries(Deed.ORDER_ENTER, Deed.ORDER_CONFIRM, Deed.SEAL)
    assert (entered.actor_id, confirmed.actor_id, done.actor_id) == (
        cast.administrator.account,
        second.account,
        second.account,
    )
    assert (done.object, done.reason, done.role) == (f"post/{post.id}", "privacy", "administrator")
    said = entry_data(done.data)
    assert said["order"] == "清宣封〔2014〕1号"
    assert said["order_hash"] == order.order_hash == entry_data(entered.data)["order_hash"]
    assert said["authority"] == "中共清源市委宣传部部长 签批一号"
    assert entry_data(entered.data)["scan_hash"] == order.scan_hash
    for entry in (entered, confirmed, done):
        assert words.sentence not in entry.leaf + entry.data and words.title not in entry.leaf + entry.data


def test_the_commitment_stays_and_opens_without_words_or_salts(sealed, post, words):
    sealed()
    for row in Revision.select().where(Revision.post == post.id):
        told = openings_of_revision(row.salt, row.text, words.title, row.withheld)
        assert commitment_of_parts(told) == row.commitment
        assert {tuple(each) for each in told} == {("commit",)}


WRONG = [
    ({"number": " "}, "number"),
    ({"number": "号" * 61}, "number"),
    ({"number": "一号\n二号"}, "number"),
    ({"office": ""}, "office"),
    ({"ground": ""}, "ground"),
    ({"reason": ""}, "reason"),
    ({"reason": "because"}, "reason"),
    ({"signed_on": ""}, "signed_on"),
    ({"signed_on": "昨天"}, "signed_on"),
    ({"signed_on": "2014-09-23"}, "signed_on"),
    ({"post": "999999"}, "post"),
    ({"post": "9" * 30}, "post"),
    ({"post": "-1"}, "post"),
    ({"post": ""}, "post"),
    ({"signatory": ""}, "signatory"),
    ({"signatory": "999999"}, "signatory"),
    ({"scan": b""}, "scan"),
    ({"scan": b"%PDF-1.7\nnothing of the kind\n%%EOF"}, "scan"),
    ({"scan": b"%PDF-1.7\n" + bytes(2000)}, "scan"),
    ({"scan": b"<html>a page</html>"}, "scan"),
    ({"scan": b"\x89PNG\r\n\x1a\n" + bytes(100)}, "scan"),
    ({"scan": b"\xff\xd8\xff\xe0" + bytes(100)}, "scan"),
    ({"scan": b"GIF89a" + bytes(100)}, "scan"),
    ({"scan": b"RIFF" + bytes(100)}, "scan"),
    ({"scan": b"MZ" + bytes(100)}, "scan"),
    ({"scan": b"%PDF-" + bytes(10 * 1024 * 1024)}, "scan"),
]


@pytest.mark.parametrize(
    ("given", "field"), WRONG, ids=[f"{field}-{number}" for number, (_, field) in enumerate(WRONG)]
)
def test_what_is_wrong_is_named_and_nothing_is_kept(enter, everything, given, field):
    before = everything()
    with pytest.raises(Invalid) as refusal:
        enter(**given)
    assert list(refusal.value.errors) == [field]
    assert everything() == before


def test_everything_that_is_wrong_is_named_at_once(enter):
    with pytest.raises(Invalid) as refusal:
        enter(scan=b"", number="", ground="", signatory="", post="0", reason="", office="", signed_on="")
    assert set(refusal.value.errors) == {
        "number",
        "office",
        "ground",
        "reason",
        "signed_on",
        "post",
        "signatory",
        "scan",
    }


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_taken_as_they_are(enter, scans, kind):
    order = enter(scan=scans.picture(kind))
    assert order.scan_type == f"image/{kind.lower()}"


def test_a_flood_of_pixels_is_refused_before_it_is_decoded(enter, scans):
    with pytest.raises(Invalid) as refusal:
        enter(scan=scans.picture("PNG", (9000, 8000)))
    assert "像素" in str(refusal.value)


def test_a_cut_file_is_no_scan(enter, scans):
    for whole in (scans.pdf(), scans.picture("PNG", (300, 300)), scans.picture("JPEG", (300, 300))):
        with pytest.raises(Invalid):
            enter(scan=whole[: len(whole) // 2])


@pytest.mark.parametrize("who", ["moderator", "supervisor", "signatory", "spokesperson", "asker"])
def test_nobody_but_an_administrator_enters_or_confirms(enter, cast, now, everything, who):
    order = enter()
    before, actor = everything(), getattr(cast, who)
    for attempt in (
        lambda: enter(actor=actor),
        lambda: actions.confirm(order, actor=actor, now=now),
        lambda: actions.withdraw(order, actor=actor, now=now, reason="不要"),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert everything() == before


def test_a_guest_is_asked_to_sign_in(enter, cast):
    with pytest.raises(Unauthorized):
        enter(actor=cast.guest)


def test_who_entered_an_order_does_not_confirm_it(enter, cast, now, everything):
    order, before = enter(), None
    before = everything()
    with pytest.raises(Forbidden):
        actions.confirm(order, actor=cast.administrator, now=now)
    assert everything() == before


def test_who_signed_neither_enters_nor_confirms(enter, second, now, cast):
    from forum.accounts import actions as accounts
    from forum.accounts.models import Account
    from forum.accounts.queries import actor_of_account

    accounts.grant(Account.get_by_id(second.account), "signatory", now=now)
    both = actor_of_account(Account.get_by_id(second.account), now)
    with pytest.raises(Invalid):
        enter(actor=both, signatory=str(both.account))
    with pytest.raises(Forbidden):
        actions.confirm(enter(signatory=str(both.account)), actor=both, now=now)


def test_a_signatory_must_hold_the_role_now(enter, cast, now):
    from forum.accounts import actions as accounts
    from forum.accounts.models import Account

    accounts.revoke(Account.get_by_id(cast.signatory.account), "signatory", now=now)
    with pytest.raises(Invalid) as refusal:
        enter()
    assert list(refusal.value.errors) == ["signatory"]


def test_an_order_is_confirmed_once(enter, second, now):
    order = enter()
    actions.confirm(order, actor=second, now=now)
    with pytest.raises(Conflict):
        actions.confirm(order, actor=second, now=now)
    with pytest.raises(Conflict):
        actions.withdraw(order, actor=second, now=now, reason="反悔")


def test_a_post_is_sealed_once(enter, sealed, second, now):
    late = enter(number="清宣封〔2014〕2号")
    sealed()
    with pytest.raises(Conflict):
        enter(number="清宣封〔2014〕3号")
    with pytest.raises(Conflict):
        actions.confirm(late, actor=second, now=now)
    assert SealOrder.get_by_id(late.id).confirmed_at is None


def test_a_withdrawn_order_seals_nothing_any_more(enter, second, cast, now):
    order = enter()
    with pytest.raises(Invalid):
        actions.withdraw(order, actor=cast.administrator, now=now, reason=" ")
    actions.withdraw(order, actor=cast.administrator, now=now, reason="文号写错了")
    with pytest.raises(Conflict):
        actions.confirm(order, actor=second, now=now)
    assert orders_count() == 0
    assert entry_data(entries(Deed.ORDER_WITHDRAW)[0].data)["text"] == "文号写错了"


def test_nobody_edits_a_sealed_post(sealed, post, cast, now):
    sealed()
    with pytest.raises(Conflict):
        posts.revise(Post.get_by_id(post.id), actor=cast.asker, now=now, text="再说一遍")


def test_a_refused_attempt_is_on_record_without_what_was_typed(cast, now, everything):
    before = everything()
    with pytest.raises(Invalid), actions.refusals_logged("enter", cast.administrator, now):
        raise Invalid(scan="没有扫描件")
    (entry,) = entries(Deed.ORDER_REFUSE)
    assert (entry.reason, entry.actor_id, entry_data(entry.data)) == (
        "enter",
        cast.administrator.account,
        {"errors": {"scan": "没有扫描件"}},
    )
    after = everything()
    assert {table for table in after if after[table] != before[table]} <= {"entry", "attempt"}


def test_looking_at_a_scan_leaves_an_entry_and_is_not_for_everybody(enter, cast, now, scans):
    order = enter()
    assert actions.look_at_scan(order, actor=cast.supervisor, now=now) == scans.pdf()
    assert [(entry.actor_id, entry.object) for entry in entries(Deed.PRIVATE_LOOK)] == [
        (cast.supervisor.account, f"order/{order.id}")
    ]
    for who in ("moderator", "asker", "guest"):
        with pytest.raises((Forbidden, Unauthorized)):
            actions.look_at_scan(order, actor=getattr(cast, who), now=now)


def test_a_sealed_question_is_in_the_figures_at_once(thread, sealed, rules, now):
    reader(rules).catch_up(now)
    sealed()
    reader(rules).catch_up(now)
    found = counts(Scope(Choice()), now)
    assert (found["received"], found["sealed"]) == (1, 1)
