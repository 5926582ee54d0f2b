"""Block rules of version 2: what people type at the beginning of lines is formatting only where it can be nothing else.

A number, a sign or an indent at the beginning of a line mostly means itself (3. 5. 9., -5, * 注, > 3 米, #1楼). A rule of
markdown-it is asked only about the lines of which that is certain; all other lines are text, as they were typed.
"""

import re
from collections.abc import Callable

from markdown_it.rules_block import StateBlock, blockquote, fence, heading, hr, list_block, paragraph

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_NOT_A_LIST = r"(?!\d{1,9}[.)]|[-*+](?:[ \t]|$))\S"
_NUMBERED = re.compile(r"([1-9]\d{0,2})\. {1,4}" + _NOT_A_LIST)
_ANY_NUMBER = re.compile(r"\d{1,9}[.)]")
_BULLET = re.compile(r"([-*]) {1,4}" + _NOT_A_LIST)
_QUOTE = re.compile(r">(?:[ \t]|$|[^\W\d_])|(?:> ?){1,20}[ \t]")
_HEADING = re.compile(r"#{1,6}[ \t]+[^#\s]")
_DASHES = re.compile(r"-{3,}[ \t]*$")
_FENCE = re.compile(r"(`{3,})[A-Za-z0-9+#_-]*[ \t]*$")
_WIDE_INDENT = re.compile("\u3000[\u3000 \t]*(?=[^\u3000 \t\n])")


def lists(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list: two or more lines with the same sign, or with numbers that count up by one, which then stay what they were."""
    if silent and state.sCount[start] < state.blkIndent:  # the next item of the list around this text
        return bool(_matches(_NUMBERED, state, start) or _matches(_BULLET, state, start))
    last = _end_of_numbers(state, start, end) or _end_of_bullets(state, start, end)
    return last is not None and (silent or _within(list_block, state, start, last))


def quotes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quote: the lines that begin with > and a space or a letter. What follows without > is not quoted."""
    if not _matches(_QUOTE, state, start):
        return False
    last = start + 1
    while last < end and _matches(_QUOTE, state, last) and state.sCount[last] >= state.blkIndent:
        last += 1
    return silent or _within(blockquote, state, start, last)


def headings(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading: # to ######, a space and words."""
    return bool(_matches(_HEADING, state, start)) and heading(state, start, end, silent)


def rules(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A horizontal rule: a line of three dashes or more. Stars and underscores mean what is left out."""
    return bool(_matches(_DASHES, state, start)) and hr(state, start, end, silent)


def fences(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code between two lines of backticks; a line of backticks that has no second one is text."""
    opened = _matches(_FENCE, state, start)
    return opened is not None and _is_closed(state, start, end, len(opened[1])) and fence(state, start, end, silent)


def paragraphs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph; the wide spaces by which its first line is indented stay."""
    indent = _WIDE_INDENT.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    made = paragraph(state, start, end, silent)
    if indent and not silent:
        state.tokens[-2].content = indent[0] + state.tokens[-2].content
    return made


def _is_closed(state: StateBlock, start: int, end: int, length: int) -> bool:
    """Whether a fence of `length` is closed before `end`; that none is, is remembered, so that no line is read again and again."""
    unclosed = state.env.setdefault("unclosed", {})
    place = (state.level, end)
    if length >= unclosed.get(place, length + 1):
        return False
    for line in range(start + 1, end):
        closing = _matches(_FENCE, state, line)
        if closing and len(closing[1]) >= length and closing[0].rstrip(" \t") == closing[1]:
            return True
    unclosed[place] = length
    return False


def _within(rule: BlockRule, state: StateBlock, start: int, end: int) -> bool:
    """Ask a rule about the lines from `start` to before `end` only."""
    before, state.lineMax = state.lineMax, end
    try:
        return rule(state, start, end, False)
    finally:
        state.lineMax = before


def _end_of_numbers(state: StateBlock, start: int, end: int) -> int | None:
    """The line after those that are numbered one after the other from `start` on; None when these are no such lines."""
    found = _matches(_NUMBERED, state, start)
    if found is None or (state.parentType == "paragraph" and found[1] != "1"):
        return None
    line, number = start + 1, int(found[1]) + 1
    while line < end and (found := _matches(_NUMBERED, state, line)) and int(found[1]) == number:
        line, number = line + 1, number + 1
    goes_on = line < end and not state.isEmpty(line) and _matches(_ANY_NUMBER, state, line)
    return None if line - start < 2 or goes_on else line


def _end_of_bullets(state: StateBlock, start: int, end: int) -> int | None:
    """The line after the list whose first item stands at `start`; None when it has no second item."""
    sign = _matches(_BULLET, state, start)
    if sign is None:
        return None
    line, items = start + 1, 1
    while line < end:
        if not state.isEmpty(line) and state.sCount[line] <= state.sCount[start] + 1:
            found = _matches(_BULLET, state, line)
            if found is None or found[1] != sign[1] or state.sCount[line] < state.blkIndent:
                break
            items += 1
        line += 1
    return line if items > 1 else None


def _matches(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    """The match of a pattern at the beginning of a line, after its indent; None also for what would be indented code."""
    if state.sCount[line] - state.blkIndent >= 4:
        return None
    return pattern.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
