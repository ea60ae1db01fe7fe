"""The log as a Django app: its tables, and the triggers and rights that must stand after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


def install_triggers(*, using: str, **_: Any) -> None:
    """Put the triggers back that a table rebuild dropped; cover new tables and give their rights."""
    from audits import roles, triggers  # models are not loaded when this module is

    connection = connections[using]
    triggers.authorizer.guard(connection)
    if triggers.has_log_tables(connection):
        triggers.install(connection)
        roles.settle(connection, settings.DATABASE_ROLES)


def let_migrate(*, using: str, **_: Any) -> None:
    """Migrations on SQLite rebuild tables, which nothing else may."""
    from audits.triggers import authorizer

    authorizer.lift(connections[using])


def hold_sqlite(*, connection: Any, **_: Any) -> None:
    """Fire delete triggers for the rows that INSERT OR REPLACE removes, and bind the connection."""
    if connection.vendor == "sqlite":
        from audits.triggers import authorizer

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
        authorizer.guard(connection)


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Audit log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(hold_sqlite, dispatch_uid="audits.hold_sqlite")
        pre_migrate.connect(let_migrate, sender=self, dispatch_uid="audits.let_migrate")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="audits.install_triggers")
