"""Rules for markdown-it by which version 1 of our Markdown differs from CommonMark."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

from forum.text.rendering.tokens import each_line, link, link_of_image, text as text_token

# ASCII only, since Chinese text and punctuation follow an address without a space.
_ADDRESS = re.compile(r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\[][!-;=?-~]*", re.IGNORECASE)
_TRAILING = "!\"'(*,.:;?[\\^_`{|}~"


def asterisks(state: StateInline, silent: bool) -> bool:
    """Emphasis for text in which asterisks also mask names and numbers (王*明, 138****1234).

    One asterisk, like an underscore, works at the edges of words only; two also work inside
    words, and may close after punctuation, as Chinese has no spaces; three or more are plain text.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = _opens_and_closes(state, marker, scanned)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        token = len(state.tokens) - 1
        if scanned.length < 3:
            state.delimiters.append(Delimiter(ord(marker), scanned.length, token, -1, opens, closes))
    state.pos += scanned.length
    return True


def _opens_and_closes(state, marker, scanned):
    if marker == "*" and scanned.length == 1:
        edges = state.scanDelims(state.pos, False)
        return edges.can_open, edges.can_close
    if marker == "*" and scanned.length == 2:
        before = state.src[state.pos - 1 : state.pos]
        return scanned.can_open, scanned.can_close or bool(before.strip())
    return scanned.can_open, scanned.can_close


def links_for_images(state: StateCore) -> None:
    """Replace an image by a link to it: showing it would load it from another server."""
    each_line(state, link_of_image)


def links_for_addresses(state: StateCore) -> None:
    """Make a link of a bare http or https address."""
    each_line(state, _link_addresses)


def _link_addresses(token, in_link):
    if in_link or token.type != "text" or "://" not in token.content:
        return [token]
    return _text_with_links(token.content)


def _text_with_links(text):
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found[0])
        if not address.partition("://")[2]:
            continue
        yield text_token(text[done : found.start()])
        yield from link(address, address)
        done = found.start() + len(address)
    yield text_token(text[done:])


def _trimmed(address):
    """`address` without the punctuation that follows it, and closing brackets that it did not open."""
    while True:
        shorter = address.rstrip(_TRAILING)
        for opened, closed in ("()", "[]"):
            if shorter.endswith(closed) and shorter.count(closed) > shorter.count(opened):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
