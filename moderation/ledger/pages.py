"""What the ledger's pages show, finished."""

from dataclasses import dataclass

from boards.models.orders import SealOrder
from boards.rules.deeds.table import RECORDS
from boards.rules.floors import floor_label
from forum.messages import Message
from moderation.ledger import published, refusals
from moderation.ledger.proofs import PostProof, proof_of
from moderation.ledger.published import PublishedCheckpoint
from moderation.ledger.refusals import Refusal


@dataclass(frozen=True)
class LedgerPage:
    """The citizens' page; `checkpoint` is None before the first, `refusal` says why nothing is signed now."""

    checkpoint: PublishedCheckpoint | None
    refusal: Refusal | None
    orders: int


@dataclass(frozen=True)
class ProofPage:
    """The proof of one post; `deeds` are (label, leaf) of what was done to it besides writing."""

    proof: PostProof
    floor_label: Message
    deeds: tuple


def ledger_page():
    """The LedgerPage; orders count that are in force."""
    orders = SealOrder.select().where(SealOrder.confirmed_at.is_null(False), SealOrder.withdrawn_at.is_null()).count()
    return LedgerPage(published.newest_checkpoint(), refusals.current_refusal(), orders)


def ledger_health():
    """What /healthz says of the ledger: how many entries are signed, and the code of the refusal while nothing is."""
    refusal = refusals.current_refusal()
    return {"ledger": {"signed": published.size_signed(), "refused": refusal and refusal.code}}


def proof_page(post_id, viewer):
    """The ProofPage of a post; raises as proof_of does."""
    proof = proof_of(post_id, viewer)
    deeds = tuple((RECORDS[leaf.deed].label_on_post or RECORDS[leaf.deed].label, leaf) for leaf in proof.since)
    return ProofPage(proof, floor_label(proof.floor), deeds)
