"""What the ledger's pages show, finished."""

from dataclasses import dataclass

from boards.floors import floor_label
from boards.order_models import SealOrder
from forum.log import Deed
from forum.messages import M, Message
from moderation.ledger import published, refusals
from moderation.ledger.proofs import PostProof, proof_of
from moderation.ledger.published import Published
from moderation.ledger.refusals import Refusal

DEEDS = {
    Deed.POST_HIDE: M("被屏蔽"), Deed.POST_RESTORE: M("恢复显示"), Deed.POST_HIDE_WHOLE: M("随整个主题屏蔽"),
    Deed.POST_RESTORE_WHOLE: M("随整个主题恢复"), Deed.POST_COVER: M("遮盖个人信息"), Deed.POST_UNCOVER: M("撤销遮盖"),
    Deed.SEAL: M("依签批封存"), Deed.POST_PLACE: M("移到现在的楼层"),
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


def health():
    """What /healthz says of the ledger: how many entries are signed, and the code of the refusal while nothing is."""
    refusal = refusals.standing()
    return {"ledger": {"signed": published.size_signed(), "refused": refusal and refusal.code}}


def proof_page(post_id, viewer):
    """The ProofPage of a post; raises as proof_of does."""
    proof = proof_of(post_id, viewer)
    deeds = tuple((DEEDS[leaf.deed], leaf) for leaf in proof.since)
    return ProofPage(proof, floor_label(proof.floor), deeds)
