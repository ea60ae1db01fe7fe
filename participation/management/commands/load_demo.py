"""The demonstration's people, meetings, documents and disclosures."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from participation.workflow.demo import load_demo


class Command(BaseCommand):
    help = "Load the demonstration (PLENARY_DEMO=1 only: its log-ins are public)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("PLENARY_DEMO is not set. The demonstration's log-ins are public knowledge.")
        disclosures = load_demo()
        self.stdout.write(f"The demonstration holds {len(disclosures)} disclosures.")
