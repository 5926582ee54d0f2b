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
from moderation.ledger.witness_report import WitnessRow, witness_rows
from moderation.ledger.witnesses import WitnessPolicy, current_policy


@dataclass(frozen=True)
class LedgerPage:
    """The citizens' page; `checkpoint` is None before the first, `refusal` says why nothing is signed now.

    `name` is the ledger's, None until it is fixed. `witnessed` is the newest checkpoint that `quorum` of the `witnesses`
    have signed, None without any.
    """

    name: str | None
    checkpoint: PublishedCheckpoint | None
    refusal: Refusal | None
    orders: int
    quorum: int
    witnessed: PublishedCheckpoint | None
    witnesses: tuple[WitnessRow, ...]


@dataclass(frozen=True)
class ProofPage:
    """The proof of one post; `deeds` are (label, leaf) of the deeds on it other than writing, `signers` names of witnesses."""

    proof: PostProof
    floor_label: Message
    deeds: tuple
    policy: WitnessPolicy
    signers: tuple[str, ...]


def ledger_page(policy: WitnessPolicy) -> LedgerPage:
    """The LedgerPage; `orders` is how many are in force."""
    orders = SealOrder.select().where(SealOrder.confirmed_at.is_null(False), SealOrder.withdrawn_at.is_null()).count()
    newest = published.newest_checkpoint()
    return LedgerPage(
        stored_origin(),
        newest,
        refusals.current_refusal(),
        orders,
        policy.quorum,
        policy.newest_witnessed(),
        witness_rows(policy, newest),
    )


def ledger_health() -> dict[str, Any]:
    """The ledger's part of /healthz: how many entries are signed and witnessed, and the codes of what stands in the way, or None."""
    refusal, policy = refusals.current_refusal(), current_policy()
    newest, witnessed = published.newest_checkpoint(), policy.newest_witnessed()
    return {
        "ledger": {
            "signed": newest.size if newest else 0,
            "refused": refusal and refusal.code,
            "witnessed": witnessed and witnessed.size,
            "witnesses": {row.name: row.problem for row in witness_rows(policy, newest)},
        }
    }


def proof_page(post_id: int, viewer: Actor, policy: WitnessPolicy) -> ProofPage:
    """The ProofPage of a post; raises as proof_of does."""
    proof = proof_of(post_id, viewer, policy)
    records = [(RECORDS[Deed(leaf.deed)], leaf) for leaf in proof.since]
    deeds = tuple((record.label_on_post or record.label, leaf) for record, leaf in records)
    return ProofPage(proof, floor_label(proof.floor), deeds, policy, tuple(policy.signers(proof.checkpoint)))
