"""No regular expression of the program tries a text again and again: each is fed with what it is made of, at growing lengths.

All of them are, whether a user's text meets them or not. Texts are made from the parts of the expression itself (stage_patterns):
what it matches, each beginning of that, and each repeated part, repeated and broken off. So one that is added is tried too.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from stage_growth import grows_too_fast
from stage_patterns import families

import boards
import forum
import moderation
import search
from search.query import language

PAIRS = (14, 20), (100, 400), (600, 2400)  # the first finds what doubles with each character
FREE = 0.002  # seconds; what is read again for each of 2,400 characters takes more
ANCHORED = {"match", "fullmatch"}

# What a pattern is only tried with, where its method does not say so.
LINES = {"forum.text.rendering.blocks"}  # each line once, from its beginning
SHORT = {  # no more characters than this
    "search.query.language": language.LONGEST,
    "_BEFORE_POINT": 20,  # forum.text.personal hands it so many
}
# Made in a function, out of its argument: a search's words, which are escaped, and the parts of a cursor.
PUT_TOGETHER = {
    "boards.channels.wechat.dialogue.steps",
    "boards.imports.bbcode.markdown",
    "boards.imports.mysql.dump",
    "boards.services.movecar.plates",
    "forum.gateways.values",
    "forum.store.cursors",
    "search.concealed.matching",
    "search.ranking.passages",
}


def test_each_pattern_takes_time_in_step_with_the_length():
    assert [(name, found) for name, pattern in patterns().items() for found in fast_growing(name, pattern)] == []


@pytest.mark.parametrize("slow", [r"\s*x$", r"(a+)+b", r"\[[^\]]*\]", r"(?:a|ab)*c\d*\.", r"<!--.*?-->"])
def test_what_tries_again_and_again_is_found(slow):
    assert fast_growing("slow", re.compile(slow, re.DOTALL))


@pytest.mark.parametrize("quick", [r"(?<!\s)\s*+x$", r"[a-z]{1,20}@", r"\[[^\[\]]*\]|\d+", r"a|b"])
def test_what_reads_a_text_once_is_not(quick):
    assert not fast_growing("quick", re.compile(quick))


def test_patterns_that_functions_put_together_are_known():
    assert {name for name, tree in trees().items() if None in written_in_functions(tree)} == PUT_TOGETHER


def fast_growing(name, pattern):
    """The first text that takes a pattern far more time the longer it is; nothing when there is none."""
    most = next((SHORT[each] for each in (name.rpartition(":")[0], name.rpartition(":")[2]) if each in SHORT), None)
    pairs = [pair for pair in PAIRS if most is None or pair[1] <= most]
    reads = list(ways(name, pattern))
    for family in families(pattern):
        for read in reads:
            if grows_too_fast(read, pairs, family.of_length, FREE):
                return [family]
    return []


def ways(name, pattern):
    module, _, held_as = name.rpartition(":")
    if not (module in LINES or is_anchored(module, held_as)):
        yield lambda text: sum(1 for _ in pattern.finditer(text))
    yield pattern.fullmatch


def is_anchored(module, name):
    """Whether a pattern is only used where it must match from the beginning."""
    readers = [sources()[module]] if name.startswith("_") else [text for _, text in texts()]
    methods = {method for text in readers for method in re.findall(rf"\b{re.escape(name)}\.(\w+)\(", text)}
    return bool(methods) and methods <= ANCHORED or name in ANCHORED


def patterns():
    """{where it stands: a pattern} of all that the program holds or writes in its functions."""
    found = {}
    for name, tree in trees().items():
        for held_as, value in vars(importlib.import_module(name)).items():
            found |= {f"{name}:{held_as}": pattern for pattern in held(value)}
        found |= {f"{name}:{method}": re.compile(written) for method, written in (written_in_functions(tree) - {None})}
    return {name: pattern for pattern, name in {pattern: name for name, pattern in reversed(found.items())}.items()}


def held(value, depth=2):
    """The patterns in a value of a module, also inside its tuples and tables."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping | tuple | list | set | frozenset):
        for each in tuple(value.values()) if isinstance(value, Mapping) else value:
            yield from held(each, depth - 1)


def written_in_functions(tree):
    """(method of re, pattern) where a function writes one out; None where it puts one together."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = {node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)}
    return {
        (call.func.attr, call.args[0].value) if isinstance(call.args[0], ast.Constant) else None
        for call in calls
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "re" and call.func.attr != "escape"
    }


@cache
def sources():
    """{module: its text} of those that have regular expressions."""
    return {name: text for name, text in texts() if "import re\n" in text}


def texts():
    """(module, its text) of the program."""
    yield from (
        (found.name, Path(found.module_finder.find_spec(found.name).origin).read_text(encoding="utf-8"))
        for package in (forum, boards, moderation, search)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if ".migrations" not in found.name and not found.name.endswith(".__main__")
    )


@cache
def trees():
    return {name: ast.parse(text) for name, text in sources().items()}
