"""Check the whole log in the database against itself and its signed heads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audits.log import latest_checkpoint, verify_log_tables
from participation.queries.replay import differences


class Command(BaseCommand):
    help = (
        "Recompute every leaf, the tree and every signed head from the stored bytes. Exit 1: a contradiction."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--replay", action="store_true", help="also fold the log and compare with the tables"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [str(problem) for problem in verify_log_tables()]
        if options["replay"]:
            problems += list(differences())
        for problem in problems:
            self.stdout.write(f"WRONG {problem}")
        if problems:
            self.stdout.write(f"FAIL: {len(problems)} contradictions")
            raise SystemExit(1)
        head = latest_checkpoint()
        size = head.tree_size if head else 0
        self.stdout.write(f"PASS: {size} entries in the tree, every hash recomputed from stored bytes")
