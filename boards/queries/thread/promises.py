"""The promises made in a thread, from its entries in the log, which are read for its timeline anyway."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from boards.pages.promises import PromiseLine
from boards.queries.parts.badges import promise_badge
from boards.rules.offices.promises import PromiseOutcome
from forum.deeds import Deed


@dataclass(frozen=True)
class PromiseFact:
    """What the log says of a promise in the thread: its number, its day, and its outcome, None while it is open."""

    id: int
    due_on: date
    outcome: str | None = None


def promises_of(entries: Iterable[Mapping[str, Any]]) -> tuple[PromiseFact, ...]:
    """The promises that entries (deed, reason, and data as a dict) tell of, as they were found; one that was moved before its new day."""
    found: dict[int, PromiseFact] = {}
    for row in entries:
        said = row["data"]
        if row["deed"] == Deed.PROMISE_FIND:
            found[said["promise"]] = PromiseFact(said["promise"], date.fromisoformat(said["due"]))
        elif row["deed"] == Deed.PROMISE_ANSWER:
            found[said["promise"]] = replace(found[said["promise"]], outcome=row["reason"])
            if "moved_to" in said:
                found[said["moved_to"]] = PromiseFact(said["moved_to"], date.fromisoformat(said["until"]))
    return tuple(found.values())


def promise_lines(facts: Iterable[PromiseFact], today: date) -> tuple[PromiseLine, ...]:
    """The lines of the promises on the local day `today`; those that were said to be none are left out."""
    made = (each for each in facts if each.outcome != PromiseOutcome.NONE)
    return tuple(PromiseLine(each.id, each.due_on, promise_badge(each.outcome, each.due_on, today)) for each in made)
