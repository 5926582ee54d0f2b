"""Compares what a site's API shows with the leaves: openings of texts, and the floors of threads.

Every answer comes from the site that is being checked, so that none is trusted to have the documented form.
"""

import json
from collections.abc import Iterator
from typing import Any

from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of
from forum.deeds import Deed
from forum.messages import M
from forum.store.commitments import commitment_of_parts
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import subject
from moderation.ledger.audit.checks.records import post_history

COVERING = deeds_of(Effect.COVERS, Effect.SEALS)
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


class ShownChecks:
    """Checks over a LeafStore; `shows(text, html, rendering)` tells whether the HTML is a rendering of the text."""

    def __init__(self, spool, shows):
        self.spool = spool
        self.shows = shows

    def check_opening(self, entry: int, item: Any) -> Iterator[Finding]:
        """The findings of the opening of entry `entry`, which stores a text; `item` is None when the site gave none."""
        leaf = self.spool.leaf(entry)
        post = subject(leaf.fields.object, "post")
        thread, floor = self.spool.place(post)
        where = {"thread": thread, "floor": floor, "post": post, "entry": entry}
        try:
            fits = item is not None and self._fits(item, leaf, post, thread, floor)
        except UNREADABLE:
            fits = False
        if item is None:
            yield Finding(
                FindingKind.POST_MISSING,
                M("网站拿不出这段正文，也没有说明为什么（存证第 %(entry)s 条）", entry=entry),
                **where,
            )
        elif not fits:
            sentence = M("第 %(n)s 版正文与存证不符（存证第 %(entry)s 条）", n=leaf.fields.revision, entry=entry)
            yield Finding(FindingKind.TEXT, sentence, **where)
        else:
            yield from self._check_withheld(item, post, thread, where)
            self._keep(item, post, int(leaf.fields.revision))

    def _fits(self, item, leaf, post, thread, floor):
        named = (item["post"], str(item["revision"])) == (post, leaf.fields.revision)
        placed = thread is None or (item["thread"], item["floor"]) == (thread, floor)
        return named and placed and commitment_of_parts(item["parts"]) == leaf.fields.commit

    def _check_withheld(self, item, post, thread, where):
        leaves = self.spool.about("post", post)
        history = post_history(leaves)
        withheld = any(_closed(part) for part in item["parts"])
        reasons = {leaf.fields.type for leaf in leaves} & set(COVERING)
        if history.hiding is not None and not all(map(_closed, item["parts"])):
            sentence = M(
                "存证里它是屏蔽的（存证第 %(entry)s 条），却显示着，没有恢复的存证", entry=history.hiding.entry
            )
            yield Finding(FindingKind.UNHIDDEN, sentence, **where)
        elif withheld and history.hiding is None and not reasons and not self.spool.waits(thread):
            yield Finding(FindingKind.WITHHELD, M("正文没有公开，却没有屏蔽、遮盖、封存或待审核的存证"), **where)

    def _keep(self, item, post, revision):
        texts = [part["content"].get("text") for part in item["parts"] if not _closed(part)]
        texts = [text for text in texts if text is not None]
        whole = not any(map(_closed, item["parts"]))
        self.spool.keep_opening(post, revision, "".join(texts) if whole else None, json.dumps(texts))

    def check_floor(self, thread: int, item: Any) -> Iterator[Finding]:
        """The findings of one post as a thread shows it to everybody."""
        try:
            post, text, html = item["id"], item["text"], item["html"]
            placed = {
                "thread": int(item.get("first_thread", thread)),
                "floor": int(item.get("first_floor", item["floor"])),
                "post": int(post),
            }
            revision, hidden, sealed = int(item["revision"]), item["hidden"] is not None, item.get("sealed") is not None
            rendering = int(item.get("rendering", 1))  # a site without versions has the first one
            shown = text is None or isinstance(text, str) and isinstance(html, str)
        except UNREADABLE:
            shown = False
        if not shown:
            yield Finding(FindingKind.SITE, M("网站给出的楼层不是规定的形式"), thread)
            return
        leaves = self.spool.about("post", post)
        history = post_history(leaves)
        if not history.created:
            yield Finding(FindingKind.POST_UNRECORDED, M("这个帖子没有存证，不是通过程序发表的"), **placed)
            return
        self.spool.see(post)
        yield from _check_hidden(history, hidden, placed)
        if history.place[0] and history.place != (thread, item["floor"]):
            sentence = M("存证里它现在在主题 %(there)s 第 %(n)s 楼", there=history.place[0], n=history.place[1])
            yield Finding(FindingKind.POST_PLACE, sentence, **placed, entry=(history.moved or history.created[0]).entry)
        if revision != max(history.revisions):
            sentence = M(
                "显示的是第 %(n)s 版，存证里最新的是第 %(newest)s 版", n=revision, newest=max(history.revisions)
            )
            yield Finding(FindingKind.REVISION_MISSING, sentence, **placed)
        elif text is None:
            if not hidden and not (sealed and Deed.SEAL in {leaf.fields.type for leaf in leaves}):
                yield Finding(FindingKind.WITHHELD, M("正文没有公开，却没有屏蔽、遮盖、封存或待审核的存证"), **placed)
        else:
            yield from self._check_shown(post, revision, (text, html, rendering), placed)

    def _check_shown(self, post, revision, shown, where):
        text, *_ = shown
        opened = self.spool.opening(post, revision)
        if opened is None:
            return  # check_opening has reported it
        whole, parts = opened
        if text != whole and not (whole is None and _stand_in(json.loads(parts), text)):
            yield Finding(FindingKind.TEXT, M("主题里显示的第 %(n)s 版正文不是存证的那一段", n=revision), **where)
        elif whole is not None and not self.shows(*shown):
            yield Finding(FindingKind.SHOWN, M("第 %(n)s 版显示的内容与正文不符", n=revision), **where)

    def check_unseen(self) -> Iterator[Finding]:
        """The findings of posts that have a leaf and that no thread shows."""
        for post, entry in self.spool.unseen():
            thread, floor = self.spool.place(post)
            if not self.spool.waits(thread):
                sentence = M("这个帖子不见了（存证第 %(entry)s 条）", entry=entry)
                yield Finding(FindingKind.POST_MISSING, sentence, thread, floor, post, entry)


def _check_hidden(history, hidden, where):
    if hidden and history.hiding is None:
        yield Finding(FindingKind.HIDDEN, M("被屏蔽了，却没有屏蔽的存证"), **where)
    elif not hidden and history.hiding is not None:
        sentence = M("存证里它是屏蔽的（存证第 %(entry)s 条），却显示着，没有恢复的存证", entry=history.hiding.entry)
        yield Finding(FindingKind.UNHIDDEN, sentence, **where, entry=history.hiding.entry)


def _closed(part):
    return part.get("content") is None


def _stand_in(parts, text):
    """Whether the open parts of a covered text occur in the shown text, in their order."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
