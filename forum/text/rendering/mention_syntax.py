"""The syntax of a mention: a name behind an @. Pure.

A mention is one by syntax: whether somebody bears the name is asked by who follows the link (forum/text/mentions.py).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ADDRESS = "/named/"
SHORTEST, LONGEST = 2, 20  # characters of a name; forum.text.names

# Not within an address of mail or of the web, nor behind letters and digits of ASCII; Chinese stands before an @ without a space. Tibetan
# writes vowels and joined letters as marks. A name that is partly covered (█, boards/rules/withheld.py) is another name.
_INSIDE = r"\w·་\u0f71-\u0f84\u0f90-\u0fbc-"
_MENTION = re.compile(f"(?<![A-Za-z0-9_@＠/.+%-])[@＠]([^\\W_][{_INSIDE}]*+)(?!█)(?!\\.\\w)")


class Mention(NamedTuple):
    """A name that is mentioned between `start` and `end` of a text, the @ included."""

    start: int
    end: int
    name: str


def mentions(text: str) -> Iterator[Mention]:
    """The mentions in a text without formatting."""
    for found in _MENTION.finditer(text):
        name = found[1].rstrip("-_·་")
        if SHORTEST <= len(name) <= LONGEST:
            yield Mention(found.start(), found.start(1) + len(name), name)
