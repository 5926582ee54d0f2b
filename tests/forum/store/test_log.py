"""The log: every deed with its entry in one transaction, and each entry fit for the public ledger."""

import hashlib
import json
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pyotp
import pytest
import rfc8785

from boards.actions.cases import handling, transfers
from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.actions.posts import posts
from boards.actions.posts.threads import ask, support
from boards.models.threads import Post, Revision, Thread
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.accounts.second_factor import enrol, new_secret
from forum.roles import SYSTEM, Role
from forum.store import db, log
from forum.store.commitments import commitment_of, commitment_of_parts, openings
from forum.store.log import Deed, Entry
from moderation.hiding import actions as hiding

SECRET = new_secret()


class PowerCut(Exception):
    """The process ends here."""


def account_of(actor):
    return Account.get_by_id(actor.account)


def first_post(question):
    return Post.get(Post.thread == question.id, Post.floor == 1)


def a_department(s):
    return get_or_create_department("shuiwu", "清源市税务局", "税务局", "municipal", now=s.now)


def a_board(s):
    return get_or_create_board("qiche", "汽车", s.talk, now=s.now)


def an_enrolment(s):
    return enrol(s.cast.moderator, SECRET, pyotp.TOTP(SECRET).at(s.now), now=s.now, settings=s.settings)


def a_change_of_password(s):
    return accounts.change_password(s.cast.asker, "quite another password", now=s.now)


def a_question(s):
    return ask(
        s.places.housing_board, actor=s.cast.asker, now=s.now, city=s.rules, title="题目", text="内容", kind="complaint"
    )


def a_publication(s):
    return transfers.publish(s.screened, actor=s.cast.moderator, now=s.now, city=s.rules)


def a_revision(s):
    return posts.revise(first_post(s.question), actor=s.cast.asker, now=s.now, text="改过的内容")


def a_first_reply(s):
    return handling.first_reply(s.accepted, actor=s.cast.spokesperson, now=s.now, text="已派人去看。")


def a_result(s):
    return handling.give_result(s.accepted, actor=s.cast.spokesperson, now=s.now, text="装好了。", city=s.rules)


def a_follow_up(s):
    return handling.follow_up(s.answered, actor=s.cast.asker, now=s.now, city=s.rules, text="什么时候？")


ACTIONS = {
    "account.create": lambda s: accounts.register("newcomer", "a fine password", "新来的人", now=s.now),
    "account.password": a_change_of_password,
    "account.second_factor": an_enrolment,
    "role.grant": lambda s: accounts.grant(
        account_of(s.cast.neighbour), "moderator", now=s.now, actor=s.cast.administrator
    ),
    "role.revoke": lambda s: accounts.revoke(
        account_of(s.cast.moderator), "moderator", now=s.now, actor=s.cast.administrator
    ),
    "department.create": a_department,
    "board.create": a_board,
    "post.create": lambda s: posts.reply(s.question, actor=s.cast.neighbour, now=s.now, city=s.rules, text="支持"),
    "post.create case.ask": a_question,
    "post.revise": a_revision,
    "post.hide": lambda s: hiding.hide(first_post(s.question), actor=s.cast.moderator, now=s.now, reason="有电话号码"),
    "post.restore": lambda s: hiding.restore(first_post(s.hidden), actor=s.cast.moderator, now=s.now),
    "thread.support": lambda s: support(s.question, actor=s.cast.neighbour, now=s.now),
    "case.publish": a_publication,
    "case.accept": lambda s: handling.accept(s.question, actor=s.cast.spokesperson, now=s.now),
    "post.create case.first_reply": a_first_reply,
    "post.create case.result": a_result,
    "case.close": lambda s: handling.close(s.answered, actor=s.cast.spokesperson, now=s.now),
    "post.create case.follow_up": a_follow_up,
}


@pytest.fixture
def stage(places, cast, question, rules, screened, now, settings):
    """What the actions above need: a question in every state they start from."""

    def asked(city=rules):
        given = {"title": "另一个问题", "text": "另一个内容", "kind": "complaint"}
        return ask(places.housing_board, actor=cast.asker, now=now, city=city, **given)

    hidden, accepted, answered = asked(), asked(), asked()
    hiding.hide(first_post(hidden), actor=cast.moderator, now=now, reason="有电话号码")
    for thread in (accepted, answered):
        handling.accept(thread, actor=cast.spokesperson, now=now)
    handling.give_result(answered, actor=cast.spokesperson, now=now, text="装好了。", city=rules)
    return SimpleNamespace(
        places=places,
        cast=cast,
        rules=rules,
        question=question,
        screened=asked(screened),
        hidden=hidden,
        accepted=accepted,
        answered=answered,
        talk=get_or_create_category("互动交流", "discussion", now=now),
        now=now + timedelta(hours=1),
        settings=settings,
    )


@pytest.fixture
def story(stage):
    """The log after every action of the table."""
    for act in ACTIONS.values():
        act(stage)
    return list(Entry.select().order_by(Entry.id))


def test_an_action_writes_its_entries_with_its_rows(stage, subtests):
    for deeds, act in ACTIONS.items():
        with subtests.test(deeds):
            before = log.last_entry_number()
            act(stage)
            written = Entry.select().where(Entry.id > before).order_by(Entry.id)
            assert [entry.deed for entry in written] == deeds.split()


def test_an_action_whose_entry_fails_leaves_no_rows(stage, everything, monkeypatch, subtests):
    before, written = everything(), log.record

    def record_and_end(*arguments, **named):
        written(*arguments, **named)
        raise PowerCut

    monkeypatch.setattr(log, "record", record_and_end)
    for deeds, act in ACTIONS.items():
        with subtests.test(deeds):
            with pytest.raises(PowerCut):
                act(stage)
            assert everything() == before


