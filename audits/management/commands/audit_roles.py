"""The database roles of PostgreSQL: print their SQL, apply it, or say what is not as it should be."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from audits import roles
from audits.roles.passwords import PasswordsError, read_passwords, set_passwords
from audits.roles.standing import run, schema, standing


class Command(BaseCommand):
    help = (
        "Print the SQL that puts the log's tables into their own schema and gives each database role "
        "its rights (PostgreSQL). --apply runs it, with the rights of the role that DATABASE_URL names."
    )
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--apply", action="store_true", help="run the SQL; a second run changes nothing")
        what.add_argument("--check", action="store_true", help="print what differs; exit 1 if anything does")
        parser.add_argument(
            "--passwords",
            type=Path,
            metavar="FILE",
            help="with --apply: lines such as app=..., sequencer=..., reader=... to set",
        )

    def handle(self, *args: object, apply: bool, check: bool, passwords: Path | None, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles: whoever owns the file can do anything to it.")
        if passwords and not apply:
            raise CommandError("--passwords goes with --apply; printed SQL holds no password.")
        names: roles.Names = settings.DATABASE_ROLES
        try:
            given = read_passwords(passwords) if passwords else {}
        except PasswordsError as error:
            raise CommandError(str(error)) from error
        if check:
            self.check_rights(names)
            return
        script = roles.statements(names, public=schema(connection), business=standing(connection))
        if not apply:
            self.stdout.write(script)
            return
        try:
            with transaction.atomic():
                run(connection, script)
                set_passwords(connection, {names.of(duty): password for duty, password in given.items()})
        except DatabaseError as error:
            raise CommandError(f"Nothing was changed: {str(error).strip()}") from error
        self.check_rights(names)

    def check_rights(self, names: roles.Names) -> None:
        found = roles.differences(connection, names)
        for line in found:
            self.stdout.write(line)
        if found:
            raise SystemExit(1)
        self.stdout.write(f"The roles are as they should be: {', '.join((*names.logins, names.owner))}.")
