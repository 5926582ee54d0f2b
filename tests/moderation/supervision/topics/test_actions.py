"""Opening, keeping and closing a topic: by whom, what is refused, and what is on record."""

from datetime import timedelta

import peewee
import pytest

from boards.models.threads import Post
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Entry
from moderation.hiding import actions as hiding
from moderation.ledger.signing import Signer
from moderation.supervision.topics import actions
from moderation.supervision.topics.models import Topic, TopicThread
from moderation.tools import merging

ABOUT = {"slug": "road", "title": "修路", "introduction": "世纪大道修路。"}


def inside(topic):
    rows = TopicThread.select().where(TopicThread.topic == topic.id, TopicThread.removed_at.is_null())
    return [row.thread_id for row in rows.order_by(TopicThread.id)]


def deeds():
    return [row.deed for row in Entry.select().where(Entry.deed.startswith("topic.")).order_by(Entry.id)]


@pytest.mark.parametrize("role", ["supervisor", "moderator"])
def test_supervisors_and_moderators_open_topics(cast, now, role, threads):
    made = actions.open_topic(actor=getattr(cast, role), now=now, threads=str(threads[2].id), **ABOUT)
    assert (made.slug, made.title, made.closed_at, inside(made)) == ("road", "修路", None, [threads[2].id])
    assert deeds() == ["topic.open", "topic.add"]


@pytest.mark.parametrize("role", ["asker", "spokesperson", "operator", "reporter", "administrator", "guest"])
def test_nobody_else_does(cast, now, water, threads, role):
    actor = getattr(cast, role)
    for act, given in (
        (actions.open_topic, ABOUT),
        (lambda **by: actions.add_threads(water, **by), {"threads": str(threads[2].id)}),
        (lambda **by: actions.remove_thread(water, **by), {"thread": str(threads[0].id), "text": "不是"}),
        (lambda **by: actions.revise(water, **by), {"title": "别的", "introduction": "别的"}),
        (lambda **by: actions.close(water, **by), {"result": "完了"}),
    ):
        with pytest.raises((Forbidden, Unauthorized)):
            act(actor=actor, now=now, **given)


def test_all_errors_of_the_form_are_told_at_once(cast, now):
    typed = {"slug": "New Road", "title": " ", "introduction": "", "threads": "x"}
    with pytest.raises(Invalid) as refused:
        actions.open_topic(actor=cast.supervisor, now=now, **typed)
    assert set(refused.value.errors) == {"slug", "title", "introduction", "threads"}
    assert not Topic.select().exists() and deeds() == []


def test_a_slug_is_given_once_even_after_closing(water, cast, now):
    actions.close(water, actor=cast.supervisor, now=now, result="来水了。")
    with pytest.raises(Invalid) as refused:
        actions.open_topic(actor=cast.moderator, now=now, **{**ABOUT, "slug": "water"})
    assert set(refused.value.errors) == {"slug"}


def test_unknown_waiting_hidden_merged_and_present_threads_are_named_and_nothing_is_added(
    water, threads, cast, now, rules, screened, asked
):
    waiting, gone, hidden = asked("等待", city=screened), asked("并走的"), asked("屏蔽的")
    merging.merge(gone, into=threads[2], actor=cast.moderator, now=now, city=rules, code="same_matter")
    hiding.hide(Post.get(Post.thread == hidden.id), actor=cast.moderator, now=now, reason="写了电话")
    before = inside(water)
    for wrong in ((99999,), (waiting.id,), (hidden.id,), (gone.id,), (threads[0].id,), (waiting.id, 99999)):
        typed = " ".join(map(str, (threads[2].id, *wrong)))
        with pytest.raises(Invalid) as refused:
            actions.add_threads(water, actor=cast.supervisor, now=now, threads=typed)
        message = str(refused.value.errors["threads"])
        assert all(str(number) in message for number in wrong)
    assert inside(water) == before
    assert actions.add_threads(water, actor=cast.moderator, now=now, threads=f"{threads[2].id}, {threads[2].id}") == 1


def test_a_thread_is_taken_out_and_may_come_back(water, threads, cast, now):
    first = str(threads[0].id)
    with pytest.raises(Invalid) as refused:
        actions.remove_thread(water, actor=cast.supervisor, now=now, thread="x", text="")
    assert set(refused.value.errors) == {"thread", "text"}
    actions.remove_thread(water, actor=cast.supervisor, now=now, thread=first, text="说的是另一件事")
    with pytest.raises(Invalid):
        actions.remove_thread(water, actor=cast.supervisor, now=now, thread=first, text="说的是另一件事")
    actions.add_threads(water, actor=cast.supervisor, now=now, threads=first)
    assert sorted(inside(water)) == sorted(thread.id for thread in threads[:2])
    assert TopicThread.select().count() == 3


def test_a_closed_topic_stays_as_it_is(water, threads, cast, now):
    by = {"actor": cast.supervisor, "now": now}
    actions.close(water, result="第三天恢复供水。", **by)
    for act in (
        lambda: actions.close(water, result="再来", **by),
        lambda: actions.add_threads(water, threads=str(threads[2].id), **by),
        lambda: actions.remove_thread(water, thread=str(threads[0].id), text="不是", **by),
        lambda: actions.revise(water, title="别的", introduction="别的", **by),
    ):
        with pytest.raises(Conflict):
            act()
    assert (Topic.get().closed_text, Topic.get().title, len(inside(water))) == ("第三天恢复供水。", "城北停水", 2)


def test_each_step_is_on_record_and_the_audit_finds_no_fault(water, threads, cast, now, settings, audited):
    by = {"actor": cast.moderator, "now": now + timedelta(hours=1)}
    actions.add_threads(water, threads=str(threads[2].id), **by)
    actions.remove_thread(water, thread=str(threads[0].id), text="说的是另一件事", **by)
    actions.revise(water, title="城北停水三天", introduction="水厂检修。", **by)
    actions.close(water, result="恢复供水。", **by)
    assert deeds() == ["topic.open", *["topic.add"] * 3, "topic.remove", "topic.revise", "topic.close"]
    Signer(settings).catch_up(now)
    assert audited() == []


def test_the_database_refuses_to_forget_or_rewrite(water, threads, cast, now):
    for statement in (
        Topic.delete(),
        TopicThread.delete(),
        Topic.update(slug="other"),
        TopicThread.update(thread=threads[2].id),
    ):
        with pytest.raises(peewee.DatabaseError):
            statement.execute()
