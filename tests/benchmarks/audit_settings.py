"""The settings of tests, with the small audited application of the log's tests."""

from config.test_settings import *  # noqa: F403 - all of them, but for these

AUDIT_EVENT_KINDS = ["audits.kinds.KINDS", "tests.audits.things.KINDS"]
AUDITED_TABLES = "tests.audits.things.TABLES"
LOGGING = {"version": 1, "disable_existing_loggers": True}
