"""Declare that the log cannot go on, because its key or its newest entries are lost, and begin a new one."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audits.keys import KeyFileError
from audits.sequencer import LossError
from participation.models import User
from participation.workflow.log_keys import declare_loss


class Command(BaseCommand):
    help = "Begin a new log under AUDIT_ORIGIN whose first entry embeds the last checkpoint of the lost one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="NAME", help="the officer who declares it")
        parser.add_argument("--reason", required=True, help="what was lost, and how; it can be erased later")
        parser.add_argument(
            "--checkpoint",
            type=Path,
            metavar="FILE",
            help="the newest checkpoint that somebody outside holds",
        )

    def handle(self, *args: Any, checkpoint: Path | None, **options: Any) -> None:
        try:
            origin, size = declare_loss(
                by=User.objects.get(username=options["by"]),
                at=timezone.now(),
                reason=options["reason"],
                held=None if checkpoint is None else checkpoint.read_bytes(),
            )
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {options['by']!r}.") from error
        except (PermissionDenied, KeyFileError, LossError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The log {origin} ended with {size} entries; a new one has begun.\n"
            "Start the sequencer, hand out the policy anew (manage.py audit_policy), tell who holds heads."
        )
