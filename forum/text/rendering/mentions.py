"""Links of version 4: a name that is mentioned, to the page that leads to who bears it."""

from collections.abc import Iterator
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forum.text.rendering import tokens
from forum.text.rendering.mention_syntax import ADDRESS, mentions


def link_mentions(state: StateCore) -> None:
    """Make a link of each mention outside of code and links."""
    tokens.each_line(state, _link_names)


def _link_names(token: Token, in_link: bool) -> list[Token]:
    if in_link or token.type != "text" or not ("@" in token.content or "＠" in token.content):
        return [token]
    return list(_text_with_mentions(token.content))


def _text_with_mentions(text: str) -> Iterator[Token]:
    done = 0
    for found in mentions(text):
        if found.start > done:
            yield tokens.text(text[done : found.start])
        yield from tokens.link(f"{ADDRESS}{quote(found.name, safe='')}", text[found.start : found.end])
        done = found.end
    if done < len(text):
        yield tokens.text(text[done:])
