"""What tests of several rooms of moderation share."""

import pytest

from forum.store import db
from moderation.ledger.audit.inside import database_audit


@pytest.fixture
def audited(settings, database):
    """audited(): the findings of an audit of the database, by this process."""

    def run():
        before = db.database.obj
        before.close()
        try:
            _, stretches = database_audit.audit(settings, jobs=1)
            return [finding for each in stretches for finding in each.findings]
        finally:
            db.database.close_all()
            db.database.initialize(before)
            before.connect()

    return run
