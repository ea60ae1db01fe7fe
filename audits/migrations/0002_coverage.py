"""The two tables behind coverage: the marks of changes without an entry, and their empty parent.

No models: nothing but triggers writes here.
"""

from typing import Any

from django.db import migrations

CREATE = {
    "sqlite": (
        "CREATE TABLE audits_nothing (object text NOT NULL PRIMARY KEY)",
        # The parent row never exists, so a mark that still stands at the end refuses the commit.
        (
            "CREATE TABLE audits_dirty (id integer NOT NULL PRIMARY KEY, object text NOT NULL"
            " REFERENCES audits_nothing (object) DEFERRABLE INITIALLY DEFERRED,"
            " after_entry integer NOT NULL)"
        ),
        "CREATE INDEX audits_dirty_object ON audits_dirty (object)",
    ),
    "postgresql": (
        # Unlogged: no mark outlives its transaction. No unique key: writers never wait for each other.
        (
            "CREATE UNLOGGED TABLE audits_dirty"
            " (object text NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id())"
            " WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)"
        ),
        "CREATE INDEX audits_dirty_object ON audits_dirty (object)",
    ),
}
DROP = {
    "sqlite": ("DROP TABLE audits_dirty", "DROP TABLE audits_nothing"),
    "postgresql": ("DROP TABLE audits_dirty",),
}


def create(apps: Any, schema_editor: Any) -> None:
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    # The coverage triggers on other tables would stay behind and fail every write.
    from audits import triggers

    triggers.uninstall(schema_editor.connection)
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