def test_an_action_that_is_taken_back_leaves_neither_rows_nor_entries(stage, everything):
    before = everything()
    with pytest.raises(PowerCut), db.write():
        for act in ACTIONS.values():
            act(stage)
        raise PowerCut
    assert everything() == before


def test_an_entry_is_written_inside_a_transaction_only(database, now):
    with pytest.raises(RuntimeError, match="transaction"):
        log.record(Deed.BOARD_CREATE, ("board", 1), actor=SYSTEM, now=now)
    assert log.last_entry_number() == 0


def test_leaves_are_canonical_and_say_what_the_columns_say(story):
    for entry in story:
        leaf = json.loads(entry.leaf)
        assert rfc8785.dumps(leaf).decode() == entry.leaf
        assert leaf["v"] == 2
        assert (leaf["type"], leaf["object"], leaf["role"]) == (entry.deed, entry.object, entry.role)
        assert leaf["time"] == entry.at.isoformat(timespec="microseconds")
        assert leaf["time"].endswith("+00:00")
        assert (leaf.get("commit"), leaf.get("prior"), leaf.get("reason")) == (
            entry.commitment,
            entry.prior,
            entry.reason,
        )
        assert leaf.get("department") == entry.department_id


ALLOWED = {
    "v",
    "type",
    "object",
    "actor",
    "role",
    "time",
    "department",
    "revision",
    "place",
    "reason",
    "commit",
    "prior",
    "rows",
}


def test_leaves_hold_neither_texts_nor_names(story):
    assert set().union(*(json.loads(entry.leaf) for entry in story)) <= ALLOWED
    told = [text for row in Revision.select() for text in (row.text, row.salt)]
    told += [name for row in Account.select() for name in (row.username, row.display_name)]
    told += [thread.title for thread in Thread.select()] + ["有电话号码", "清源市税务局", "shuiwu"]
    told = set(told) - set(Role)  # some of the cast are called after their role
    for entry in story:
        assert entry.leaf.isascii()
        named = json.loads(entry.leaf)
        said = [str(named[key]) for key in named if key not in ("role", "type")]
        assert not [text for text in told if any(text in value for value in said)]


def test_who_holds_an_office_is_named_by_a_random_id_and_a_netizen_not_at_all(story):
    public = {account.id: account.public_id for account in Account.select()}
    for entry in story:
        named = None if entry.role == Role.NETIZEN else public.get(entry.actor_id, "system")
        assert json.loads(entry.leaf).get("actor") == named
    assert {entry.role for entry in story} >= {Role.NETIZEN, Role.MODERATOR, Role.SPOKESPERSON}


def test_each_entry_holds_the_hash_of_the_prior_one_of_its_object(story):
    last = {}
    for entry in story:
        assert entry.prior == last.get(entry.object)
        last[entry.object] = hashlib.sha256(entry.leaf.encode()).hexdigest()
    assert max(Counter(entry.object for entry in story).values()) > 2


def test_commitments_open_with_the_stored_salt_and_with_no_other(story):
    opened = 0
    for entry in story:
        if entry.data:
            opened += 1
            assert commitment_of(entry.salt, log.entry_data(entry.data)) == entry.commitment
            assert commitment_of("00" * 32, log.entry_data(entry.data)) != entry.commitment
    assert opened > 5
    assert len({entry.salt for entry in story if entry.salt}) == opened


def test_the_commitment_to_a_text_stands_in_the_entry_of_its_revision(story):
    entries = {(entry.post_id, json.loads(entry.leaf).get("revision")): entry for entry in story}
    rows = Revision.select(Revision, Post, Thread).join(Post).join(Thread)
    for row in rows:
        title = row.post.thread.title if row.post.floor == 1 else None
        opened = commitment_of_parts(openings(row.salt, row.text, title))
        assert opened == row.commitment == entries[row.post_id, row.number].commitment
        assert commitment_of_parts(openings(row.salt, row.text + "!", title)) != row.commitment
    assert rows.count() > 5


def test_the_leaf_of_a_post_says_where_it_came_to_stand(story):
    stands = {f"post/{post.id}": f"{post.thread_id}/{post.floor}" for post in Post.select()}
    told = {entry.object: json.loads(entry.leaf).get("place") for entry in story if entry.deed == "post.create"}
    assert told == stands


def test_a_time_of_another_zone_stands_in_the_leaf_as_utc(database, now):
    with db.write():
        log.record(Deed.BOARD_CREATE, ("board", 1), actor=SYSTEM, now=now.astimezone(ZoneInfo("Asia/Shanghai")))
    assert json.loads(Entry.get().leaf)["time"] == "2014-09-22T02:00:00.000000+00:00"


PUBLISHED = """
account.create account.password account.second_factor role.grant role.revoke department.create board.create
post.create post.revise post.hide post.restore post.report thread.support
case.ask case.publish case.accept case.first_reply case.result case.follow_up case.close
""".split()


def test_the_names_of_deeds_are_unique_and_never_change():
    values = [deed.value for deed in Deed]
    assert not [name for name, count in Counter(values).items() if count > 1]
    assert len(Deed.__members__) == len(values)  # a second name for a value would be an alias
    assert set(PUBLISHED) <= set(values)
    assert all(
        value.replace(".", "", 1).replace("_", "").isalpha() and value.islower() and len(value) <= 40
        for value in values
    )


def test_the_actions_above_write_every_deed_that_was_published(story):
    assert {entry.deed for entry in story} >= set(PUBLISHED) - {"post.report"}
