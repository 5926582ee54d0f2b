"""The member for whom a shared page is made: nobody in particular. Pure."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from forum.roles import Actor


class AnyAccount(int):
    """The number of an account that is no account's: it equals none, and notes those with which it is compared.

    A page that is made for it is that of every member who is none of those. Where it was looked up in a set, by its hash,
    nobody knows with whom: `unknown`.
    """

    compared: set[int]
    unknown: bool

    def __new__(cls) -> "AnyAccount":
        """One that nothing was compared with."""
        made = super().__new__(cls, -1)
        made.compared, made.unknown = set(), False
        return made

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            self.compared.add(int(other))
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self.unknown = True
        return super().__hash__()


@dataclass(frozen=True)
class Somebody:
    """Whom a page is made for, as an Actor without a name, and what of them it depends on."""

    actor: Actor
    key: Hashable


def anybody() -> Somebody:
    """A member without roles of whom nothing is known."""
    return Somebody(Actor(account=AnyAccount()), "anybody")


def one_person(actor: Actor) -> Somebody:
    """That member alone."""
    same = replace(actor, name="", unread=0, session=None)
    return Somebody(same, same)


def is_plain(actor: Actor) -> bool:
    """Whether a member differs from others only in what is theirs: without roles or a suspension."""
    return not (actor.acting_roles or actor.waiting or actor.suspension)
