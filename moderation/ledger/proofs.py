"""The proof that a post is in the ledger: its leaf, the opening, the path to a signed root."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.queries.thread.openings import openings_of
from boards.queries.thread.posts import get_post
from boards.queries.thread.thread import title_of
from boards.rules.deeds.record import OF_SHOWN_POSTS, OF_TEXTS
from boards.rules.deeds.table import deeds_of
from forum.messages import M, Message
from forum.problems import Unavailable
from forum.roles import Actor
from forum.store.log import Entry
from forum.store.sql.conditions import unindexed
from moderation.ledger import node_store, published, refusals
from moderation.ledger.merkle import tree
from moderation.ledger.published import PublishedCheckpoint
from moderation.ledger.refusals import Refusal
from moderation.ledger.witnesses import WitnessPolicy

FORMAT = "wenqu-proof/1"
WRITTEN = deeds_of(*OF_TEXTS)
# The other deeds on a post: hiding, covering, sealing, what takes those back, and moving it.
DONE_TO_IT = deeds_of(*OF_SHOWN_POSTS)
SOON = 2  # seconds until a checkpoint covers a new entry
LATER = 3600


@dataclass(frozen=True)
class ProvenLeaf:
    """An entry's number, counted from 1, the exact text of its leaf, and its path up to the root."""

    entry: int
    leaf: str
    path: tuple[bytes, ...]

    @property
    def deed(self) -> str:
        """The deed's name, as in forum.store.log.Deed."""
        return json.loads(self.leaf)["type"]

    @property
    def at(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(json.loads(self.leaf)["time"])


@dataclass(frozen=True)
class PostProof:
    """Everything that is needed to check a post offline; `since` are the last leaf of each kind of what else was done to it.

    `thread` and `floor` are where it stands now; where it was written is bound by its first leaf.
    """

    post: int
    thread: int
    floor: int
    title: Message | str
    revision: int
    parts: list[dict[str, Any]]
    written: ProvenLeaf
    since: tuple[ProvenLeaf, ...]
    checkpoint: PublishedCheckpoint

    @property
    def withheld(self) -> int:
        """How many parts are shown by their commitment alone."""
        return sum("commit" in part for part in self.parts)

    @property
    def text(self) -> str:
        """The text as the parts give it, with blocks where one is withheld."""
        return "".join(part["content"].get("text", "") if "content" in part else "████" for part in self.parts)


def proof_of(post_id: int, viewer: Actor, policy: WitnessPolicy) -> PostProof:
    """The PostProof of a post's present text, under a witnessed checkpoint where one covers it.

    Raises NotFound, and Unavailable until a checkpoint covers it.
    """
    post, thread = get_post(post_id, viewer)
    revision, parts = openings_of(post)
    entries = _entries(post.id)
    checkpoint = _covering(entries[-1].id, policy)
    written, *since = _proven(entries, checkpoint.size)
    return PostProof(
        post.id,
        thread.id,
        post.place_floor,
        title_of(thread, viewer),
        revision.number,
        parts,
        written,
        tuple(since),
        checkpoint,
    )


def as_json(proof: PostProof) -> dict[str, Any]:
    """The proof as it is published and kept: hashes in hex."""
    return {
        "format": FORMAT,
        "post": proof.post,
        "thread": proof.thread,
        "floor": proof.floor,
        "revision": proof.revision,
        **_leaf_json(proof.written),
        "parts": proof.parts,
        "since": [_leaf_json(leaf) for leaf in proof.since],
        "size": proof.checkpoint.size,
        "root": proof.checkpoint.root.hex(),
        "checkpoint": proof.checkpoint.note,
        "vkey": proof.checkpoint.vkey,
    }


def _leaf_json(proven):
    return {"entry": proven.entry, "leaf": proven.leaf, "path": [step.hex() for step in proven.path]}


def _entries(post_id):
    """The entry that wrote the present text first, then the last of each other kind, by number."""
    last = peewee.fn.MAX(Entry.id)
    wanted = (
        Entry.object == f"post/{post_id}",
        unindexed(Entry.deed).in_([deed.value for deed in (*WRITTEN, *DONE_TO_IT)]),
    )
    newest = Entry.select(last).where(*wanted).group_by(Entry.deed)
    rows = list(Entry.select(Entry.id, Entry.deed, Entry.leaf).where(Entry.id.in_(newest)).order_by(Entry.id))
    written = max((row for row in rows if row.deed in WRITTEN), key=lambda row: row.id)
    return [written, *(row for row in rows if row.deed in DONE_TO_IT)]


def _covering(entry, policy):
    """The newest witnessed checkpoint, or while that is too old the newest of all."""
    for newest in (policy.newest_witnessed, published.newest_checkpoint):
        checkpoint = newest()
        if checkpoint and checkpoint.size >= entry:
            return checkpoint
    raise _not_yet()


def _proven(entries, size):
    walks = [lambda node, index=entry.id - 1: tree.inclusion(node, index, size) for entry in entries]
    node = node_store.nodes(size, *walks)
    return [ProvenLeaf(entry.id, entry.leaf, tuple(walk(node))) for entry, walk in zip(entries, walks, strict=True)]


def _not_yet():
    stopped = refusals.current_refusal()
    if isinstance(stopped, Refusal):
        return Unavailable(LATER, M("存证签名暂停了，原因写在“公开存证”页上；这条帖子还没有签进存证。"))
    return Unavailable(SOON, M("这条帖子刚发出，还没有签进存证，过一两秒再看。"))
