"""Links of version 2: BBCode that people bring along from other forums, bare addresses, and words that name another host."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token

from forum.text.rendering import tokens
from forum.text.rendering.addresses import addresses, names_another_host, whole_address

_BBCODE = re.compile(r"\[(url|img)(?:=([^\]\[\s]*))?\]([^\[\]\n]*)\[/\1\]", re.IGNORECASE)


def bbcode(state: StateInline, silent: bool) -> bool:
    """A link for [url], [url=...] and [img] with an address of the web; anything else stays as it was typed."""
    found = _BBCODE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found is None or state.linkLevel:
        return False
    is_link = found[1].lower() == "url"
    address = _href((found[2] if is_link and found[2] else found[3]).strip().strip("\"'"))
    if address is None:
        return False
    if not silent:
        _push_link(state, address, found[3].strip() or address)
    state.pos = found.end()
    return True


def links_for_images(state: StateCore) -> None:
    """Replace an image by a link to it."""
    tokens.each_line(state, tokens.link_of_image)


def links_for_addresses(state: StateCore) -> None:
    """Make a link of a bare http or https address."""
    tokens.each_line(state, _link_addresses)


def show_other_hosts(state: StateCore) -> None:
    """Show a link as it was typed when its words name another host than that to which it leads."""
    for block in state.tokens:
        if block.type == "inline":
            block.children = list(_honest(block.children or []))


def _href(address: str) -> str | None:
    return whole_address(f"http://{address}" if address.lower().startswith("www.") else address)


def _push_link(state: StateInline, address: str, words: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = words
    state.push("link_close", "a", -1)


def _link_addresses(token: Token, in_link: bool) -> list[Token]:
    if in_link or token.type != "text" or "://" not in token.content:
        return [token]
    return list(_text_with_links(token.content))


def _text_with_links(text: str) -> Iterator[Token]:
    done = 0
    for found in addresses(text):
        if found.start >= done:
            yield tokens.text(text[done : found.start])
            yield from tokens.link(found.href, text[found.start : found.end])
            done = found.end
    yield tokens.text(text[done:])


def _honest(children: list[Token]) -> Iterator[Token]:
    opened: list[Token] = []
    for token in children:
        if token.type == "link_open" or opened:
            opened.append(token)
        else:
            yield token
        if token.type == "link_close" and opened:
            yield from _checked(opened)
            opened = []
    yield from opened


def _checked(link: list[Token]) -> list[Token]:
    href = str(link[0].attrGet("href"))
    words = "".join(token.content for token in link)
    if not names_another_host(words, href):
        return link
    return [tokens.text("["), *link[1:-1], tokens.text("]("), *tokens.link(href, href), tokens.text(")")]
