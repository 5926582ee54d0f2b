"""The reader of the log that updates the search index. Its position is stored in the index, in the commit of its work.

So an index that is missing, damaged, of another schema or ahead of the log is noticed at the next step, and filled
again from the first entry while the site runs. `rebuild` fills a new one beside it and replaces it at the end.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from boards.rules.deeds.record import OF_POSTS, Effect
from boards.rules.deeds.table import deeds_of
from forum.deeds import Deed
from forum.store import log
from forum.store.log import Entry
from search import documents
from search.engines.base import Document, Engine, IndexBusy, IndexDamaged

logger = logging.getLogger(__name__)

BATCH = 500  # entries
PIECE = 20_000  # posts that a rebuild writes at once: each lot is a segment of whoosh's, and a search opens every one

OF_A_POST = frozenset(deeds_of(*OF_POSTS))
# These publish a screened question, or move it to another board.
OF_A_THREAD = frozenset(deeds_of(Effect.UNVEILS, Effect.RELISTS))
OF_AN_ACCOUNT = frozenset({Deed.CLOSE_ACCOUNT})  # its name is found no longer
DEEDS = OF_A_POST | OF_A_THREAD | OF_AN_ACCOUNT


class SearchReader:
    """Brings one engine up to the end of the log; run by the worker like every other reader."""

    name, batch = "search", BATCH

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.per_node = engine.per_node

    def advance(self, now: datetime | None, batch: int = BATCH) -> int:
        """Process one batch of entries; returns their number, 0 also while another process writes."""
        try:
            return self._advance(batch)
        except IndexBusy:
            return 0
        except IndexDamaged as trouble:
            logger.warning("the search index is torn and will be made anew: %s", trouble)
            self.engine.mark_damaged()
            return 1

    def catch_up(self, now: datetime | None) -> int:
        """Read to the end of the log; returns how many entries were passed."""
        passed = 0
        while step := self.advance(now):
            passed += step
        return passed

    def backlog(self) -> int:
        """How many entries are still to be read."""
        return log.last_entry_number() - (self.engine.position() or 0)

    def _advance(self, batch: int) -> int:
        start = self._position()
        rows = Entry.select(Entry.id, Entry.deed, Entry.post_id, Entry.thread_id, Entry.object).where(Entry.id > start)
        entries = list(rows.order_by(Entry.id).limit(batch).tuples())
        if entries:
            self._deal_with(entries, start)
        return len(entries)

    def _position(self) -> int:
        position = self.engine.position()
        if position is None or position > log.last_entry_number():
            if position is None:  # as on every first start
                logger.info("the search index is being made from the log")
            else:
                logger.warning("the search index is ahead of the log; it is made anew")
            self.engine.create()
            return 0
        return position

    def _deal_with(self, entries: Sequence[tuple[Any, ...]], start: int) -> None:
        posts = dict.fromkeys(post for _, deed, post, *_ in entries if deed in OF_A_POST)
        for thread in dict.fromkeys(thread for _, deed, _, thread, _ in entries if deed in OF_A_THREAD):
            self._gather(partial(documents.posts_of, thread), posts, start)
        for account in (of for _, deed, _, _, of in entries if deed in OF_AN_ACCOUNT):
            self._gather(partial(documents.posts_by, account.removeprefix("account/")), posts, start)
        self.engine.write(*documents.documents_of(list(posts)), entries[-1][0], since=start)

    def _gather(self, posts_after: Callable[[int, int], Any], posts: dict[int, None], start: int) -> None:
        """Add to `posts` those that `posts_after(place, how many)` lists; many are written in batches, before the position moves."""
        place = 0
        while found := posts_after(place, BATCH):
            place = found[-1][1]
            posts |= dict.fromkeys(post for post, _ in found)
            if len(posts) > BATCH:
                self.engine.write(*documents.documents_of(list(posts)), start, since=start)
                posts.clear()


def rebuild(engine: Engine) -> Iterator[Document]:
    """Fill a new index from the posts and replace `engine`'s by it; yields each Document written (for a progress bar)."""
    aside, position = engine.new_build(), log.last_entry_number()
    last: int | None = 0
    while last is not None:
        found, last = documents.documents_after(last, PIECE)
        if last is not None:
            aside.write(found, (), 0)
            yield from found
    aside.write((), (), position)
    SearchReader(aside).catch_up(None)
    engine.switch_to(aside)
