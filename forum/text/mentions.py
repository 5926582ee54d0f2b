"""Names that a text mentions: counted while it is checked, read from what is shown. Pure.

Names are compared without spaces and marks (forum.text.name_keys), so a name with a space or a dot is mentioned without it.
"""

import re
from urllib.parse import unquote

from forum.text.name_keys import name_key
from forum.text.rendering.mention_syntax import ADDRESS, mentions

_HREF = re.compile(f'<a href="{ADDRESS}([^"/]+)"')
_TYPED_LINK = re.compile(rf"\]\(\s*<?{ADDRESS}([^\s)>]*)")


def count_mentions(source: str) -> int:
    """How many names a text in Markdown mentions at most, each once: as @name, or by a link that leads where a mention does."""
    return len({name_key(each.name) for each in mentions(source)} | set(_TYPED_LINK.findall(source)))


def mentioned_names(html: str) -> tuple[str, ...]:
    """The names that rendered HTML mentions, each once, in their order."""
    return tuple(dict.fromkeys(unquote(name) for name in _HREF.findall(html)))


def mention_of(name: str) -> str | None:
    """How a name is written behind an @; None for one that cannot be mentioned, since no characters of mentions remain."""
    written = "".join(each for each in name if each not in " .").strip("-_·་")
    found = next(mentions(f"@{written}"), None)
    return found.name if found is not None and name_key(found.name) == name_key(name) else None
