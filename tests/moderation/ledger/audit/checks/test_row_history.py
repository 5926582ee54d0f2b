"""Recorded changes of a row, replayed in order."""

import json

import pytest

from forum.store.row_changes import Change
from moderation.ledger.audit.checks.row_history import StoredRow, check_row, replay


@pytest.mark.parametrize(
    "printed",
    ["2026-12-01 03:22:23.579600+00:00", "2026-12-01T03:22:23.5796+00:00", "2026-12-01T03:22:23.579600+00:00"],
)
def test_a_time_that_another_engine_printed_is_the_same_time(printed):
    expected = replay([(7, Change(1, "callback", 6, 2, None, json.dumps({"not_before": printed})))])
    row = StoredRow(6, 2, None, '{"not_before":"2026-12-01T03:22:23.579600+00:00"}')
    assert list(check_row("callback", row, expected, {})) == []
    other = row._replace(private='{"not_before":"2026-12-01T03:22:23.579601+00:00"}')
    assert [found.kind.value for found in check_row("callback", other, expected, {})] == ["row"]
