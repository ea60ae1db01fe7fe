"""Write the tables anew in which personal values stood: the database's files then hold no trace of them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.workflow import remains
from participation.workflow.dispose import remove_unused_files


class Command(BaseCommand):
    help = "Rewrite the tables that held personal values. Others wait meanwhile: run it in a quiet hour."

    def handle(self, *args: Any, **options: Any) -> None:
        count = remove_unused_files(at=timezone.now())
        self.stdout.write(f"uploads removed that no form sent in the end: {count}")
        for table in remains.rewrite():
            self.stdout.write(f"rewritten: {table}")
