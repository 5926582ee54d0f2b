"""The page on which a moderator chooses what to cover: every part of the text, with recognised personal data ticked."""

from collections.abc import Collection

from boards.models.threads import Board, Category
from boards.pages.parts import Link
from boards.queries.parts import covering
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread.posts import get_post
from boards.queries.thread.thread import title_of
from boards.rules.floors import floor_label
from boards.rules.sealing import COVER_LABELS
from boards.rules.withheld import cover_segments, has_words
from forum.messages import M
from forum.problems import Conflict
from forum.roles import Actor
from forum.store.commitments import segments
from forum.text import personal
from moderation.covering.actions import TITLE
from moderation.covering.pages import CoveringPage, Part


def covering_page(post_id: int, viewer: Actor, ticked: Collection[str] | None = None) -> CoveringPage:
    """The CoveringPage of a post; `ticked` are the ticked parts of a refused form. Raises NotFound, Conflict."""
    post, thread = get_post(post_id, viewer)
    if post.seal_order_id is not None:
        raise Conflict(M("这一楼已依签批封存，没有可以遮盖的文字。"))
    groups = tuple(_groups(post, ticked))
    board = Board.select(Board, Category).join(Category).where(Board.id == thread.board_id).get()
    return CoveringPage(
        Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{post.place_floor}"),
        breadcrumb(board),
        post.id,
        floor_label(post.place_floor),
        groups,
        tuple((code.value, label) for code, label in COVER_LABELS.items()),
        any(part.covered for _, parts in groups for part in parts),
    )


def _groups(post, ticked):
    revisions = covering.revisions_of(post)
    words, first = covering.covered_segments(post, revisions), covering.first_part(post)
    if first:
        title = covering.title_of(post.thread_id)
        hidden = frozenset(covering.title_parts(post.thread_id))
        yield M("标题"), _parts(title, TITLE, 0, lambda number, piece: number in hidden, ticked)
    latest, *older = reversed(revisions)
    yield M("现在的文字"), _parts(latest.text, latest.number, first, lambda number, piece: piece in words, ticked)
    known = set(segments(latest.text))
    for row in older:
        parts = _parts(row.text, row.number, first, lambda number, piece: piece in words, ticked)
        own = tuple(part for part, piece in zip(parts, segments(row.text), strict=True) if piece not in known)
        known.update(segments(row.text))
        if own:
            yield M("只在第 %(n)s 版里的", n=row.number), own


def _parts(text, where, first, is_covered, ticked):
    kinds = _kinds(text)
    return tuple(
        _part(f"{where}.{number + first}", piece, is_covered(number, piece), kinds.get(number), ticked)
        for number, piece in enumerate(segments(text))
    )


def _part(value, piece, hidden, kind, ticked):
    chosen = value in ticked if ticked is not None else kind is not None and not hidden
    shown = cover_segments(piece, {0}) if hidden else piece
    return Part(value if has_words(piece) else "", shown, hidden, chosen, kind)


def _kinds(text):
    """{number of a segment: label of the personal data recognised in it}."""
    found, at, kinds = personal.find(text), 0, {}
    for number, piece in enumerate(segments(text)):
        kind = next((each.kind for each in found if each.start < at + len(piece) and at < each.end), None)
        if kind is not None:
            kinds[number] = personal.LABELS[kind]
        at += len(piece)
    return kinds
