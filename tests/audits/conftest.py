"""Fixtures of the log: its key, and a database in which two small tables are audited."""

import pytest
from django.db import connection
from pytest_django import Settings

from audits import triggers
from tests.audits import things
from tests.workplace import CommittedDatabase


@pytest.fixture
def log_database(committed_db: CommittedDatabase, settings: Settings) -> CommittedDatabase:
    """A fresh database with real commits, the tables of `things` audited, and a key for the log."""
    settings.AUDIT_EVENT_KINDS = ["audits.kinds.KINDS", "tests.audits.things.KINDS"]
    settings.AUDITED_TABLES = "tests.audits.things.TABLES"
    for statement in things.CREATE:
        things.run(statement)
    triggers.install(connection)
    things.make_key()
    return committed_db
