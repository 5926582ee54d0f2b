"""Pieces of pages that look alike wherever they stand: a floor of a thread, a line of a list. Drawn once, by what they show."""

from typing import Any

from flask import g
from jinja2.runtime import Macro

from forum.i18n.languages import current_language
from forum.i18n.posts import converting
from forum.web.door import current_actor

MOST = 3000  # fragments of a process

_drawn: dict[tuple[Any, ...], Any] = {}


def fragment(macro: Macro, *values: Any) -> Any:
    """What a macro draws of some values, all of them hashable but dicts; drawn before with equal values, it is not drawn again.

    The macro stands in a file of its own, and depends on nothing but its values, the language, and the script of posts.
    What is drawn for one reader alone may contain a token of theirs, and is not kept.
    """
    if current_actor().signed_in and not g.get("shared"):
        return macro(*values)
    key = (macro, current_language(), converting(), *map(_hashable, values))
    drawn = _drawn.get(key)
    if drawn is None:
        if len(_drawn) >= MOST:
            _drawn.clear()
        drawn = _drawn[key] = macro(*values)
    return drawn


def _hashable(value):
    return tuple(value.items()) if isinstance(value, dict) else value
