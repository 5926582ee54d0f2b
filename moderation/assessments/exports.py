"""The tables of an assessment for other programs: the figures, and the cases behind them."""

import json
from collections.abc import Iterator
from typing import Any

from forum.tables.spreadsheets import csv_file, harmless
from moderation.assessments.document import Document, figures_in
from moderation.assessments.models import Assessment


def figures_csv(assessment: Assessment) -> bytes:
    """A row for the city and one for each department, with the labels of the freeze."""
    return csv_file(_figures(json.loads(assessment.document)))


def cases_csv(assessment: Assessment) -> bytes:
    """A row for each case and each department that it counts for, '' for the city: 1 in the columns of the figures that count it."""
    return csv_file(_cases(json.loads(assessment.document)))


def _figures(document: Document) -> Iterator[list[Any]]:
    order, rates = document["order"], list(document["definitions"]["rates"])
    words = document["definitions"]
    labels = [words["figures"][key]["label"] for key in order] + [words["rates"][key]["label"] for key in rates]
    yield ["代号", "部门", *labels, "受理用时（小时）", "答复用时（小时）"]
    for unit in ({"slug": "", "name": "全市", **document["city"]}, *document["departments"]):
        numbers = [unit["figures"][key] for key in order] + [unit["rates"][key] for key in rates]
        hours = [unit["median_hours"][name] for name in ("accept", "answer")]
        yield [harmless(unit["slug"]), harmless(unit["name"]), *numbers, *hours]


def _cases(document: Document) -> Iterator[list[Any]]:
    words = document["definitions"]["figures"]
    yield ["主题", "日期", "类别", "渠道", "部门", *(words[key]["label"] for key in document["order"])]
    for case in document["cases"]:
        for slug, mask in case["counted"].items():
            counted = set(figures_in(mask))
            ones = [int(key in counted) for key in document["order"]]
            yield [case["thread"], case["day"], case["kind"], case["channel"], harmless(slug), *ones]
