"""The statistics as tables for other programs: a row for the whole city and one for each department."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from boards.clocks.city import City
from boards.queries.lists.figures import Counts, Scope, Unit, Units, counts_of_all
from boards.rules.figures.measures import CITY
from boards.rules.figures.published import FIGURES, RATES, rate_of
from forum.i18n.languages import translate
from forum.messages import M
from forum.tables.spreadsheets import csv_file, harmless


def as_csv(scope: Scope, known: Units, now: datetime, city: City) -> bytes:
    """The figures as CSV; closures of departments on the city's days."""
    return csv_file(_rows(scope, known, now, city))


def as_xlsx(scope: Scope, known: Units, now: datetime, city: City) -> bytes:
    """A workbook with the figures, and a sheet with what each of them counts."""
    from openpyxl import Workbook

    book = Workbook()
    figures = book.worksheets[0]
    figures.title = translate(M("统计"))
    for row in _rows(scope, known, now, city):
        figures.append(row)
    figures.freeze_panes = "C2"
    meanings = book.create_sheet(translate(M("说明")))
    for figure in FIGURES.values():
        meanings.append([translate(figure.label), translate(figure.definition)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(scope: Scope, known: Units, now: datetime, city: City) -> Iterator[list[Any]]:
    columns = [FIGURES[key].label for key in FIGURES] + [RATES[key].label for key in RATES]
    yield [translate(M("代号")), translate(M("简称")), *map(translate, columns), translate(M("撤并"))]
    counted = counts_of_all(scope, now, known.departments)
    one = next((each for each in known.departments if each.id == scope.department), None)
    whole = counted.get(scope.department, Counts())
    yield ["", translate(M("合计")), *_numbers(whole), _ending(one, city)]
    for department in known.departments if scope.department == CITY else ():
        if department.id in counted:
            names = [harmless(department.slug), harmless(department.name)]
            yield [*names, *_numbers(counted[department.id]), _ending(department, city)]


def _ending(department: Unit | None, city: City) -> str:
    """That a department was merged or closed, and on which day; '' for one in use."""
    if department is None or department.closed_at is None:
        return ""
    day = city.day(department.closed_at)
    if department.successor is None:
        return translate(M("%(date)s 撤销", date=day))
    return harmless(translate(M("%(date)s 并入%(name)s", date=day, name=department.successor)))


def _numbers(counted):
    return [counted[key] for key in FIGURES] + [rate_of(key, counted) for key in RATES]
