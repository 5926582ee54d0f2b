"""What a results page shows, as HTML and words in the reader's language: made here, since a template takes five times as long for it."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from boards.pages.parts import Filter
from forum.clock import local
from forum.i18n.languages import translate
from forum.i18n.posts import in_script, lang_attribute, with_lang
from forum.wenqu import wenqu
from search.pages import Hit
from search.ranking.passages import Piece


class Shown(NamedTuple):
    """A Hit as the template writes it; `iso` and `moment` are when its post was written."""

    hit: Hit
    title: str
    title_lang: Markup
    passage: str
    passage_lang: Markup
    floor: str
    board: Any
    author: Any
    iso: str
    moment: str
    again: tuple["Shown", ...]


def shown(hits: Iterable[Hit]) -> tuple[Shown, ...]:
    """Each Hit as this request's reader sees it."""
    zone = wenqu().settings.timezone
    return tuple(_shown(hit, zone) for hit in hits)


def _shown(hit: Hit, zone: tzinfo) -> Shown:
    title, passage, written = marked(hit.title), marked(hit.passage), local(hit.created_at, zone)
    return Shown(
        hit=hit,
        title=in_script(title),
        title_lang=lang_attribute(title),
        passage=in_script(passage),
        passage_lang=lang_attribute(passage),
        floor=translate(hit.floor_label),
        board=with_lang(hit.board.label),
        author=with_lang(hit.author.name),
        iso=written.isoformat(timespec="seconds"),
        moment=written.strftime("%Y-%m-%d %H:%M"),
        again=tuple(_shown(same, zone) for same in hit.again),
    )


def marked(pieces: Iterable[Piece]) -> Markup:
    """The Pieces in the reader's language, hits in <mark>."""
    return Markup("".join([_html(piece) for piece in pieces]))


def _html(piece: Piece) -> str:
    words = escape(piece.text if isinstance(piece.text, str) else translate(piece.text))
    return f"<mark>{words}</mark>" if piece.hit else words


def listed(choices: Iterable[Filter]) -> Markup:
    """The choices of a filter as the items of a list, as templates/macros/nav.html writes them."""
    return Markup("".join([_choice(choice) for choice in choices]))


def _choice(choice: Filter) -> str:
    chosen = ' aria-current="true"' if choice.chosen else ""
    count = "" if choice.count is None else f' <span class="n">{choice.count:,}</span>'
    return f'<li><a href="{escape(choice.url)}"{chosen}>{escape(with_lang(choice.label))}{count}</a></li>\n'
