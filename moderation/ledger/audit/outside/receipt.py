"""Checks a stored receipt from outside: its own consistency, the site's key, and today's ledger."""

from collections.abc import Callable, Iterator, Mapping

from forum.messages import M
from forum.store.commitments import commitment_of_parts
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import read_leaf
from moderation.ledger.audit.outside.trusted_witnesses import TrustedWitnesses
from moderation.ledger.merkle import notes, tree
from moderation.ledger.receipts import BROKEN, read_receipt


class Receipt:
    """A parsed receipt; raises Invalid for any other text."""

    def __init__(self, raw):
        self.receipt = read_receipt(raw)
        try:
            self.note = notes.read_note(self.receipt.checkpoint)
            self.checkpoint = notes.read_checkpoint(self.note.text)
        except notes.NoteError:
            self.note = self.checkpoint = None

    @property
    def size(self) -> int:
        """How many leaves its checkpoint covers."""
        return self.checkpoint.size if self.checkpoint else 0

    def check(
        self,
        vkey: str,
        roots: Mapping[int, bytes],
        leaf: Callable[[int], str | None],
        witnesses: TrustedWitnesses | None = None,
        witnessed: int = 0,
    ) -> Iterator[Finding]:
        """The findings against a site's key, its `roots` by size, and `leaf(entry)`, which gives its leaves' text.

        Its trusted witnesses must have signed, unless they have signed the site's first `witnessed` leaves, which reach further.
        """
        tests = (
            (
                lambda: witnesses is None or witnesses.have_signed(self.note) or self.size <= witnessed,
                M("回执的存证点上没有足够的您信任的见证方签名，或者签名对不上"),
            ),
            (self._binds, M("回执里的文字与它的记录不符")),
            (self._stands_under_root, M("回执的记录不在它的存证点之下")),
            (lambda: self._signed(vkey), M("回执的存证点没有这把公钥的签名")),
            (lambda: roots.get(self.size) == self.checkpoint.root, M("今天的账不是从回执的存证点接着往下记的")),
            (
                lambda: all(leaf(each.entry) == each.leaf for each in self._leaves()),
                M("回执的记录今天不在原来的位置，或者变了"),
            ),
        )
        for test, sentence in tests:
            if not _passes(test):
                yield Finding(
                    FindingKind.RECEIPT,
                    sentence,
                    self.receipt.thread,
                    self.receipt.floor,
                    self.receipt.post,
                    self.receipt.entry,
                )

    def _leaves(self):
        return (self.receipt, *self.receipt.since)

    def _binds(self):
        fields = read_leaf(self.receipt.leaf)
        named = (fields.object, fields.revision) == (f"post/{self.receipt.post}", str(self.receipt.revision))
        return named and fields.commit == commitment_of_parts([part.model_dump() for part in self.receipt.parts])

    def _stands_under_root(self):
        for each in self._leaves():
            path = [bytes.fromhex(step) for step in each.path]
            tree.check_inclusion(
                tree.leaf_hash(each.leaf.encode()), each.entry - 1, self.size, path, self.checkpoint.root
            )
        return True

    def _signed(self, vkey):
        self.note.check(notes.read_vkey(vkey))
        return True


def _passes(test):
    try:
        return bool(test())
    except (*BROKEN, AttributeError):
        return False
