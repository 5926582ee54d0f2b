"""The statistics as tables for other programs: a row for the whole city and one for each department."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openpyxl import Workbook

from boards.queries.lists.figures import Counts, Scope, Units, counts_of_all
from boards.rules.figures.measures import CITY
from boards.rules.figures.published import FIGURES, RATES, rate_of
from forum.i18n.languages import translate
from forum.messages import M
from forum.tables.spreadsheets import csv_file, harmless


def as_csv(scope: Scope, known: Units, now: datetime) -> bytes:
    """The figures as CSV."""
    return csv_file(_rows(scope, known, now))


def as_xlsx(scope: Scope, known: Units, now: datetime) -> bytes:
    """A workbook with the figures, and a sheet with what each of them counts."""
    book = Workbook()
    figures = book.worksheets[0]
    figures.title = translate(M("统计"))
    for row in _rows(scope, known, now):
        figures.append(row)
    figures.freeze_panes = "C2"
    meanings = book.create_sheet(translate(M("说明")))
    for figure in FIGURES.values():
        meanings.append([translate(figure.label), translate(figure.definition)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(scope: Scope, known: Units, now: datetime) -> Iterator[list[Any]]:
    columns = [FIGURES[key].label for key in FIGURES] + [RATES[key].label for key in RATES]
    yield [translate(M("代号")), translate(M("简称")), *map(translate, columns)]
    counted = counts_of_all(scope, now, known.departments)
    yield ["", translate(M("合计")), *_numbers(counted.get(scope.department, Counts()))]
    for department in known.departments if scope.department == CITY else ():
        if department.id in counted:
            yield [harmless(department.slug), harmless(department.name), *_numbers(counted[department.id])]


def _numbers(counted):
    return [counted[key] for key in FIGURES] + [rate_of(key, counted) for key in RATES]
