"""Make the reference tables that ship from the official text of the regulation."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.rules.ecfr.control_list import entries_of
from participation.rules.ecfr.countries import chart_of, groups_of
from participation.rules.ecfr.supplement import SupplementError
from participation.rules.ecfr.tables import Source, chart_file, control_list_files, groups_file

ADDRESS = "https://www.ecfr.gov/api/versioner/v1/full/{day}/title-15.xml?part={part}"


class Command(BaseCommand):
    help = (
        "Compile the Commerce Control List, the Country Chart and the Country Groups from eCFR XML "
        "(parts 774, 738, 740) into the tables that ship."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issued", type=date.fromisoformat, required=True, help="the day of the issue")
        parser.add_argument("--part-774", type=Path, help="the XML of part 774, or of its Supplement No. 1")
        parser.add_argument("--part-738", type=Path, help="the XML of part 738, or of its Supplement No. 1")
        parser.add_argument("--part-740", type=Path, help="the XML of part 740, or of its Supplement No. 1")
        parser.add_argument("--note", default="", help="what a reader of the table should know of its source")
        parser.add_argument("--to", type=Path, required=True, help="the folder to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["to"] / options["issued"].isoformat()
        files: dict[str, str] = {}
        for part, compiled in COMPILED.items():
            page: Path | None = options[f"part_{part}"]
            if page is not None:
                url = ADDRESS.format(day=options["issued"], part=part)
                files |= self._compiled(page, compiled, Source(options["issued"], url, note=options["note"]))
        if not files:
            raise CommandError("Name at least one page: --part-774, --part-738 or --part-740.")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
            self.stdout.write(f"{folder / name}: {len(text.splitlines())} lines")

    def _compiled(self, page: Path, compiled: "Compiler", source: Source) -> dict[str, str]:
        try:
            return compiled(page.read_bytes(), source)
        except (OSError, SupplementError) as fault:
            raise CommandError(f"{page}: {fault}") from fault


Compiler = Callable[[bytes, Source], dict[str, str]]
COMPILED: dict[str, Compiler] = {
    "774": lambda xml, source: control_list_files(entries_of(xml), source),
    "738": lambda xml, source: {"country_chart.toml": chart_file(chart_of(xml), source)},
    "740": lambda xml, source: {"country_groups.toml": groups_file(groups_of(xml), source)},
}
