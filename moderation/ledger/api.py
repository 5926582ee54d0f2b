"""The ledger through the API."""

from datetime import datetime

from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import Unavailable
from forum.roles import Actor
from moderation.ledger import published, refusals, schemas
from moderation.ledger.origin import stored_origin
from moderation.ledger.proofs import SOON, as_json, proof_of
from moderation.ledger.witnesses import current_policy

api = api_blueprint("api_ledger")


@endpoint(api, "/ledger", answer=schemas.Ledger)
def show(actor: Actor, now: datetime) -> schemas.Ledger:
    """The newest signed checkpoint of the public ledger."""
    newest = published.newest_checkpoint()
    if newest is None:
        raise Unavailable(SOON, M("第一个存证点还没有签出，过一两秒再看。"))
    refusal, policy = refusals.current_refusal(), current_policy()
    witnessed = policy.newest_witnessed()
    return schemas.Ledger(
        size=newest.size,
        root=newest.root.hex(),
        checkpoint=newest.note,
        vkey=newest.vkey,
        name=stored_origin(),
        witnessed=witnessed.size if witnessed else None,
        quorum=policy.quorum if policy.witnesses else 0,
        refused=translate(refusal.public_message) if refusal else None,
    )


@endpoint(api, "/posts/<id:post_id>/proof", answer=schemas.Proof)
def proof(actor: Actor, now: datetime, post_id: int) -> schemas.Proof:
    """What proves that a post's present text stands in the ledger. 503 with Retry-After until a checkpoint covers it."""
    return schemas.Proof(**as_json(proof_of(post_id, actor, current_policy())))
