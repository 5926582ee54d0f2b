"""A page of which members are shown the same: kept without what is one's own, and sent with it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, zip_longest
from typing import Any, NamedTuple, cast

from flask import Response, current_app, g, request, session

from forum.problems import Problem
from forum.roles import Actor
from forum.web.members.edges import ALWAYS_AS_LONG, Fill, filled, own_edges, pieces
from forum.web.members.packing import compressed, gzip_of, stored
from forum.web.members.somebody import AnyAccount, Somebody, anybody, is_plain, one_person
from forum.web.page_cache.keeping import KEEPING, Keeping
from forum.web.page_cache.pages import LARGEST
from forum.web.page_cache.requests import shared_key_of


class Made(NamedTuple):
    """What a view makes: HTML, or a response that is not kept; `about` is what its reader's `Own` is looked up for."""

    page: str | Response
    about: Any = None


Own = Hashable  # what of a member a page shows, other than at its edges
Make = Callable[[Actor, Own], Made]  # makes the page of a reader; with an Own, that of any member of whom it holds
OwnOf = Callable[[Actor, Any], Own | None]  # what a page about something shows of a member; None for nothing


@dataclass(frozen=True)
class SharedPage:
    """A page with marks at its edges, and the accounts that it may not be sent to, since it was compared with them."""

    made: Made
    compared: frozenset[int]
    unknown: bool = False
    _packed: dict[tuple[int | None, ...], Sequence[bytes]] = field(default_factory=dict)  # of the lengths of edges

    @property
    def lasting(self) -> bool:
        """Whether it may be kept."""
        return isinstance(self.made.page, str) and not self.unknown and self.size <= LARGEST

    @cached_property
    def _parts(self) -> tuple[Sequence[bytes], Sequence[str]]:
        """(the HTML between the edges, their names)."""
        parts = pieces(cast(str, self.made.page))
        return [part.encode() for part in parts[::2]], parts[1::2]

    def sent_to(self, actor: Actor, packed: bool) -> bytes:
        """The page of a member, or its gzip stream."""
        between, names = self._parts
        values = [filled(name, actor).encode() for name in names]
        whole = _alternately(between, values)
        if not packed:
            return whole
        lengths = tuple(
            len(value) if name in ALWAYS_AS_LONG else None for name, value in zip(names, values, strict=True)
        )
        return gzip_of([_alternately(self._compressed(lengths), map(stored, values))], whole)

    def _compressed(self, lengths: tuple[int | None, ...]) -> Sequence[bytes]:
        blocks = self._packed.get(lengths)
        if blocks is None:
            self._packed.clear()
            blocks = self._packed[lengths] = compressed(self._parts[0], lengths)
        return blocks

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return 3 * len(self.made.page) if isinstance(self.made.page, str) else 0

    def is_for(self, actor: Actor) -> bool:
        """Whether it is what that member would be shown, as far as its accounts tell."""
        return actor.account not in self.compared


def page_of(actor: Actor, make: Make, own_of: OwnOf | None = None, edges: Mapping[str, Fill] | None = None) -> Any:
    """The page that `make` makes for this request's reader, as a view returns it.

    A member is sent one that was made for anybody, with the further `edges` of this page, or one made for whom `own_of` tells
    the same of. It must not read anything of the request but its address and forum.web.page_cache's choices.
    """
    own_edges(edges or {})
    if not (actor.signed_in and _is_plain_request()):
        return make(actor, None).page
    try:
        shared = _shared(actor, make, own_of)
    except Problem:  # what anybody is refused, its author may see
        return make(actor, None).page
    return _filled(shared, actor) if isinstance(shared.made.page, str) else shared.made.page


def _is_plain_request() -> bool:
    """Whether a request for a page brings nothing else that it shows: a message, or a form that comes back."""
    return (
        request.method == "GET" and "_flashes" not in session and not any(map(g.get, ("kept", "not_sent", "unshown")))
    )


def _shared(actor: Actor, make: Make, own_of: OwnOf | None) -> SharedPage:
    if not is_plain(actor):
        return _kept(one_person(actor), make)
    shared = _kept(anybody(), make)
    if own_of and shared.is_for(actor) and (own := own_of(actor, shared.made.about)) is not None:
        shared = _kept(anybody(), make, own)
    return shared if shared.is_for(actor) and not shared.unknown else _kept(one_person(actor), make)


def _kept(reader: Somebody, make: Make, own: Own = None) -> SharedPage:
    keeping: Keeping = current_app.extensions[KEEPING]
    shared, _ = keeping.get((*shared_key_of(request.environ), reader.key, own), g.now, lambda: _made(reader, make, own))
    return cast(SharedPage, shared)


def _made(reader: Somebody, make: Make, own: Own) -> SharedPage:
    with _sharing(reader.actor):
        made = make(reader.actor, own)
    account = reader.actor.account
    if isinstance(account, AnyAccount):
        return SharedPage(made, frozenset(account.compared), account.unknown)
    return SharedPage(made, frozenset())


@contextmanager
def _sharing(reader: Actor) -> Iterator[None]:
    """A block whose templates show the page to `reader`, with marks at its edges."""
    actor = g.actor
    g.actor, g.shared = reader, True
    try:
        yield
    finally:
        g.actor, g.shared = actor, False


def _filled(shared: SharedPage, actor: Actor) -> Response:
    """The page of a member; as any person's page it is compressed where the address chooses nothing that it repeats."""
    packed = not request.query_string and request.accept_encodings["gzip"] > 0
    response = Response(shared.sent_to(actor, packed), mimetype="text/html")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def _alternately(between: Iterable[bytes], values: Iterable[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip_longest(between, values, fillvalue=b"")))
