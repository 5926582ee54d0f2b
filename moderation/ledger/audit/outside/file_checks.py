"""Compares the files of posts, as a site shows and sends them, with the leaves of their posts and the rows on record.

Every answer comes from the site that is being checked, so that none is trusted to have the documented form.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from boards.files.rules import LARGEST
from forum.messages import M
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.outside.leaf_store import LeafStore, SeenFile
from moderation.ledger.audit.outside.reading import NotOnSite, Site

ADDRESS = re.compile(r"/files/[0-9]{1,18}/[0-9a-f]{12}\.(?:webp|pdf)")
HASH = re.compile("[0-9a-f]{64}")
NOT_THERE = M("网站给不出第 %(n)s 个文件")


class FileChecks:
    """Checks over a LeafStore."""

    def __init__(self, spool: LeafStore) -> None:
        self.spool = spool

    def check_list(self, thread: int, item: Any) -> Iterator[Finding]:
        """The findings of the files that a post shows to everybody, beside their bytes; these are noted to be fetched."""
        try:
            post, where = int(item["id"]), {"thread": thread, "floor": item["floor"], "post": int(item["id"])}
            if item["text"] is None:
                return
            shown = [(str(file["sha256"]), str(file["url"])) for file in item.get("files") or ()]
        except (KeyError, TypeError, ValueError, AttributeError):
            yield Finding(FindingKind.SITE, M("网站给出的文件不是规定的形式"), thread)
            return
        recorded = self._recorded(post)
        for number, sha256 in recorded.items():
            if sha256 not in {given for given, _ in shown}:
                yield Finding(FindingKind.FILE_MISSING, NOT_THERE.with_values(n=number), **where)
        named = "".join(leaf.fields.files or "" for leaf in self.spool.about("post", post))
        for place, (sha256, url) in enumerate(shown, 1):
            if not HASH.fullmatch(sha256) or sha256 not in named or sha256 not in recorded.values():
                yield Finding(FindingKind.FILE_UNRECORDED, M("第 %(n)s 个文件没有存证", n=place), **where)
            else:
                self.spool.note_file(SeenFile(post, place, thread, where["floor"], sha256, url))

    def check_bytes(self, site: Site, file: SeenFile) -> Iterator[Finding]:
        """The findings of the bytes at a file's address, which must have the hash of the leaf."""
        where = {"thread": file.thread, "floor": file.floor, "post": file.post}
        try:
            content = site.get(file.url, LARGEST) if ADDRESS.fullmatch(file.url) else None
        except NotOnSite:
            content = None
        if content is None:
            yield Finding(FindingKind.FILE_MISSING, NOT_THERE.with_values(n=file.number), **where)
        elif hashlib.sha256(content).hexdigest() != file.sha256:
            yield Finding(FindingKind.FILE, M("第 %(n)s 个文件与存证不符", n=file.number), **where)

    def _recorded(self, post: int) -> dict[Any, Any]:
        """{number: hash of what is shown} of the files of a post, by the rows on record."""
        rows = self.spool.rows_with("post_file", "post_id", post)
        return {row.get("number"): row.get("shown_sha256") or row.get("sha256") for row in rows}
