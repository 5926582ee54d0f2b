"""Floors and threading: a post's permanent number, its traditional name, and its position in the tree. Pure."""

from collections.abc import Iterable

from forum.messages import M, Message

PAGE = 20
DRAWN_DEPTH = 5

# Each step of a path is a floor in base 36; five digits hold 60 million floors of one thread.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
STEP = 5
DEEPEST = 60
LAST_STEP = "z" * STEP  # greater than the step of any floor

CLASSIC = {1: M("楼主"), 2: M("沙发"), 3: M("板凳"), 4: M("地板")}


def floor_label(floor: int) -> Message:
    """楼主, 沙发, 板凳, 地板, then 5楼 and on."""
    return CLASSIC.get(floor) or M("%(n)s楼", n=floor)


def page_of_floor(floor: int, size: int = PAGE) -> int:
    """The page (from 1) that contains `floor`, at `size` floors a page."""
    return (floor - 1) // size + 1


def page_count(floors: int, size: int = PAGE) -> int:
    """How many pages a thread of `floors` floors has; never fewer than one."""
    return max(1, page_of_floor(floors, size))


def floor_range(page: int, size: int = PAGE) -> tuple[int, int]:
    """The first and the last floor of `page`."""
    return (page - 1) * size + 1, page * size


def path_of(floor: int, parent_path: str | None = None) -> str:
    """The materialised path of a post. Below DEEPEST a reply joins its parent's siblings, so paths stay bounded."""
    above = parent_path or ""
    if len(above) >= DEEPEST * STEP:
        above = above[: (DEEPEST - 1) * STEP]
    return above + _step(floor)


def floors_along(path: str) -> list[int]:
    """The floors of which a path consists: the ancestors from the top, then its own."""
    return [int(path[at : at + STEP], 36) for at in range(0, len(path), STEP)]


def path_along(floors: Iterable[int]) -> str:
    """The path that consists of these floors."""
    return "".join(map(_step, floors))


def depth_of(path: str) -> int:
    """The depth of a path; that of a direct reply to the question is 0."""
    return max(0, len(path) // STEP - 1)


def _step(floor: int) -> str:
    digits = ""
    while floor:
        floor, rest = divmod(floor, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(STEP, "0")
