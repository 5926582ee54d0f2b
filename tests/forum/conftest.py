"""What several tests of the ground look with."""

from importlib import import_module
from pkgutil import walk_packages

import pytest

import boards
import forum
import moderation
import search
from forum import db

for package in (forum, boards, moderation, search):  # every table is known, whether the program uses it yet or not
    for module in walk_packages(package.__path__, package.__name__ + "."):
        if module.name.endswith("models"):
            import_module(module.name)


@pytest.fixture
def everything(database):
    """everything(): the rows of every table, to be compared before and after."""

    def rows_of(table):
        return sorted(map(repr, db.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()))

    return lambda: {table: rows_of(table) for table in db.database.get_tables()}
