"""Screen a file of names and write one line for each hit."""

import csv
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.lists.records import ListError
from participation.workflow.batch_screen import DEFAULT_LISTS, BadQuery, screen_file
from participation.workflow.list_files import SOURCES

COLUMNS = ("query", "country", "band", "entity", "matched_name", "score", "explanation", "list")


class Command(BaseCommand):
    help = "Screen QUERIES.csv (columns query,country) against the list in force, or against --list."
    requires_system_checks: list[str] = []  # with --list nothing but the two files is touched

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", metavar="QUERIES.csv")
        parser.add_argument("--list", dest="list_file", metavar="FILE")
        parser.add_argument("--source", choices=sorted(SOURCES), default="csl")
        parser.add_argument("--only", default=",".join(DEFAULT_LISTS), help="lists, comma-separated")
        parser.add_argument("--out", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        only = tuple(name.strip().upper() for name in options["only"].split(",") if name.strip())
        try:
            rows = screen_file(
                Path(options["queries"]), list_file=options["list_file"], source=options["source"], only=only
            )
            with _output(options["out"], self.stdout) as out:
                _write(rows, out)
        except (BadQuery, ListError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error


def _output(path: str | None, stdout: Any) -> Any:
    if path is None:
        return nullcontext(stdout._out if hasattr(stdout, "_out") else sys.stdout)
    return Path(path).open("w", encoding="utf-8", newline="")


def _write(rows: Iterator[dict[str, str]], out: TextIO) -> None:
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
