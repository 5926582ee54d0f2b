"""The administrator's page of the targets; the secret is never on it again."""

from dataclasses import dataclass
from datetime import datetime

from boards.channels.webhooks.models import WebhookTarget


@dataclass(frozen=True)
class TargetRow:
    """One target. `failure` is why it fails, since `failing_since`; `off_since` is when it was switched off."""

    id: int
    url: str
    description: str
    created_at: datetime
    sent_at: datetime | None
    failing_since: datetime | None
    failure: str
    off_since: datetime | None


@dataclass(frozen=True)
class WebhooksPage:
    """`/admin/webhooks`; `secret` is that of the target that was just registered."""

    rows: tuple[TargetRow, ...]
    secret: str = ""


def webhooks_page(secret: str = "") -> WebhooksPage:
    """The WebhooksPage of all targets that were not removed."""
    kept = WebhookTarget.select().where(WebhookTarget.removed_at.is_null()).order_by(WebhookTarget.id)
    rows = tuple(
        TargetRow(
            id=row.id,
            url=row.url,
            description=row.description,
            created_at=row.created_at,
            sent_at=row.sent_at,
            failing_since=row.failing_since,
            failure=row.failure,
            off_since=row.disabled_at,
        )
        for row in kept
    )
    return WebhooksPage(rows, secret)
