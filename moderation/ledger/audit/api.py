"""What opens the ledger's leaves, through the API."""

from dataclasses import asdict
from datetime import datetime

from boards.channels.api.answering import next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.roles import Actor
from moderation.ledger.audit import schemas
from moderation.ledger.audit.openings import openings_from
from moderation.ledger.audit.rows import rows_from

api = api_blueprint("api_openings")


@endpoint(api, "/ledger/openings", query=schemas.OpeningsAsked, answer=schemas.Openings)
def openings(actor: Actor, now: datetime, asked: schemas.OpeningsAsked) -> schemas.Openings:
    """What opens the leaves of texts from an entry on: the same for everybody, and nothing that is hidden, sealed or waiting."""
    opened, following = openings_from(asked.from_entry, asked.limit)
    return schemas.Openings(
        items=[schemas.Opened(**asdict(each)) for each in opened],
        next=next_page(asked, from_entry=following) if following else None,
    )


@endpoint(api, "/ledger/rows", query=schemas.OpeningsAsked, answer=schemas.Rows)
def rows(actor: Actor, now: datetime, asked: schemas.OpeningsAsked) -> schemas.Rows:
    """What opens the leaves' commitments to rows from an entry on: the same for everybody, and only what is public."""
    opened, following = rows_from(asked.from_entry, asked.limit)
    return schemas.Rows(
        items=[schemas.OpenedRows(**asdict(each)) for each in opened],
        next=next_page(asked, from_entry=following) if following else None,
    )
