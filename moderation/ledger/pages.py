"""What the ledger's pages show, finished."""

from dataclasses import dataclass

from boards.floors import floor_label
from boards.order_models import SealOrder
from forum.messages import M, Message
from moderation.ledger import published, refusals
from moderation.ledger.proofs import PostProof, proof_of
from moderation.ledger.published import Published
from moderation.ledger.refusals import Refusal

COVERINGS = {
    "post.hide": M("屏蔽"), "post.restore": M("恢复"), "post.cover": M("遮盖个人信息"), "post.uncover": M("撤销遮盖"),
    "post.seal": M("依签批封存"),
}  # fmt: skip


@dataclass(frozen=True)
class LedgerPage:
    """The citizens' page; `checkpoint` is None before the first, `refusal` says why nothing is signed now."""

    checkpoint: Published | None
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
    return LedgerPage(published.newest(), refusals.standing(), orders)


def proof_page(post_id, viewer):
    """The ProofPage of a post; raises as proof_of does."""
    proof = proof_of(post_id, viewer)
    deeds = tuple((COVERINGS[leaf.deed], leaf) for leaf in proof.covering)
    return ProofPage(proof, floor_label(proof.floor), deeds)
