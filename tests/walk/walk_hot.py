"""Hot topics of the walk's city, whose counts know no reader's rights: the pages must."""

from moderation.supervision.hot.models import HotCount, HotTerm, HotTermThread, HotThread


def count_hot(threads, now):
    """As if all threads had been readable when they were counted."""
    when = {"first": now.date(), "last": now.date(), "counted_at": now, "position": 0}
    counted = HotCount.create(kind="now", threads=9, threads_before=9, **when)
    term = HotTerm.create(counted=counted, term="路灯", usual=0.5, surprise=20)
    for thread in threads:
        HotTermThread.create(term=term, thread=thread.id, person=thread.id)
        HotThread.create(counted=counted, thread=thread.id, people=3, usual=0)
