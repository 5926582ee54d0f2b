"""The rule for slugs, the names that departments, boards and topics have in addresses. Pure."""

import re

from forum.messages import M
from forum.problems import Invalid

LONGEST = 40  # characters

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_slug(raw: str, field: str = "slug") -> str:
    """`raw` if it is a slug; raises Invalid."""
    if len(raw) > LONGEST or not _SLUG.fullmatch(raw):
        raise Invalid({field: M("只能用小写字母、数字和中间的连字符，最多 %(limit)s 个。", limit=LONGEST)})
    return raw
