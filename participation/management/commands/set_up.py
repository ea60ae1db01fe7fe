"""Everything a fresh installation needs before its processes start; a second run changes nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from audits.keys import ensure_key
from participation.queries.health import schema_findings
from participation.workflow.demo import PASSWORD, PEOPLE, load_demo
from participation.workflow.seed import seed_bodies, seed_reason_codes, seed_starter_list


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # the pages are not needed here, and take a second to load
    help = "Migrate, make the log's signing key, seed bodies, reason codes and the starter list."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the demonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        if schema_findings():
            call_command("migrate", verbosity=0, interactive=False)
        ensure_key(Path(settings.AUDIT_KEY_FILE), settings.AUDIT_ORIGIN)
        seed_bodies()
        seed_reason_codes()
        seed_starter_list()
        if options["demo"] and settings.DEMO:
            load_demo()
            for username, *_ in PEOPLE:
                self.stdout.write(f"  {username:14} password {PASSWORD}")
