"""Tokens of markdown-it: made, and replaced line by line."""

from collections.abc import Callable, Iterable, Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

Rule = Callable[[Token, bool], Iterable[Token]]


def each_line(state: StateCore, rule: Rule) -> None:
    """Replace each inline token by the tokens that `rule(token, in_link)` returns."""
    for block in state.tokens:
        if block.type == "inline":
            block.children = list(_replaced(block.children or [], rule))


def _replaced(children: Iterable[Token], rule: Rule) -> Iterator[Token]:
    links = 0
    for token in children:
        links += token.nesting if token.type in ("link_open", "link_close") else 0
        yield from rule(token, links > 0)


def link(address: str, words: str) -> list[Token]:
    """The tokens of a link to `address`."""
    opening = Token("link_open", "a", 1, attrs={"href": address})
    return [opening, text(words), Token("link_close", "a", -1)]


def text(content: str) -> Token:
    """A token of plain text."""
    return Token("text", "", 0, content=content)


def link_of_image(token: Token, in_link: bool) -> list[Token]:
    """The tokens that stand for an image: a link to it, since showing it would load it from another server."""
    if token.type != "image":
        return [token]
    address = str(token.attrGet("src"))
    words = token.content or address
    return [text(words)] if in_link else link(address, words)
