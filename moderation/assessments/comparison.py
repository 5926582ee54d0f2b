"""The differences between a kept document of an assessment and one that was computed again. Pure."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from boards.rules.figures.published import FIGURES, RATES
from forum.messages import M, Message
from moderation.assessments.document import Document, figures_in

MOST_CASES = 50  # that are named
MEDIANS = {"accept": M("受理用时"), "answer": M("答复用时")}
LABELS = {
    "figures": {key: it.label for key, it in FIGURES.items()},
    "rates": {key: it.label for key, it in RATES.items()},
}
NAMED = ("city", "departments", "calendar", "cases")  # compared in detail


def differences(kept: Document, made: Document) -> Iterator[Message]:
    """A sentence for each difference: department by department and figure by figure, then cases, days and the rest."""
    yield from _of_unit(M("全市"), kept["city"], made["city"])
    yield from _of_departments(kept["departments"], made["departments"])
    yield from _of_cases(kept["cases"], made["cases"])
    yield from _of_days(kept["calendar"], made["calendar"])
    for key in sorted((kept.keys() | made.keys()) - set(NAMED)):
        if kept.get(key) != made.get(key):
            yield _differs(key, kept.get(key), made.get(key))


def _of_departments(kept: list[Document], made: list[Document]) -> Iterator[Message]:
    before, now = ({it["slug"]: it for it in each} for each in (kept, made))
    for slug in sorted(before.keys() | now.keys()):
        if slug not in now:
            yield M("%(name)s：冻结的有这个部门，重算的没有", name=before[slug]["name"])
        elif slug not in before:
            yield M("%(name)s：重算的有这个部门，冻结的没有", name=now[slug]["name"])
        else:
            yield from _of_unit(now[slug]["name"], before[slug], now[slug])
    if before.keys() == now.keys() and list(before) != list(now):
        yield M("部门的次序不同")


def _of_unit(where: Message | str, kept: Document, made: Document) -> Iterator[Message]:
    """The differences of one department; rates follow from figures, so they are named where the figures agree."""
    for key in ("name", "level"):
        if kept.get(key) != made.get(key):
            yield M("%(where)s：%(difference)s", where=where, difference=_differs(key, kept.get(key), made.get(key)))
    yield from _of_numbers(where, kept["figures"], made["figures"], LABELS["figures"])
    if kept["figures"] == made["figures"]:
        yield from _of_numbers(where, kept["rates"], made["rates"], LABELS["rates"])
    yield from _of_numbers(where, kept["median_hours"], made["median_hours"], MEDIANS)


def _of_numbers(
    where: Message | str, kept: Document, made: Document, labels: Mapping[str, Message]
) -> Iterator[Message]:
    for key in sorted(kept.keys() | made.keys()):
        if kept.get(key) != made.get(key):
            what = _differs(labels.get(key, key), kept.get(key), made.get(key))
            yield M("%(where)s：%(difference)s", where=where, difference=what)


def _of_cases(kept: list[Document], made: list[Document]) -> Iterator[Message]:
    before, now = ({it["thread"]: it for it in each} for each in (kept, made))
    differing = sorted(number for number in before.keys() | now.keys() if before.get(number) != now.get(number))
    for number in islice(differing, MOST_CASES):
        told = (_told(each.get(number)) for each in (before, now))
        yield _differs(M("主题 %(n)s", n=number), *told)
    if len(differing) > MOST_CASES:
        yield M("还有 %(n)s 个主题不同", n=len(differing) - MOST_CASES)


def _of_days(kept: list[Document], made: list[Document]) -> Iterator[Message]:
    before, now = ({it["day"]: it for it in each} for each in (kept, made))
    for day in sorted(before.keys() | now.keys()):
        if before.get(day) != now.get(day):
            yield _differs(day, *(_day_told(each.get(day)) for each in (before, now)))


def _differs(what: Message | str, kept: Any, made: Any) -> Message:
    return M("%(what)s：冻结的是 %(kept)s，重算的是 %(made)s", what=what, kept=_text(kept), made=_text(made))


def _text(value: Any) -> Any:
    return "–" if value is None else value if isinstance(value, Message) else str(value)


def _told(case: Document | None) -> str | None:
    """A case in words: its day, kind and channel, and what counts it for whom."""
    if case is None:
        return None
    counted = (f"{slug or '*'}[{' '.join(figures_in(mask))}]" for slug, mask in sorted(case["counted"].items()))
    return " ".join((case["day"], case["kind"], case["channel"], *counted))


def _day_told(day: Document | None) -> Message | None:
    if day is None:
        return None
    return (
        M("工作日（%(reason)s）", reason=day["reason"])
        if day["working"]
        else M("休息日（%(reason)s）", reason=day["reason"])
    )
