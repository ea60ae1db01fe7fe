"""Write docs/rulebook.md from the dated parameters, or say that it is stale."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.queries.rulebook import rulebook_document


class Command(BaseCommand):
    help = "Write docs/rulebook.md from the dated parameters. --check: exit 1 where it is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; say whether it is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        path, text = settings.BASE_DIR / "docs" / "rulebook.md", rulebook_document()
        stands = path.read_text("utf-8") if path.exists() else ""
        if options["check"]:
            if stands != text:
                raise CommandError("docs/rulebook.md is stale: run manage.py write_rulebook.", returncode=1)
            self.stdout.write("docs/rulebook.md is up to date.")
            return
        path.write_text(text, "utf-8")
        self.stdout.write(f"docs/rulebook.md: {'unchanged' if stands == text else 'written'}.")
