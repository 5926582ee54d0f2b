"""The reader of the log that keeps the index. Its cursor lies in the index itself, in the commit of its work.

So an index that is lost, torn, of another schema or ahead of the log is noticed at the next look, and filled
again from the first entry while the site runs. `rebuild` fills one aside and puts it in place at the end.
"""

import logging

from boards.rules.deeds.record import OF_POSTS, Effect
from boards.rules.deeds.table import deeds_of
from forum.store import log
from forum.store.log import Entry
from search import documents
from search.engines.base import IndexBusy, IndexDamaged

logger = logging.getLogger(__name__)

BATCH = 500  # entries
PIECE = 5000  # posts that a rebuild writes at once

OF_A_POST = frozenset(deeds_of(*OF_POSTS))
# These let a screened question out to everybody, or bring it to another board.
OF_A_THREAD = frozenset(deeds_of(Effect.UNVEILS, Effect.RELISTS))
DEEDS = OF_A_POST | OF_A_THREAD


class SearchReader:
    """Brings one engine up to the end of the log; kept by the worker like every other reader."""

    name = "search"

    def __init__(self, engine):
        self.engine = engine

    def advance(self, now, batch=BATCH):
        """Deal with one batch of entries; returns how many were passed, 0 as well while another process writes."""
        try:
            return self._advance(batch)
        except IndexBusy:
            return 0
        except IndexDamaged as trouble:
            logger.warning("the search index is torn and will be made anew: %s", trouble)
            self.engine.mark_damaged()
            return 1

    def catch_up(self, now):
        """Read to the end of the log; returns how many entries were passed."""
        passed = 0
        while step := self.advance(now):
            passed += step
        return passed

    def backlog(self):
        """How many entries are still to be read."""
        return log.last_entry_number() - (self.engine.position() or 0)

    def _advance(self, batch):
        start = self._position()
        rows = Entry.select(Entry.id, Entry.deed, Entry.post_id, Entry.thread_id).where(Entry.id > start)
        entries = list(rows.order_by(Entry.id).limit(batch).tuples())
        if entries:
            self._deal_with(entries, start)
        return len(entries)

    def _position(self):
        position = self.engine.position()
        if position is None or position > log.last_entry_number():
            logger.warning("there is no search index that can be used; it is made anew from the log")
            self.engine.create()
            return 0
        return position

    def _deal_with(self, entries, start):
        posts = dict.fromkeys(post for _, deed, post, _ in entries if deed in OF_A_POST)
        for thread in dict.fromkeys(thread for _, deed, _, thread in entries if deed in OF_A_THREAD):
            self._thread(thread, posts, start)
        self.engine.write(*documents.documents_of(list(posts)), entries[-1][0])

    def _thread(self, thread, posts, start):
        """Add a thread's posts to `posts`; those of a long one are written as they come, before the position moves."""
        floor = 0
        while found := documents.posts_of(thread, floor, BATCH):
            floor = found[-1][1]
            posts |= dict.fromkeys(post for post, _ in found)
            if len(posts) > BATCH:
                self.engine.write(*documents.documents_of(list(posts)), start)
                posts.clear()


def rebuild(engine):
    """Fill an index aside from the posts and put it in the place of `engine`'s; yields after each post (for a progress bar)."""
    aside, last, position = engine.new_build(), 0, log.last_entry_number()
    while last is not None:
        found, last = documents.documents_after(last, PIECE)
        if last is not None:
            aside.write(found, (), 0)
            yield from found
    aside.write((), (), position)
    SearchReader(aside).catch_up(None)
    engine.switch_to(aside)
