"""Screen a file of names and write one line for each hit; cut off, the same command goes on where it was."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.lists.records import ListError
from participation.management.part_file import InUse, PartFile
from participation.management.progress import Progress
from participation.workflow.batch_screen import (
    DEFAULT_LISTS,
    Answer,
    BadQuery,
    Batch,
    answers_of,
    batch_of,
    index_of,
    record_start,
)
from participation.workflow.batch_tally import Tally
from participation.workflow.list_files import SOURCES

COLUMNS = ("query", "country", "band", "entity", "matched_name", "score", "explanation", "list")
# So many parties are answered, written and safe together.
AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Screen QUERIES.csv (columns query,country) against the list in force, or against --list. "
        "Exit code 0: all was read; 1: done, but some rows are broken; 2: nothing could be done."
    )
    requires_system_checks: list[str] = []  # with --list nothing but the files is touched

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", metavar="QUERIES.csv")
        parser.add_argument("--list", dest="list_file", metavar="FILE")
        parser.add_argument("--source", choices=sorted(SOURCES), default="csl")
        parser.add_argument("--only", default=",".join(DEFAULT_LISTS), help="lists, comma-separated")
        parser.add_argument("--out", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        only = tuple(name.strip().upper() for name in options["only"].split(",") if name.strip())
        try:
            batch = batch_of(
                Path(options["queries"]), list_file=options["list_file"], source=options["source"], only=only
            )
            tally = self._to_file(batch, Path(options["out"])) if options["out"] else self._to_stdout(batch)
        except (BadQuery, ListError, InUse, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stderr.write(tally.sentence, self.style.SUCCESS)
        if tally.broken:
            raise CommandError(tally.complaint, returncode=1)

    def _to_stdout(self, batch: Batch) -> Tally:
        out: TextIO = self.stdout._out if hasattr(self.stdout, "_out") else sys.stdout
        tally = Tally()
        record_start(batch)
        out.write(_lines(header=True))
        for answers in self._answers(batch, 0):
            out.write(_lines(answers))
            tally.add(answers)
        return tally

    def _to_file(self, batch: Batch, path: Path) -> Tally:
        part = PartFile(path, batch.digests)
        try:
            tally = Tally.of(part.held)
            self._tell_beginning(part, tally, len(batch.rows))
            if not part.held:
                record_start(batch)
                part.keep(_lines(header=True), tally.as_json())
            for answers in self._answers(batch, tally.rows):
                tally.add(answers)
                part.keep(_lines(answers), tally.as_json())
            part.finish()
        finally:
            part.close()
        return tally

    def _tell_beginning(self, part: PartFile, tally: Tally, total: int) -> None:
        if part.changed:
            what = ", ".join(part.changed)
            self._say(f"{part.part.name} was made of something else ({what} changed): begun anew.")
        elif tally.rows:
            self._say(f"{part.part.name} holds {tally.rows} of {total} parties: going on from there.")

    def _say(self, text: str) -> None:
        self.stderr.write(text, self.style.NOTICE)

    def _answers(self, batch: Batch, start: int) -> Iterator[list[Answer]]:
        """The answers from the row `start` on (counted from 0), some at a time."""
        total = len(batch.rows)
        progress = Progress(self.stderr, total=total, what="parties", done=start)
        index = index_of(batch)
        for first in range(start, total, AT_ONCE):
            found = list(answers_of(batch.rows[first : first + AT_ONCE], index, batch.bands))
            yield found
            progress.tell(first + len(found))


def _lines(answers: "list[Answer] | tuple[()]" = (), *, header: bool = False) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(hit for answer in answers for hit in answer.hits)
    return text.getvalue()
