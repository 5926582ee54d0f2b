"""The reports (记者追踪) that are attached to a thread, from its entries in the log, which are read for its timeline anyway."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from boards.pages.press import PressRow
from forum.deeds import Deed

SHOWS = (Deed.PRESS_ATTACH, Deed.PRESS_CORRECT)
ENDS = (Deed.PRESS_DETACH, Deed.PRESS_WITHDRAW)


def reports_of(entries: Iterable[Mapping[str, Any]]) -> tuple[PressRow, ...]:
    """The PressRows that entries (deed, thread_id, and data as a dict) leave attached, each once, in the order in which they came."""
    found: dict[tuple[int, int], PressRow] = {}
    for row in entries:
        if row["deed"] in SHOWS:
            found[row["data"]["report"], row["thread_id"]] = _row(row["data"])
        elif row["deed"] in ENDS:
            found.pop((row["data"]["report"], row["thread_id"]), None)
    return tuple({report.id: report for report in found.values()}.values())


def _row(said: Mapping[str, Any]) -> PressRow:
    day = date.fromisoformat(said["published_on"])
    return PressRow(said["report"], said["title"], said["byline"], said["medium"], day)
