"""The findings of an audit: each has a kind, a place and a sentence. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from forum.messages import M, Message


class FindingKind(StrEnum):
    """Every kind of finding; docs/verify.md says what each means."""

    # the entries of the log
    ENTRY_MISSING = "entry-missing"
    ENTRY_FORM = "entry-form"
    ENTRY_COLUMNS = "entry-columns"
    ENTRY_CHAIN = "entry-chain"
    ENTRY_DATA = "entry-data"
    # posts and their leaves
    POST_MISSING = "post-missing"
    POST_UNRECORDED = "post-unrecorded"
    POST_TWICE = "post-twice"
    POST_PLACE = "post-place"
    POST_HEAD = "post-head"
    TEXT = "text"
    SHOWN = "shown"
    REVISION_MISSING = "revision-missing"
    REVISION_UNRECORDED = "revision-unrecorded"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
    HIDING = "hiding"
    WITHHELD = "withheld"
    UNWITHHELD = "unwithheld"
    # files of posts, and their leaves
    FILE = "file"
    FILE_MISSING = "file-missing"
    FILE_UNRECORDED = "file-unrecorded"
    # rows against the changes that leaves commit to
    ROW = "row"
    ROW_MISSING = "row-missing"
    ROW_UNRECORDED = "row-unrecorded"
    ROW_RECORD = "row-record"
    COUNT = "count"
    # threads
    THREAD_MISSING = "thread-missing"
    THREAD_HIDDEN = "thread-hidden"
    THREAD_UNHIDDEN = "thread-unhidden"
    THREAD_SECLUDED = "thread-secluded"
    THREAD_UNVEILED = "thread-unveiled"
    FLOOR_MISSING = "floor-missing"
    # the tree and the signatures
    SHORT = "short"
    ROOT = "root"
    TILE = "tile"
    CHECKPOINT = "checkpoint"
    SIGNATURE = "signature"
    KEY = "key"
    ORIGIN = "origin"
    ROLLBACK = "rollback"
    SPLIT = "split"
    RECEIPT = "receipt"
    WITNESS = "witness"
    # the database's triggers, and the site's answers
    GUARD = "guard"
    SITE = "site"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; `thread`, `floor`, `post` and `entry` say where, as far as that is known."""

    kind: FindingKind
    sentence: Message
    thread: int | None = None
    floor: int | None = None
    post: int | None = None
    entry: int | None = None

    def line(self) -> Message:
        """The finding as one line that begins with its place."""
        place = _place(self)
        return M("%(place)s：%(sentence)s", place=place, sentence=self.sentence) if place else self.sentence


def _place(finding: Finding) -> Message | None:
    if finding.thread and finding.floor and finding.post:
        return M(
            "主题 %(thread)s 第 %(floor)s 楼（帖子 %(post)s）",
            thread=finding.thread,
            floor=finding.floor,
            post=finding.post,
        )
    if finding.thread and finding.floor:
        return M("主题 %(thread)s 第 %(floor)s 楼", thread=finding.thread, floor=finding.floor)
    if finding.post:
        return M("帖子 %(post)s", post=finding.post)
    if finding.thread:
        return M("主题 %(thread)s", thread=finding.thread)
    return M("存证第 %(entry)s 条", entry=finding.entry) if finding.entry else None
