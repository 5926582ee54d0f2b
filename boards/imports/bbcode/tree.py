"""Parses BBCode into a tree. Never fails: a tag that is not closed, or closes nothing, is text, or left out if it only styles. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

LITERAL = "code"  # the tag whose content is shown as it was typed
ALONE = frozenset({"*", "hr", "page", "index"})  # tags that have no end
DEEPEST = 30  # tags inside one another; those below are text

_TAG = re.compile(r"\[(/?)([a-zA-Z][a-zA-Z0-9]*|\*)(?::[a-z]:[0-9a-z]+|:[0-9a-z]{5,})?(?:=([^\[\]\n]*))?\]")
_LITERAL_END = re.compile(r"\[/code(?::[0-9a-z:]+)?\]", re.IGNORECASE)


@dataclass
class Element:
    """A tag with what stands between it and its end: texts and Elements. `typed` is shown when the end is missing."""

    name: str
    value: str = ""
    typed: str = ""
    children: list["Element | str"] = field(default_factory=list)


def parse(source: str, known: Collection[str], styles: Collection[str] = ()) -> Element:
    """The tree of `source` below an Element without a name; tags that are not `known` are text.

    Those of `styles` whose end or beginning is missing are left out.
    """
    tree = _OpenTree(source)
    for found in _TAG.finditer(source):
        name = found[2].lower()
        if name in known and found.start() >= tree.position:
            tree.text_before(found)
            typed = "" if name in styles else found[0]
            tree.close(name, typed) if found[1] else tree.open(name, _unquoted(found[3] or ""), typed)
    return tree.ended()


class _OpenTree:
    """The tree up to `position`, with the elements that are open there."""

    def __init__(self, source: str) -> None:
        self.position = 0
        self._source = source
        self._open = [Element("")]
        self._last_literal_end = max((found.start() for found in _LITERAL_END.finditer(source)), default=-1)

    def text_before(self, tag: re.Match[str]) -> None:
        self._put(self._source[self.position : tag.start()])
        self.position = tag.end()

    def open(self, name: str, value: str, typed: str) -> None:
        element = Element(name, value, typed)
        if name == LITERAL:
            self._put(self._literal(element))
        elif name in ALONE:
            self._put(element)
        elif len(self._open) > DEEPEST:
            self._put(typed)
        else:
            self._open.append(element)

    def close(self, name: str, typed: str) -> None:
        """Close the nearest open element of this name; those inside that were never closed become text."""
        if all(element.name != name for element in self._open[1:]):
            self._put(typed)
        else:
            while self._open[-1].name != name:
                self._give_up()
            closed = self._open.pop()
            self._put(closed)

    def ended(self) -> Element:
        self._put(self._source[self.position :])
        while len(self._open) > 1:
            self._give_up()
        return self._open[0]

    def _put(self, child: Element | str) -> None:
        if child:
            self._open[-1].children.append(child)

    def _literal(self, element: Element) -> Element | str:
        if self.position > self._last_literal_end:
            return element.typed
        end = _LITERAL_END.search(self._source, self.position)
        assert end
        element.children.append(self._source[self.position : end.start()])
        self.position = end.end()
        return element

    def _give_up(self) -> None:
        unclosed = self._open.pop()
        self._put(unclosed.typed)
        self._open[-1].children += unclosed.children


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'")
