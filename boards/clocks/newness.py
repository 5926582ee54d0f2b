"""What an account may do before a moderator looks at it first, by its age and its record. Pure.

Nothing is refused here: a text beyond these limits is posted, and waits for a moderator like one with a word of the list. The numbers
are the program's own proposals; a city's policy may change them (docs/policies.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from boards.clocks.policy_table import Table
from forum.messages import M, Message
from forum.text.mentions import count_mentions

_LINK = re.compile(r"https?://|\bwww\.|\[(?:url|img)[\]=]|\]\(\s*(?!/(?!/))", re.IGNORECASE)


class Standing(StrEnum):
    """How well an account is known here."""

    NEW = "new"
    KNOWN = "known"
    TRUSTED = "trusted"


class Excess(StrEnum):
    """Because of what a text waits. Values are stored among the words that hold a post, and never change."""

    LINKS = "newness:links"
    MENTIONS = "newness:mentions"
    PICTURES = "newness:pictures"
    PACE = "newness:pace"


EXCESS_LABELS: Mapping[str, Message] = {
    Excess.LINKS: M("链接多于新账号的限度"),
    Excess.MENTIONS: M("提到的人多于新账号的限度"),
    Excess.PICTURES: M("图片多于新账号的限度"),
    Excess.PACE: M("发得比新账号的限度快"),
}


@dataclass(frozen=True)
class Record:
    """What is known of an account: its age, how many of its posts are shown (counted up to a limit), how many a moderator hid.

    `recent` are those within the time of the limit "post" (forum.accounts.limits). Without values: the newest account.
    """

    age: timedelta = timedelta()
    posts: int = 0
    hidden: int = 0
    recent: int = 0


@dataclass(frozen=True)
class Limits:
    """What a moderator need not see first: links, mentions and pictures of one text, posts within the time of the limit "post"."""

    links: int
    mentions: int
    pictures: int
    posts: int


@dataclass(frozen=True)
class Newness:
    """The rules: when an account is known, when trusted, and the Limits of each standing.

    An account of `known_days` with `known_posts` posts is known, one of `trusted_days` with `trusted_posts` and none hidden is trusted.
    `supports_of_address` is how many supports of one thread count from one address on one day; 0 for any number.
    """

    known_days: int = 3
    known_posts: int = 3
    trusted_days: int = 30
    trusted_posts: int = 20
    limits: Mapping[Standing, Limits] = field(
        default_factory=lambda: MappingProxyType(
            {
                Standing.NEW: Limits(links=1, mentions=2, pictures=2, posts=5),
                Standing.KNOWN: Limits(links=5, mentions=5, pictures=5, posts=12),
                Standing.TRUSTED: Limits(links=20, mentions=10, pictures=9, posts=25),
            }
        ),
        hash=False,
    )
    supports_of_address: int = 1

    def standing(self, record: Record) -> Standing:
        """The Standing of an account with this record."""
        if record.age < timedelta(days=self.known_days) or record.posts < self.known_posts:
            return Standing.NEW
        old = record.age >= timedelta(days=self.trusted_days) and record.posts >= self.trusted_posts
        return Standing.TRUSTED if old and not record.hidden else Standing.KNOWN

    def excesses(self, text: str, record: Record, pictures: int = 0) -> tuple[Excess, ...]:
        """Because of what a text with so many pictures of an account with this record waits for a moderator, in the order of Excess."""
        most = self.limits[self.standing(record)]
        found = {
            Excess.LINKS: count_links(text) > most.links,
            Excess.MENTIONS: count_mentions(text) > most.mentions,
            Excess.PICTURES: pictures > most.pictures,
            Excess.PACE: record.recent >= most.posts,
        }
        return tuple(excess for excess, beyond in found.items() if beyond)


def count_links(text: str) -> int:
    """How many links to elsewhere a text has, in any form that is shown as a link or could be typed into a browser."""
    return len(_LINK.findall(text))


def read_newness(table: Table) -> Newness:
    """The Newness of a policy file; raises PolicyError."""
    usual = Newness()
    with table.table("newness") as newness:
        ages = ("known_days", "known_posts", "trusted_days", "trusted_posts")
        counts = {name: newness.whole(name, getattr(usual, name)) for name in ages}
        return Newness(
            **counts,
            limits={each: _limits_of(newness, each, usual.limits[each]) for each in Standing},
            supports_of_address=newness.whole("supports_of_address", usual.supports_of_address, least=0),
        )


def _limits_of(newness: Table, standing: Standing, usual: Limits) -> Limits:
    with newness.table(standing) as table:
        least = {"links": 0, "mentions": 0, "pictures": 0, "posts": 1}
        return Limits(**{name: table.whole(name, getattr(usual, name), least=low) for name, low in least.items()})


def label(word: str) -> Message | str:
    """What a moderator reads for one of the words that hold a post."""
    return EXCESS_LABELS.get(word, word)
