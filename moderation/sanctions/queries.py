"""Warnings and suspensions: those of the viewer, and all of them for the moderators."""

from datetime import datetime

from forum.accounts.models import Account, Sanction
from forum.accounts.sanctions import SanctionKind
from forum.messages import M
from forum.roles import Actor
from forum.text.reasons import reason_text
from moderation.sanctions.pages import SanctionRow, SanctionsPage

PAGE = 30
LABELS = {SanctionKind.WARNING: M("警告"), SanctionKind.SUSPENSION: M("暂停发言")}
GIVEN, RUNNING, OVER, LIFTED = M("已告知"), M("正在执行"), M("已到期"), M("已提前解除")


def own_sanctions_page(viewer: Actor, now: datetime, before: int | None = None, limit: int = PAGE) -> SanctionsPage:
    """The SanctionsPage of `viewer`'s own."""
    rows = _rows(before, limit).where(Sanction.account == viewer.account)
    return _page(rows, "/account/sanctions", now, before, limit, for_moderators=False)


def sanctions_page(now: datetime, before: int | None = None, limit: int = PAGE) -> SanctionsPage:
    """The SanctionsPage of everybody's, with names, for moderators."""
    return _page(_rows(before, limit), "/moderation/sanctions", now, before, limit, for_moderators=True)


def _rows(before, limit):
    rows = Sanction.select(Sanction, Account.display_name.alias("name")).join(
        Account, on=Account.id == Sanction.account
    )
    rows = rows.order_by(Sanction.id.desc()).limit(limit + 1)
    return rows.where(Sanction.id < before) if before else rows


def _page(rows, url, now, before, limit, for_moderators):
    found = list(rows.dicts())
    return SanctionsPage(
        rows=tuple(_row(row, now, for_moderators) for row in found[:limit]),
        newest=url if before else None,
        older=f"{url}?before={found[limit - 1]['id']}" if len(found) > limit else None,
    )


def _row(row, now, for_moderators):
    running = row["until"] is not None and row["until"] > now and row["lifted_at"] is None
    return SanctionRow(
        number=row["id"],
        kind=row["kind"],
        label=LABELS[SanctionKind(row["kind"])],
        why=reason_text(row["code"], row["text"]) or "",
        since=row["since"],
        until=row["until"],
        standing=_standing(row, running),
        post=row["post_id"] and f"/posts/{row['post_id']}",
        lifted_text=row["lifted_text"],
        name=row["name"] if for_moderators else "",
        lifting=f"/moderation/sanctions/{row['id']}/lifting" if running and for_moderators else None,
    )


def _standing(row, running):
    if row["until"] is None:
        return GIVEN
    if row["lifted_at"] is not None:
        return LIFTED
    return RUNNING if running else OVER
