"""Warnings and suspensions: those of the viewer, and all of them for the moderators."""

from datetime import datetime

import peewee

from boards.models.threads import Post
from boards.queries.parts.people import name_of
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
    return _page(rows, "/account/sanctions", viewer, now, before, limit, own=True)


def sanctions_page(viewer: Actor, now: datetime, before: int | None = None, limit: int = PAGE) -> SanctionsPage:
    """The SanctionsPage of everybody's, for moderators and supervisors; the name behind an anonymous post only for moderators."""
    return _page(_rows(before, limit), "/moderation/sanctions", viewer, now, before, limit, own=False)


def _rows(before, limit):
    rows = (
        Sanction.select(Sanction, Account.display_name.alias("name"), Post.anonymous)
        .join(Account, on=Account.id == Sanction.account)
        .join_from(Sanction, Post, peewee.JOIN.LEFT_OUTER, on=Post.id == Sanction.post_id)
    )
    rows = rows.order_by(Sanction.id.desc()).limit(limit + 1)
    return rows.where(Sanction.id < before) if before else rows


def _page(rows, url, viewer, now, before, limit, own):
    found = list(rows.dicts())
    return SanctionsPage(
        rows=tuple(_row(row, viewer, now, own) for row in found[:limit]),
        newest=url if before else None,
        older=f"{url}?before={found[limit - 1]['id']}" if len(found) > limit else None,
    )


def _row(row, viewer, now, own):
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
        name="" if own else name_of(viewer, row["name"], row["account"], row["anonymous"] or False),
        lifting=f"/moderation/sanctions/{row['id']}/lifting" if running and not own else None,
    )


def _standing(row, running):
    if row["until"] is None:
        return GIVEN
    if row["lifted_at"] is not None:
        return LIFTED
    return RUNNING if running else OVER
