"""The log as a Django app: its tables, and the triggers that must stand after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def install_triggers(*, using: str, **_: Any) -> None:
    """Put the triggers back that a table rebuild dropped, and cover tables that are new."""
    from audits import triggers  # models are not loaded when this module is

    connection = connections[using]
    if triggers.has_log_tables(connection):
        triggers.install(connection)


def fire_triggers_of_replace(*, connection: Any, **_: Any) -> None:
    """Let SQLite fire delete triggers for the rows that INSERT OR REPLACE removes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Audit log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(fire_triggers_of_replace, dispatch_uid="audits.recursive_triggers")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="audits.install_triggers")
