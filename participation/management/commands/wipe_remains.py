"""Write the tables anew in which personal values stood: the database's files then hold no trace of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from participation.workflow import remains
from participation.workflow.dispose import remove_unused_files


class Command(BaseCommand):
    help = "Rewrite the tables that held personal values. Others wait meanwhile: run it in a quiet hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--wait",
            type=int,
            default=remains.WAIT_SECONDS,
            metavar="SECONDS",
            help="how long to wait for transactions that may still read what is gone (PostgreSQL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = remove_unused_files(at=timezone.now())
        self.stdout.write(f"uploads removed that no form sent in the end: {count}")
        try:
            rewritten = remains.rewrite(wait=options["wait"])
        except (remains.StillRead, remains.NotRewritten) as error:
            raise CommandError(str(error)) from error
        for table in rewritten:
            self.stdout.write(f"rewritten: {table}")
