"""The same refusal whatever code did it: admin, a view, a task, a shell, a migration's function.

test_coverage.py tries every table and statement; here it is the way in that changes, on one table. Each
way is tried alone, which must fail and leave no trace, and with its entry, which must commit.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from celery import shared_task
from django.contrib import admin
from django.core.management.base import BaseCommand
from django.db import IntegrityError, connection, migrations, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from audits import log, triggers
from participation.events import AUDITED_TABLES
from participation.models import ReasonCode
from tests import cast
from tests.conftest import NOW
from tests.workplace import CommittedDatabase

TEXT = "Another text"
Write = Callable[[], None]


def change(*, entry: bool) -> None:
    """The first reason code gets another text, with its entry or without, in one transaction."""
    with transaction.atomic():
        code = ReasonCode.objects.earliest("pk")
        code.text = TEXT
        code.save(update_fields=["text"])
        if entry:
            log.record("setting.changed", by=log.SYSTEM, at=NOW, subject=log.Subject("setting", str(code.pk)))


def by_admin(database: CommittedDatabase, *, entry: bool) -> None:
    """As if somebody had let the admin write: it saves with the model, as it does everywhere."""
    site = admin.site._registry[ReasonCode]
    with transaction.atomic():
        code = ReasonCode.objects.earliest("pk")
        code.text = TEXT
        site.save_model(RequestFactory().post("/"), code, None, True)
        if entry:
            change(entry=True)


def page(request: HttpRequest) -> HttpResponse:
    change(entry="entry" in request.POST)
    return HttpResponse("done")


urlpatterns = [path("change/", page)]


def by_a_view(database: CommittedDatabase, *, entry: bool) -> None:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        Client().post("/change/", {"entry": "1"} if entry else {})


@shared_task(name="tests.change")  # type: ignore[untyped-decorator]
def task(*, entry: bool) -> None:
    change(entry=entry)


def by_a_task(database: CommittedDatabase, *, entry: bool) -> None:
    task.apply(kwargs={"entry": entry}, throw=True)


def by_a_command(database: CommittedDatabase, *, entry: bool) -> None:
    class Change(BaseCommand):
        requires_system_checks: list[str] = []

        def handle(self, *args: Any, **options: Any) -> None:
            change(entry=entry)

    Change().run_from_argv(["manage.py", "change", "--traceback"])


def in_a_process(database: CommittedDatabase, line: str) -> None:
    """What a shell did that was given the line; its end undoes what was not committed."""
    done = database.manage(
        "shell", "--no-imports", "-c", f"from tests.workflow import test_coverage_paths as ways\n{line}"
    )
    if "IntegrityError" in done.stderr:
        raise IntegrityError(done.stderr)
    assert (done.returncode, done.stderr) == (0, "")


def by_a_shell(database: CommittedDatabase, *, entry: bool) -> None:
    in_a_process(database, f"ways.change(entry={entry})")


def by_a_migration(database: CommittedDatabase, *, entry: bool) -> None:
    in_a_process(database, f"ways.migrate(entry={entry})")


def migrate(*, entry: bool) -> None:
    """As `migrate` runs it: on SQLite with foreign keys off, and all keys checked at the end."""

    def forward(apps: Any, schema_editor: Any) -> None:
        change(entry=entry)

    migration = migrations.Migration("changes_a_row", "participation")
    migration.operations = [migrations.RunPython(forward)]
    executor = MigrationExecutor(connection)
    with triggers.authorizer.lifted(connection):
        executor.apply_migration(executor.loader.project_state(), migration)


WAYS: dict[str, Callable[..., None]] = {
    "admin": by_admin,
    "view": by_a_view,
    "task": by_a_task,
    "command": by_a_command,
    "shell": by_a_shell,
    "migration": by_a_migration,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_without_its_entry_is_refused_whatever_did_it(
    committed_db: CommittedDatabase, way: str
) -> None:
    cast.seeded()
    before = list(ReasonCode.objects.order_by("pk").values())
    write = partial(WAYS[way], committed_db)

    with pytest.raises(IntegrityError):
        write(entry=False)
    left = list(ReasonCode.objects.order_by("pk").values())
    write(entry=True)

    assert left == before
    assert ReasonCode.objects.earliest("pk").text == TEXT
    assert log.uncovered() == []


@pytest.mark.parametrize("way", ["admin", "task", "migration"])
def test_without_triggers_the_same_change_would_stand(committed_db: CommittedDatabase, way: str) -> None:
    """The check can fail: what refuses is the triggers, and nothing before them."""
    cast.seeded()
    triggers.uninstall(connection)

    WAYS[way](committed_db, entry=False)

    assert ReasonCode.objects.earliest("pk").text == TEXT


def test_the_admin_registers_every_audited_model_without_a_right_to_change(committed_db: object) -> None:
    request = RequestFactory().get("/")
    request.user = cast.administrator()
    request.user.is_superuser = request.user.is_staff = True
    may = {
        (model.__name__, right)
        for model, site in admin.site._registry.items()
        if model._meta.db_table in AUDITED_TABLES
        for right in ("add", "change", "delete")
        if getattr(site, f"has_{right}_permission")(request)
    }

    assert may == set()
    assert AUDITED_TABLES.keys() - {model._meta.db_table for model in admin.site._registry} == {
        "participation_user_groups"
    }
