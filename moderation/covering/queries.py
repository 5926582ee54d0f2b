"""The page on which a moderator chooses what to cover: the parts of the text, with recognised personal data ticked.

A text of 20,000 characters can have as many parts, each with a box of its own; so it is divided among pages.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from boards.models.threads import Board, Category, Post
from boards.pages.parts import Link
from boards.queries.parts import covering
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread.posts import get_post
from boards.queries.thread.thread import title_of
from boards.rules.floors import floor_label
from boards.rules.sealing import COVER_LABELS
from boards.rules.withheld import cover_segments, has_words
from forum.messages import M, Message
from forum.problems import Conflict, NotFound
from forum.roles import Actor
from forum.store.commitments import segments
from forum.text import personal
from moderation.covering.actions import TITLE
from moderation.covering.pages import CoveringPage, Part

MOST_PARTS, MOST_CHARACTERS = 400, 6_000  # of one page
AROUND = 60  # characters on either side in which personal data may begin or end that reaches into a part


@dataclass(frozen=True)
class Text:
    """A title or a version of the text: `where` names it in the form, `first` is the number of its first part."""

    label: Message
    where: int | str
    first: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A segment of a Text: its number there counted from 0, and where it begins."""

    of: Text
    number: int
    start: int
    words: str
    covered: bool

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def covering_page(post_id: int, viewer: Actor, ticked: Collection[str] | None = None, number: int = 1) -> CoveringPage:
    """The CoveringPage of that number of a post; `ticked` are the ticked parts of a refused form. Raises NotFound, Conflict."""
    post, thread = get_post(post_id, viewer)
    if post.seal_order_id is not None:
        raise Conflict(M("这一楼已依签批封存，没有可以遮盖的文字。"))
    pieces, more = _on_page(_pieces(post), number)
    if not pieces:
        raise NotFound(M("没有这一页。"))
    board = Board.select(Board, Category).join(Category).where(Board.id == thread.board_id).get()
    return CoveringPage(
        Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{post.place_floor}"),
        breadcrumb(board),
        post.id,
        floor_label(post.place_floor),
        tuple((of.label, _parts(list(own), ticked)) for of, own in groupby(pieces, lambda piece: piece.of)),
        tuple((code.value, label) for code, label in COVER_LABELS.items()),
        any(piece.covered for piece in pieces),
        number,
        more,
    )


def _pieces(post: Post) -> Iterator[Piece]:
    """The title's segments, those of the text as it is now, then those that only an older version has."""
    revisions = covering.revisions_of(post)
    words, first = covering.covered_segments(post, revisions), covering.first_part(post)
    if first:
        hidden = frozenset(covering.title_parts(post.thread_id))
        title = Text(M("标题"), TITLE, 0, covering.title_of(post.thread_id))
        yield from _cut(title, lambda number, piece: number in hidden)
    latest, *older = reversed(revisions)
    known: set[str] = set()
    for row in (latest, *older):
        label = M("现在的文字") if row is latest else M("只在第 %(n)s 版里的", n=row.number)
        cut = _cut(Text(label, row.number, first, row.text), lambda number, piece: piece in words)
        yield from (piece for piece in cut if row is latest or piece.words not in known)
        known.update(segments(row.text))


def _cut(text: Text, covered: Callable[[int, str], bool]) -> Iterator[Piece]:
    start = 0
    for number, words in enumerate(segments(text.text)):
        yield Piece(text, number, start, words, covered(number, words))
        start += len(words)


def _on_page(pieces: Iterable[Piece], number: int) -> tuple[list[Piece], bool]:
    """(those of page `number`, whether there is another page); what is read around a piece counts with it."""
    page, parts, characters = 1, 0, 0
    kept: list[Piece] = []
    before = None
    for piece in pieces:
        joined = before is not None and before.of is piece.of and before.end == piece.start
        characters += len(piece.words) + (0 if joined else 2 * AROUND)
        if parts and (parts == MOST_PARTS or characters > MOST_CHARACTERS):
            page, parts, characters = page + 1, 0, len(piece.words) + 2 * AROUND
        if page > number:
            return kept, True
        if page == number:
            kept.append(piece)
        parts, before = parts + 1, piece
    return kept, False


def _parts(pieces: Sequence[Piece], ticked: Collection[str] | None) -> tuple[Part, ...]:
    kinds = _kinds(pieces)
    return tuple(_part(piece, kinds.get(piece.number), ticked) for piece in pieces)


def _part(piece: Piece, kind: Message | None, ticked: Collection[str] | None) -> Part:
    value = f"{piece.of.where}.{piece.number + piece.of.first}"
    chosen = value in ticked if ticked is not None else kind is not None and not piece.covered
    shown = cover_segments(piece.words, {0}) if piece.covered else piece.words
    return Part(value if has_words(piece.words) else "", shown, piece.covered, chosen, kind)


def _kinds(pieces: Sequence[Piece]) -> dict[int, Message]:
    """{number of a segment: label of the personal data recognised in it}; `pieces` are of one text, in order."""
    found, kinds, at = _recognised(pieces), {}, 0
    for piece in pieces:
        while at < len(found) and found[at][1] <= piece.start:
            at += 1
        if at < len(found) and found[at][0] < piece.end:
            kinds[piece.number] = found[at][2]
    return kinds


def _recognised(pieces: Sequence[Piece]) -> list[tuple[int, int, Message]]:
    """(start, end, label) of the personal data in and around the pieces, in order."""
    found: list[tuple[int, int, Message]] = []
    for start, end in _stretches(pieces):
        begins = max(0, start - AROUND)
        data = personal.find(pieces[0].of.text[begins : end + AROUND])
        found += ((begins + each.start, begins + each.end, personal.LABELS[each.kind]) for each in data)
    return found


def _stretches(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """(start, end) of the pieces that touch."""
    start = end = pieces[0].start
    for piece in pieces:
        if piece.start != end:
            yield start, end
            start = piece.start
        end = piece.end
    yield start, end
