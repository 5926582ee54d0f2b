"""A thread names at its head the topics that it is in."""

from datetime import timedelta

from moderation.supervision.topics import actions
from moderation.tools import merging

LINK = '<p class="facts">议题 <a href="/topics/water">城北停水</a>'


def test_a_thread_leads_to_its_topic_by_the_title_of_now(see, cast, threads, water, clock):
    assert LINK in see(cast.guest, f"/threads/{threads[0].id}")
    assert "议题 <a" not in see(cast.guest, f"/threads/{threads[2].id}")
    actions.revise(water, actor=cast.supervisor, now=clock.now(), title="全城停水", introduction="全城停水。")
    page = see(cast.guest, f"/threads/{threads[0].id}")
    assert ">全城停水</a>" in page and LINK not in page


def test_one_that_was_taken_out_does_not_and_a_closed_topic_says_so(see, cast, threads, water, clock):
    actions.remove_thread(water, actor=cast.supervisor, now=clock.now(), thread=str(threads[0].id), text="是另一件事")
    assert LINK not in see(cast.guest, f"/threads/{threads[0].id}")
    actions.close(water, actor=cast.supervisor, now=clock.now(), result="恢复供水。")
    assert LINK + " · 已结束" in see(cast.guest, f"/threads/{threads[1].id}")


def test_the_thread_into_which_one_was_merged_does(see, cast, threads, water, clock, rules):
    given = {"actor": cast.moderator, "now": clock.advance(timedelta(hours=1)), "city": rules}
    merging.merge(threads[1], into=threads[2], code="same_matter", text="", **given)
    assert LINK in see(cast.guest, f"/threads/{threads[2].id}")
