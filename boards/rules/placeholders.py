"""Filling the places of an answer template: {网友}, {标题}, {今天}, {部门}. Pure."""

import re

ASKER, TITLE, TODAY, DEPARTMENT = "网友", "标题", "今天", "部门"
NAMES = (ASKER, TITLE, TODAY, DEPARTMENT)
SHOWN = " ".join(f"{{{name}}}" for name in NAMES)

_PLACE = re.compile("|".join(rf"\{{{name}\}}" for name in NAMES))


def fill(text, values):
    """`text` with each place filled from `values` (name -> words); other braces stay as they are."""
    return _PLACE.sub(lambda match: values.get(match[0][1:-1], match[0]), text)


def append_text(text, more):
    """`more` below `text`, with an empty line between when there is a text."""
    kept = text.rstrip()
    return f"{kept}\n\n{more}" if kept else more
