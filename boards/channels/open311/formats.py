"""Writes what is answered as XML or JSON. Pure.

XML has a declaration and an element for each value, empty for None; JSON has bare arrays.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from forum.text.checks import without_characters_xml_lacks

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}

# The element of each item of a list, by the element of the list.
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


@dataclass(frozen=True)
class Answer:
    """What is answered: `root` is the outermost element of XML, which JSON lacks."""

    root: str
    content: Sequence[Mapping[str, Any]] | Mapping[str, Any]


def written(answer: Answer, form: str) -> bytes:
    """The bytes of an Answer as `xml` or `json`."""
    if form == "json":
        return json.dumps(answer.content, ensure_ascii=False).encode()
    root = ElementTree.Element(answer.root)
    _fill(root, answer.content)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode()


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _fill(ElementTree.SubElement(element, name), part)
    elif isinstance(value, list | tuple):
        for part in value:
            _fill(ElementTree.SubElement(element, ITEMS[element.tag]), part)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = without_characters_xml_lacks(str(value))
