"""Page objects of the ledger's pages."""

from dataclasses import dataclass
from typing import Any

from boards.models.orders import SealOrder
from boards.rules.deeds.table import RECORDS
from boards.rules.floors import floor_label
from forum.deeds import Deed
from forum.messages import Message
from forum.roles import Actor
from moderation.ledger import published, refusals
from moderation.ledger.origin import stored_origin
from moderation.ledger.proofs import PostProof, proof_of
from moderation.ledger.published import PublishedCheckpoint
from moderation.ledger.refusals import Refusal


@dataclass(frozen=True)
class LedgerPage:
    """The citizens' page; `checkpoint` is None before the first, `refusal` says why nothing is signed now.

    `name` is the ledger's, None until it is fixed.
    """

    name: str | None
    checkpoint: PublishedCheckpoint | None
    refusal: Refusal | None
    orders: int


@dataclass(frozen=True)
class ProofPage:
    """The proof of one post; `deeds` are (label, leaf) of the deeds on it other than writing."""

    proof: PostProof
    floor_label: Message
    deeds: tuple


def ledger_page() -> LedgerPage:
    """The LedgerPage; `orders` is how many are in force."""
    orders = SealOrder.select().where(SealOrder.confirmed_at.is_null(False), SealOrder.withdrawn_at.is_null()).count()
    return LedgerPage(stored_origin(), published.newest_checkpoint(), refusals.current_refusal(), orders)


def ledger_health() -> dict[str, Any]:
    """The ledger's part of /healthz: how many entries are signed, and the code of the current refusal or None."""
    refusal = refusals.current_refusal()
    return {"ledger": {"signed": published.size_signed(), "refused": refusal and refusal.code}}


def proof_page(post_id: int, viewer: Actor) -> ProofPage:
    """The ProofPage of a post; raises as proof_of does."""
    proof = proof_of(post_id, viewer)
    records = [(RECORDS[Deed(leaf.deed)], leaf) for leaf in proof.since]
    deeds = tuple((record.label_on_post or record.label, leaf) for record, leaf in records)
    return ProofPage(proof, floor_label(proof.floor), deeds)
