"""The form of a leaf: what the audit takes is what the program writes."""

import re

import pytest

from forum.deeds import Deed
from moderation.ledger.audit.checks.leaves import WORDS, read_leaf


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_a_name_that_a_leaf_may_carry(deed):
    assert re.fullmatch(WORDS["type"], deed.value)
    leaf = f'{{"object":"post/1","role":"guest","time":"2026-11-30T01:48:12.382108+00:00","type":"{deed.value}","v":2}}'
    assert read_leaf(leaf).type == deed.value
