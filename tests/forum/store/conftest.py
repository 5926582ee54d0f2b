"""A database that is changed as only `wenqu init` may."""

from urllib.parse import urlsplit

import pytest

from forum.store import db


@pytest.fixture
def upkeep_url(request, database_url):
    """The URL for `wenqu init`: on PostgreSQL another login than the program's."""
    if database_url.startswith("sqlite:"):
        return None
    return request.getfixturevalue("postgresql").superuser(urlsplit(database_url).path[1:])


@pytest.fixture
def upkeep(database_url, upkeep_url):
    """upkeep(sql, ...): change the database as nobody but `wenqu init` may."""

    def run(*statements):
        opened = db.connect(upkeep_url or database_url, upkeep=True)
        with db.connection():
            for statement in statements:
                opened.execute_sql(statement)
        opened.close_all()

    return run
