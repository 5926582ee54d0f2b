"""Receipts: the proof of a post as a file, and the check of such a file against today's ledger."""

import json
from dataclasses import dataclass

from pydantic import ValidationError

from forum.messages import M, Message
from forum.problems import Invalid
from forum.store.commitments import commitment_of_parts
from forum.store.log import Entry
from moderation.ledger import node_store, published
from moderation.ledger.merkle import notes, tree
from moderation.ledger.merkle.notes import NoteError
from moderation.ledger.merkle.tiles import TileError
from moderation.ledger.merkle.tree import ProofError
from moderation.ledger.proofs import FORMAT, PostProof, as_json
from moderation.ledger.schemas import Proof
from moderation.ledger.witnesses import WitnessPolicy

LARGEST = 2 * 1024 * 1024  # bytes
SAYS = (
    "这是一份存证回执：它绑定了下面这条帖子当时的文字。请自己存好；以后可以在 %(url)s/ledger/check 核对。 "
    "A receipt: it binds the text of a post as it was then. Keep it; it can be checked at %(url)s/ledger/check."
)
BROKEN = (ProofError, NoteError, TileError, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class ReceiptStep:
    """One step of the check: whether it passed, and its sentence."""

    holds: bool
    sentence: Message


@dataclass(frozen=True)
class ReceiptCheck:
    """The result of checking a receipt; `text` is joined from its parts."""

    post: int
    entry: int
    title: str
    text: str
    steps: tuple[ReceiptStep, ...]

    @property
    def holds(self) -> bool:
        return all(step.holds for step in self.steps)


def receipt_of(proof: PostProof, url: str) -> str:
    """The receipt as a file: JSON in UTF-8 that a person can read."""
    content = {"receipt": SAYS % {"url": url}, "address": f"{url}/posts/{proof.post}", **as_json(proof)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_receipt(raw: str) -> Proof:
    """The Proof in a receipt's text; raises Invalid for anything else."""
    try:
        receipt = Proof.model_validate_json(raw.strip().removeprefix("\ufeff"), strict=True)
        _refuse_odd_hashes(receipt)
    except (ValidationError, ValueError):
        raise Invalid(receipt=M("这不是本站的回执，或者已经残缺。请交上下载时的整个文件，一个字也不要改。")) from None
    if receipt.format != FORMAT:
        raise Invalid(
            receipt=M("回执的格式是 %(format)s，本站认识的是 %(known)s。", format=receipt.format[:40], known=FORMAT)
        )
    return receipt


def _refuse_odd_hashes(receipt):
    """ValueError unless every hash in the receipt is 32 bytes in hex."""
    parts = [
        value
        for part in receipt.parts
        for value in (getattr(part, "salt", None), getattr(part, "commit", None))
        if value
    ]
    for each in (*receipt.path, receipt.root, *parts, *(step for leaf in receipt.since for step in leaf.path)):
        if len(bytes.fromhex(each)) != 32:
            raise ValueError("not a hash")


def check_receipt(receipt: Proof, policy: WitnessPolicy) -> ReceiptCheck:
    """Check a receipt against the ledger as it is today, and the signatures of today's witnesses in it."""
    newest = published.newest_checkpoint()
    return ReceiptCheck(
        receipt.post,
        receipt.entry,
        _of_parts(receipt, "title"),
        _of_parts(receipt, "text"),
        (
            *(ReceiptStep(_passes(test, receipt, newest), sentence) for test, sentence in TESTS),
            *_witness_steps(receipt, newest, policy),
        ),
    )


def _witness_steps(receipt, newest, policy):
    """A step for each of today's witnesses whose line the receipt carries."""
    try:
        note = notes.read_note(receipt.checkpoint)
    except NoteError:
        return
    for witness in (each.verifier for each in policy.witnesses):
        if any(line.is_of(witness) for line in note.lines):
            signed = _passes(lambda *_, witness=witness: note.check(witness), receipt, newest)
            yield ReceiptStep(signed, M("见证方 %(name)s 也为回执的存证点签了名", name=witness.name))


def _passes(test, receipt, newest):
    try:
        return newest is not None and bool(test(receipt, newest))
    except BROKEN:
        return False


def _text_is_bound(receipt, newest):
    leaf = json.loads(receipt.leaf)
    named = (leaf["object"], leaf["revision"]) == (f"post/{receipt.post}", receipt.revision)
    return named and leaf["commit"] == commitment_of_parts([part.model_dump() for part in receipt.parts])


def _path_leads_to_root(receipt, newest):
    checkpoint = notes.read_checkpoint(notes.read_note(receipt.checkpoint).text)
    for leaf in (receipt, *receipt.since):
        path = [bytes.fromhex(step) for step in leaf.path]
        tree.check_inclusion(tree.leaf_hash(leaf.leaf.encode()), leaf.entry - 1, checkpoint.size, path, checkpoint.root)
    return (receipt.size, receipt.root) == (checkpoint.size, checkpoint.root.hex())


def _signed_by_us(receipt, newest):
    note = notes.read_note(receipt.checkpoint)
    origin = notes.read_checkpoint(note.text).origin
    note.check(notes.Verifier(origin, notes.read_vkey(newest.vkey).public))
    return True


def _goes_on_to_today(receipt, newest):
    then = notes.read_checkpoint(notes.read_note(receipt.checkpoint).text)
    if then.size > newest.size:
        return False

    def proof(node):
        return tree.consistency(node, then.size, newest.size)

    tree.check_consistency(then.size, then.root, newest.size, newest.root, proof(node_store.nodes(newest.size, proof)))
    return True


def _stands_there_today(receipt, newest):
    wanted = {leaf.entry: leaf.leaf for leaf in (receipt, *receipt.since)}
    return dict(Entry.select(Entry.id, Entry.leaf).where(Entry.id.in_(list(wanted))).tuples()) == wanted


def _of_parts(receipt, name):
    return "".join(
        part.content.get(name, "") if hasattr(part, "content") else "████" * (name == "text") for part in receipt.parts
    )


TESTS = (
    (_text_is_bound, M("回执里的文字与它的记录相符")),
    (_path_leads_to_root, M("这条记录在回执的存证点之下")),
    (_signed_by_us, M("回执的存证点是本站签的名")),
    (_goes_on_to_today, M("今天的账从回执的存证点接着往下记，中间没有改过")),
    (_stands_there_today, M("这条记录今天还在原来的位置，一个字没变")),
)
