"""What the public and the operator are told of each witness: how far it has signed, and what stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import M, Message
from moderation.ledger.models import Cosignature, SignedCheckpoint, WitnessState
from moderation.ledger.published import PublishedCheckpoint
from moderation.ledger.witnesses import Witness, WitnessPolicy

SIGNED = M("已签到最新")
AWAITED = M("正等它签")
# Why a witness does not sign, by the code that moderation.ledger.witnessing.submitting stores.
PROBLEMS = {
    "no-answer": M("没有应答，会再试"),
    "answer": M("应答不合规定，会再试"),
    "malformed": M("它说存证点的格式不对"),
    "unknown-log": M("它还没有把本站列入名单"),
    "unknown-key": M("它不认本站的签名公钥"),
    "inconsistent": M("它说这本账与它见过的对不上"),
    "ahead": M("它见过更长的账"),
}


@dataclass(frozen=True)
class WitnessRow:
    """A witness: the largest size it has signed (0: none) with its own time, and how it stands; `problem` is a code or None."""

    name: str
    size: int
    signed_at: datetime | None
    standing: Message
    problem: str | None
    since: datetime | None


def witness_rows(policy: WitnessPolicy, newest: PublishedCheckpoint | None) -> tuple[WitnessRow, ...]:
    """The WitnessRow of each witness of the policy; `newest` is the newest checkpoint."""
    states = {state.vkey: state for state in WitnessState.select().where(WitnessState.vkey.in_(policy.vkeys))}
    return tuple(_row(witness, states.get(witness.vkey), newest) for witness in policy.witnesses)


def _row(witness: Witness, state: WitnessState | None, newest: PublishedCheckpoint | None) -> WitnessRow:
    last = (
        Cosignature.select(SignedCheckpoint.size, Cosignature.signed_at)
        .join(SignedCheckpoint)
        .where(Cosignature.witness == witness.vkey)
        .order_by(Cosignature.checkpoint.desc())
        .limit(1)
    )
    size, signed_at = last.tuples().first() or (0, None)
    problem = state.problem if state else None
    if newest and size == newest.size:
        return WitnessRow(witness.name, size, signed_at, SIGNED, None, None)
    standing = PROBLEMS[problem] if problem else AWAITED
    return WitnessRow(witness.name, size, signed_at, standing, problem, state.since if state and problem else None)
