"""Numbers of threads as people type them: 12、15, or the addresses of the threads, one after the other. Pure."""

import re

MOST_THREADS = 20  # of one report
_BETWEEN = re.compile(r"[\s,，、;；]+")
_NUMBER = re.compile(r"(?:https?://[^/\s]{1,200})?(?:/threads/)?#?(\d{1,18})(?:[/?#]\S{0,200})?")


def thread_numbers(typed: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """(the numbers, each once in order, the parts of what was typed that name no thread)."""
    numbers: dict[int, None] = {}
    others: dict[str, None] = {}
    for part in filter(None, _BETWEEN.split(typed)):
        named = _NUMBER.fullmatch(part)
        if named and int(named[1]):
            numbers[int(named[1])] = None
        else:
            others[part] = None
    return tuple(numbers), tuple(others)
