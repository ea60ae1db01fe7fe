"""Write the witness as one file, to be handed to whoever will run it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits import keys
from audits.witness.app import build_witness


class Command(BaseCommand):
    help = "Write witness.pyz, a witness for this log that a third party runs with nothing but Python."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="the file to write; it must not exist")

    def handle(self, *args: object, out: Path, **options: Any) -> None:
        try:
            key = keys.public_key()
            with out.open("xb") as file:
                file.write(build_witness())
        except (keys.KeyFileError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Wrote {out}. Whoever runs it:\n"
            f"python3 {out.name} --log {key} --name THEIR.HOST/plenary"
            " --key witness.key --state witness.state --listen 0.0.0.0:8800"
        )
