"""Names of cities, counties and districts in a text, recognised by their characters. Pure.

A name is what precedes 市, 县 or 区: two characters (芙蓉区), or letters with digits (A7县). There is no list of places, so
that it works for any city; words that only look like names are recognised by the characters around (全市, 小区, 转交市, 市长, 市政府).
A word that is taken for a name by mistake only makes a text count as naming some place.
"""

import re

from forum.text.folding import HAN

NO_NAME = "全我本各该省县区两小大超股楼据照求望转交系打织响便的在向及由到是为经请被从于给与受让已"  # the last before 市, 县 or 区
NO_DISTRICT = "社地城校景片园学辖山郊库矿林牧灾新老特专厂民活居住发置户政共点范密护购养开"  # before 区 alone
NO_END = "民长场委里内域政直规教公住交城环人卫国财水农发县市区纪信府局领司"  # the next behind it
_ALIKE = f"(?<![{NO_NAME}])(?:[市县]|(?<![{NO_DISTRICT}])区)(?![{NO_END}])"
_NAME = re.compile(rf"(?<![a-z])[a-z]++[0-9]*+[市县区]|[{HAN}]{{2}}{_ALIKE}")
_ANY = re.compile(rf"(?<=[a-z0-9])[市县区]|(?<=[{HAN}]{{2}}){_ALIKE}")


def place_names(folded: str) -> frozenset[str]:
    """The names in a folded text."""
    return frozenset(_NAME.findall(folded))


def names_other_place(names: frozenset[str], folded: str) -> bool:
    """Whether a folded text names some place, but none of `names`; False when `names` is empty."""
    return bool(names) and not any(name in folded for name in names) and _ANY.search(folded) is not None
