"""Columns and values of texts and titles as they may be shown; no other file reads them for display.

A covered segment is shown as blocks; a sealed text is '' and a sealed title is SEALED_TITLE, whoever asks.
"""

from collections.abc import Mapping
from typing import Any

from peewee import Case, fn

from boards.models.orders import SealOrder
from boards.models.threads import Post, Revision, Thread
from boards.rules.sealing import Sealed
from forum.messages import M, Message

HIDDEN_TITLE = M("（标题已屏蔽）")
SEALED_TITLE = M("（标题已封存）")


def text_column(revision: Any = Revision) -> Any:
    """The column of a text as it may be shown, named text; `revision` may be an alias."""
    return fn.COALESCE(revision.shown_text, revision.text).alias("text")


def html_column(revision: Any = Revision) -> Any:
    """The column of its HTML, named html."""
    return fn.COALESCE(revision.shown_html, revision.html).alias("html")


def excerpt_column(length: int, revision: Any = Revision) -> Any:
    """The column of a text's first `length` characters, named text."""
    return fn.SUBSTR(fn.COALESCE(revision.shown_text, revision.text), 1, length).alias("text")


def passage_column(start: Any, length: Any, revision: Any = Revision) -> Any:
    """The column of the `length` characters of a text from place `start` on; NULL once parts are covered, since places may have moved."""
    whole = fn.SUBSTR(revision.text, start + 1, length)
    return Case(None, [(revision.shown_text.is_null(), whole)])


def title_column(thread: Any = Thread) -> Any:
    """The column of a thread's title, named title; '' once it is sealed. `thread` may be an alias."""
    return fn.COALESCE(thread.shown_title, thread.title).alias("title")


def visible_title(title: str, hidden: bool) -> Message | str:
    """The title to show for one read by `title_column`; `hidden` says that it is hidden from this reader, and has no default."""
    if title == "":
        return SEALED_TITLE
    return HIDDEN_TITLE if hidden else title


def shown_title_of(thread: Thread, hidden: bool) -> Message | str:
    """The title to show for a Thread."""
    return visible_title(thread.title if thread.shown_title is None else thread.shown_title, hidden)


def columns_of_order(order: Any = SealOrder) -> tuple[Any, ...]:
    """The columns of an order that `sealed_of` reads."""
    return (
        order.id.alias("order_id"),
        order.number.alias("order_number"),
        order.signatory_name,
        order.signatory_office,
        order.ground,
        order.signed_on,
        order.confirmed_at.alias("sealed_at"),
    )


def sealed_of(row: Mapping[str, Any]) -> Sealed | None:
    """The Sealed of a dict with `columns_of_order`, or None."""
    if row["order_id"] is None:
        return None
    return Sealed(
        row["sealed_at"],
        row["order_id"],
        row["order_number"],
        row["signatory_name"],
        row["signatory_office"],
        row["ground"],
        row["signed_on"],
    )


def seal_of(post: Post) -> Sealed | None:
    """The Sealed of a Post, or None."""
    if post.seal_order_id is None:
        return None
    return sealed_of(SealOrder.select(*columns_of_order()).where(SealOrder.id == post.seal_order_id).dicts().get())


def current_text(post: Post) -> str:
    """The text of a Post's latest revision as it may be shown."""
    return Revision.select(text_column()).where(Revision.post == post.id, Revision.number == post.revision).scalar()
