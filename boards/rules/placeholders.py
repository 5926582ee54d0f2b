"""Fills the placeholders of an answer template: {网友}, {标题}, {今天}, {部门}. Pure."""

import re
from collections.abc import Mapping

ASKER, TITLE, TODAY, DEPARTMENT = "网友", "标题", "今天", "部门"
NAMES = (ASKER, TITLE, TODAY, DEPARTMENT)
SHOWN = " ".join(f"{{{name}}}" for name in NAMES)

_PLACE = re.compile("|".join(rf"\{{{name}\}}" for name in NAMES))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each placeholder replaced by its value in `values` (by name); other braces stay as they are."""
    return _PLACE.sub(lambda match: values.get(match[0][1:-1], match[0]), text)


def append_text(text: str, more: str) -> str:
    """`more` after `text`, with an empty line between them when `text` is not empty."""
    above = text.rstrip()
    return f"{above}\n\n{more}" if above else more
