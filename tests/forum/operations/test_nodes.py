"""Which node runs what, on the administrators' page of the state."""

import pytest

from forum.store.leads.server import ServerLeads
from search.reader import SearchReader


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_page_of_the_state_names_the_node_that_runs_each_reader(app, client_of, cast, clock):
    SearchReader(app.extensions["wenqu"].engine).catch_up(clock.now())
    assert "db-7" not in client_of(cast.administrator).get("/admin/status").text
    leads = ServerLeads("wenqu worker 12 on db-7")
    try:
        assert leads.holds("ledger")
        page = client_of(cast.administrator).get("/admin/status").text
    finally:
        leads.close()
    assert page.count("wenqu worker 12 on db-7") == 1
