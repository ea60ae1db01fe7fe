"""Read a list file or address and put it in force."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.lists.records import ListError
from participation.workflow.import_list import import_list, refuse_list
from participation.workflow.list_files import SOURCES, parse_list, read_list


class Command(BaseCommand):
    help = "Import a list; the version in force stays when the file is refused or doubted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE_OR_URL")
        parser.add_argument("--source", choices=sorted(SOURCES), required=True)
        parser.add_argument(
            "--accept-doubts", action="store_true", help="put a doubted list in force all the same"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        source, place = options["source"], options["file"]
        title = f"{SOURCES[source].title} ({Path(place).name})"
        try:
            content = read_list(place)
            parsed = parse_list(content, source=source)
        except ListError as error:
            refuse_list(error, title=title)
            raise CommandError(f"{place} is refused: {error}. The list in force stays.") from error
        done = import_list(
            content, parsed, source=source, title=title, accept_doubts=options["accept_doubts"]
        )
        for oddity in parsed.warnings:
            self.stdout.write(f"ODD line {oddity.row}: {oddity.message}")
        for doubt in done.snapshot.doubts:
            self.stdout.write(f"DOUBT {doubt}")
        for name, number in sorted(done.snapshot.counts.items()):
            self.stdout.write(f"{name:8} {number:6}")
        state = "unchanged" if done.unchanged else done.snapshot.state
        self.stdout.write(
            f"{done.snapshot.rows} rows, {done.added} versions added, {done.gone} gone, "
            f"{state}, {time.monotonic() - started:.1f} s"
        )
        if done.snapshot.state == "quarantined":
            raise CommandError("The list is quarantined; the version in force stays.", returncode=1)
