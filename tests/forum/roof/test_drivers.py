"""A site on SQLite does without the driver of PostgreSQL."""

import pytest

from forum.roof.drivers import leave_out_unused


@pytest.mark.parametrize("environ", [{}, {"WENQU_DATABASE": "sqlite:////city/wenqu.db"}, {"WENQU_DATABASE": ""}])
def test_on_sqlite_the_other_driver_is_left_out(environ):
    modules = {}
    leave_out_unused(environ, modules)
    assert modules == {"psycopg": None}


@pytest.mark.parametrize(
    "environ", [{"WENQU_DATABASE": "postgresql://wenqu@/wenqu"}, {"WENQU_DATABASE_FILE": "/etc/wenqu/database"}]
)
def test_on_postgresql_and_where_a_file_names_the_database_it_stays(environ):
    modules = {}
    leave_out_unused(environ, modules)
    assert modules == {}
