"""docs/verify.md lists every column of the database once: what is held against the ledger, and what is not, and why."""

import re
from pathlib import Path

import pytest

from forum.store.proved import PROVED
from moderation.ledger.audit.checks.findings import FindingKind

PAGE = (Path(__file__).parents[4] / "docs" / "verify.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[a-z_` ]+) \| (`[a-z0-9_` ]+|all) \| (.+) \|$", re.MULTILINE)
KINDS_OF_HOLDING = ("everywhere", "inside")


@pytest.fixture(scope="module")
def listed():
    """{(table, column or "all"): what is said of it}; a column that is listed twice is an error."""
    found = {}
    for tables, columns, said in ROW.findall(PAGE):
        for table in re.findall(r"\w+", tables):
            for column in re.findall(r"\w+", columns):
                assert (table, column) not in found, (table, column)
                found[table, column] = said
    return found


def test_every_column_is_listed_once(listed, database):
    for table in database.get_tables():
        wanted = {column.name for column in database.get_columns(table)} - {"id"}
        said = {column for named, column in listed if named == table}
        assert said == {"all"} or said - {"id"} == wanted, table


def test_the_proved_columns_are_those_of_the_program(listed):
    for table, proved in PROVED.items():
        said = {column: said for (named, column), said in listed.items() if named == table}
        assert {column for column, words in said.items() if words == "inside"} == set(proved.private)
        everywhere = {column for column, words in said.items() if words.startswith("everywhere")}
        assert everywhere - {proved.key} == set(proved.public + proved.unless_anonymous)


def test_every_kind_of_finding_is_explained():
    explained = set(re.findall(r"`([a-z-]+)`", PAGE))
    assert {kind.value for kind in FindingKind} <= explained
