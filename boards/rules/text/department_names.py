"""Which department a typed name means, and which ones it may mean: the one rule of every list of departments. Pure.

What people type is a full name, a short one, a name without its city, a few characters of it, its initials (zjj), an
everyday word for a duty (红绿灯), or a category. Only a whole name of exactly one department chooses it; everything else offers.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from boards.rules.text.initials import initials
from boards.rules.text.synonyms import SYNONYMS
from forum.messages import M
from forum.problems import Invalid
from forum.text.name_keys import name_key, one_apart

MOST_NEAR = 6  # departments that are offered for a name that is none
READ = 80  # characters of one name that was typed
READ_OF_ALL = 4_000  # characters of several names
SHORTEST = 2  # characters that may be found in a duty or a category

# 清源市住房和城乡建设局 and 中共清源市委宣传部 are called without their city; 荷城区人民政府 would be 人民政府 only, which is no one's.
_CITY = re.compile(r"^(?:中共)?[^市县区]{1,4}[市县区](?:委(?=.{3}))?(?=.{3})")
_PARTS = re.compile(r"[\s（）()]+")
_SEVERAL = re.compile(r"[、，,;；\n]+")


class DepartmentOption(NamedTuple):
    """A department, or its board, that can be chosen by `slug`. One that is not `offered` is found by its whole name only."""

    slug: str
    name: str
    short: str
    category: str = ""
    duty: str = ""
    offered: bool = True


class Rank(IntEnum):
    """In which way a department is found, the surest first; within one rank the order of the departments stays."""

    NAME = 0  # all of a name
    BEGINNING = 1  # how a name begins
    INSIDE = 2  # a part of a name
    INITIALS = 3  # how the initials or the slug begin
    DUTY = 4  # a word of its duty, or an everyday word for one
    CATEGORY = 5  # how the category begins in which it stands
    MISTYPED = 6  # a name but for one character


class Found(NamedTuple):
    """A department that was found, and how."""

    rank: Rank
    option: DepartmentOption


def find_departments(typed: str, options: Iterable[DepartmentOption]) -> list[Found]:
    """The departments that `typed` may mean, by Rank; empty for what is blank."""
    key, letters = name_key(typed[:READ]), _plain(typed[:READ])
    if not key:
        return []
    found = [Found(rank, option) for option in options if (rank := _rank(key, letters, option)) is not None]
    return sorted(found, key=lambda each: each.rank)


def near_departments(typed: str, options: Sequence[DepartmentOption]) -> tuple[DepartmentOption, ...]:
    """The departments that are offered for what was typed, at most MOST_NEAR, the likeliest first."""
    return tuple(each.option for each in find_departments(typed, options) if each.option.offered)[:MOST_NEAR]


def offered_for(values: Iterable[str], options: Sequence[DepartmentOption]) -> tuple[DepartmentOption, ...]:
    """The departments near to what was typed in a form's field (`values`), each once; none for a name that chooses one."""
    slugs = {option.slug for option in options}
    found = [find_departments(name, options) for value in values if value not in slugs for name in _names(value)]
    unclear = [name for name in found if sum(each.rank == Rank.NAME for each in name) != 1]
    near = [each.option for name in unclear for each in name if each.option.offered]
    return tuple(dict.fromkeys(near))[:MOST_NEAR]


def choose_departments(
    values: Iterable[str], options: Sequence[DepartmentOption], field: str
) -> list[DepartmentOption]:
    """The departments of a form's field, each once: slugs that were ticked, and names that were typed, several apart by 、.

    A typed name that is none may stand beside a ticked department which it may mean. Raises Invalid for one that names none
    or several, with those that are near.
    """
    by_slug = {option.slug: option for option in options}
    values = [value.strip() for value in values if value.strip()]
    ticked = [by_slug[value] for value in values if value in by_slug]
    typed = [name for value in values if value not in by_slug for name in _names(value)]
    return list(dict.fromkeys(ticked + [_named(name, options, ticked, field) for name in typed]))


def choose_department(
    values: Iterable[str], options: Sequence[DepartmentOption], field: str
) -> DepartmentOption | None:
    """The one department of a form's field, None when nothing was chosen; raises Invalid as `choose_departments`, and for two."""
    chosen = choose_departments(values, options, field)
    if len(chosen) > 1:
        names = "、".join(option.short for option in chosen)
        raise Invalid({field: M("写的和勾选的不是同一个部门：%(names)s。请只留一个。", names=names)})
    return chosen[0] if chosen else None


def by_category(options: Iterable[DepartmentOption]) -> list[tuple[str, list[DepartmentOption]]]:
    """The offered departments, each category once, in the order of the first of each."""
    groups: dict[str, list[DepartmentOption]] = {}
    for option in options:
        if option.offered:
            groups.setdefault(option.category, []).append(option)
    return list(groups.items())


@lru_cache(maxsize=2048)
def search_keys(option: DepartmentOption) -> str:
    """What a page's script looks for typed characters in: names, initials, slug and duties, in lower case."""
    everyday = [word for word, duties in SYNONYMS.items() if any(duty in option.duty for duty in duties.split())]
    parts = (option.name, option.short, initials(option.short), option.slug, option.duty, *everyday)
    return " ".join(map(_plain, filter(None, parts)))


def _rank(key: str, letters: str, option: DepartmentOption) -> Rank | None:
    names = _name_keys(option)
    holds = {
        Rank.NAME: key in names or letters == option.slug,
        Rank.BEGINNING: any(name.startswith(key) for name in names),
        Rank.INSIDE: any(key in name for name in names),
        Rank.INITIALS: any(each.startswith(letters) for each in (option.slug, *_initials(option))),
        Rank.DUTY: len(letters) >= SHORTEST and _in_duty(letters, option.duty),
        Rank.CATEGORY: len(letters) >= SHORTEST and _plain(option.category).startswith(letters),
        Rank.MISTYPED: any(one_apart(key, name) for name in names),
    }
    return next((rank for rank, true in holds.items() if true), None)


def _in_duty(letters: str, duty: str) -> bool:
    return letters in duty or any(word in duty for word in SYNONYMS.get(letters, "").split())


def _named(
    name: str, options: Sequence[DepartmentOption], ticked: Sequence[DepartmentOption], field: str
) -> DepartmentOption:
    found = find_departments(name, options)
    whole = [each.option for each in found if each.rank == Rank.NAME]
    if len(whole) == 1:
        return whole[0]
    if meant := next((each.option for each in found if each.option in ticked), None):
        return meant
    near = "、".join(option.short for option in near_departments(name, options))
    if not near:
        raise Invalid({field: M("没有找到叫“%(name)s”的部门。请换个叫法，或者从列表里选。", name=name)})
    raise Invalid(
        {field: M("“%(name)s”不是哪个部门的全称或简称，最接近的是：%(near)s。请选一个。", name=name, near=near)}
    )


def _names(value: str) -> list[str]:
    return [name.strip() for name in _SEVERAL.split(value[:READ_OF_ALL]) if name.strip()]


@lru_cache(maxsize=2048)
def _name_keys(option: DepartmentOption) -> tuple[str, ...]:
    whole = (option.name, option.short)
    parts = [part for name in whole for part in _PARTS.split(name) if len(part) >= SHORTEST]
    called = [_CITY.sub("", name) for name in (*whole, *parts)]
    return tuple(dict.fromkeys(filter(None, map(name_key, (*whole, *parts, *called)))))


@lru_cache(maxsize=2048)
def _initials(option: DepartmentOption) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(map(initials, (option.short, option.name, _CITY.sub("", option.name))))))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
