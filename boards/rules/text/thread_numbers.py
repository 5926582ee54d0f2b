"""Numbers of threads as people type them: 12、#15 主题16, or the addresses of the threads, one after the other. Pure."""

import re

MOST_THREADS = 20  # of one report
_BETWEEN = re.compile(r"[\s,，、;；]+")
_DIGITS = "[0-9０-９]{1,18}"  # input methods for Chinese also type the wide ones
_NUMBER = re.compile(rf"(?:\S{{0,200}}/threads/)?[#＃]?(?:主题)?({_DIGITS})(?:[/?#]\S{{0,200}})?")


def thread_numbers(typed: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """(the numbers, each once in order, the parts of what was typed that name no thread).

    They are parted by spaces, line ends, commas or semicolons.
    """
    numbers: dict[int, None] = {}
    others: dict[str, None] = {}
    for part in filter(None, _BETWEEN.split(typed)):
        named = _NUMBER.fullmatch(part)
        if named and int(named[1]):
            numbers[int(named[1])] = None
        else:
            others[part] = None
    return tuple(numbers), tuple(others)
