"""Hot topics and a topic of the walk's city, which know no reader's rights: the pages must."""

import json

from forum.store import db
from moderation.supervision.hot.models import HotCount, HotTerm, HotTermThread, HotThread
from moderation.supervision.topics.actions import open_topic
from moderation.supervision.topics.models import TopicThread


def count_hot(threads, now):
    """As if all threads had been readable when they were counted, for the public page and for a brief."""
    numbers = [thread.id for thread in threads]
    offices = [[thread.department_id, 1, 1] for thread in threads if thread.department_id][:1]
    figures = {
        "counts": {"received": len(numbers)},
        **{"pending": 1, "overdue": 1, "offices": offices, "unsatisfied_number": len(numbers)},
        "late": [[number, offices[0][0], now.isoformat()] for number in numbers],
        "unsatisfied": [[number, offices[0][0], 1, False] for number in numbers],
    }
    for kind, kept in (("now", None), ("day", json.dumps(figures))):
        when = {"first": now.date(), "last": now.date(), "counted_at": now, "position": 0, "figures": kept}
        counted = HotCount.create(kind=kind, threads=9, threads_before=9, **when)
        term = HotTerm.create(counted=counted, term="路灯", usual=0.5, surprise=20)
        for number in numbers:
            HotTermThread.create(term=term, thread=number, person=number)
            HotThread.create(counted=counted, thread=number, people=3, usual=0)


def gather(threads, actor, now):
    """A topic of these threads, as if they all had been readable when they were put into it."""
    with db.write():
        topic = open_topic(actor=actor, now=now, slug="water", title="路灯", introduction="全城的路灯。")
        for thread in threads:
            TopicThread.create(topic=topic, thread=thread, added_at=now, added_by=actor.account)
