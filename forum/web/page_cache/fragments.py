"""Pieces of pages that look alike wherever they stand: a floor of a thread, a line of a list. Drawn once, by what they show."""

import secrets
from collections.abc import Callable, Hashable
from typing import Any

from flask import g, request
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from forum.i18n.languages import current_language
from forum.i18n.posts import converting
from forum.web.door import current_actor

MOST_BYTES = 12 * 1024**2  # of the fragments of a process, about
EACH = 1024  # bytes of a fragment beside its text, about
OF_SITE = ("name", "tagline", "of", "large_type", "policy_title", "move_car")  # of `site`, what parts show
SIMULATED = ("wechat", "sms")  # its gateways, of which parts show whether they are simulated
ADDRESS = secrets.token_hex(16)  # in a kept part, where the address of the page stands


class Fragments:
    """What was drawn, by what it shows; beyond MOST_BYTES all is dropped."""

    def __init__(self) -> None:
        self._drawn: dict[Hashable, Any] = {}
        self._bytes = 0

    def get(self, key: Hashable, draw: Callable[[], Any]) -> Any:
        """What was drawn for an equal key, or what `draw()` draws."""
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = draw()
            self._bytes += 2 * len(drawn) + EACH
            if self._bytes > MOST_BYTES:
                self._drawn, self._bytes = {}, 2 * len(drawn) + EACH
            self._drawn[key] = drawn
        return drawn


_fragments = Fragments()
_sites: dict[Hashable, int] = {}  # a number for what parts show of the site: quicker to look up than that itself


def fragment(macro: Macro, *values: Any) -> Any:
    """What a macro draws of some values, all of them hashable but dicts; drawn before with equal values, it is not drawn again.

    The macro stands in a file of its own, and depends on nothing but its values, the language, and the script of posts.
    What is drawn for one reader alone may contain a token of theirs, and is not kept.
    """
    if _is_personal():
        return macro(*values)
    return _fragments.get((macro, *_writing(), *map(_hashable, values)), lambda: macro(*values))


@pass_context
def part(context: Context, name: str, *values: Hashable, **variables: Hashable) -> Any:
    """The included template of that name with further `variables`, kept as a fragment.

    It depends on nothing but `values`, which are not given to it, the variables, the `site`, and `this_page()`.
    """
    template = context.environment.get_template(name)

    def draw() -> Any:
        known = context.get_all() | variables
        return Markup("".join(template.root_render_func(template.new_context(known, shared=True))))

    if _is_personal():
        return draw()
    key = (template, *_writing(), _of_site(context), *values, *variables.values())
    within, g.drawing_part = g.get("drawing_part", False), True
    try:
        drawn = _fragments.get(key, draw)
    finally:
        g.drawing_part = within
    return drawn if within else Markup(drawn.replace(ADDRESS, escape(_address())))


def this_page() -> str:
    """The address of this request for a page, to which a form leads back; in a kept part its mark."""
    return ADDRESS if g.get("drawing_part") else _address()


def _address() -> str:
    if "address" in g:  # of a page that is drawn for other requests, too (search.framing)
        address: str = g.address
        return address
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _of_site(context: Context) -> int:
    if "site_number" not in g:
        site = context["site"]
        simulated = (getattr(site[each], "simulated", False) for each in SIMULATED)
        shown = (request.script_root, *(site[each] for each in OF_SITE), *simulated)
        g.site_number = _sites.setdefault(shown, len(_sites))
    number: int = g.site_number
    return number


def _is_personal() -> bool:
    return current_actor().signed_in and not g.get("shared")


def _writing() -> tuple[str, bool]:
    return current_language(), converting()


def _hashable(value):
    return tuple(value.items()) if isinstance(value, dict) else value
