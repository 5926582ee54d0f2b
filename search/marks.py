"""Titles and passages with their hits marked, as HTML."""

from collections.abc import Iterable

from markupsafe import Markup

from forum.i18n.languages import translate
from search.ranking.passages import Piece


def marked(pieces: Iterable[Piece]) -> Markup:
    """The Pieces in the reader's language, hits in <mark>."""
    return Markup("").join(
        Markup("<mark>%s</mark>") % piece.text if piece.hit else translate(piece.text) for piece in pieces
    )
