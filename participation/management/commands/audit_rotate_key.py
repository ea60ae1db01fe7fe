"""Change the key that signs the log; run it on the sequencer's machine, while the sequencer runs or not."""

import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audits import sequencer
from audits.keys import KeyFileError, public_key
from participation.models import User
from participation.workflow.log_keys import rotate_key

PATIENCE_SECONDS = 30


class Command(BaseCommand):
    help = (
        "Make a new signing key; an entry names it, one checkpoint is signed by both, later ones by it alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="NAME", help="the officer or administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = rotate_key(by=User.objects.get(username=options["by"]), at=timezone.now())
            done = wait_for(key)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {options['by']!r}.") from error
        except (PermissionDenied, KeyFileError, sequencer.HeadMismatchError) as error:
            raise CommandError(str(error)) from error
        if not done:
            raise CommandError("The change is recorded; it takes effect when the sequencer next signs.")
        self.stdout.write(
            f"The log is signed by {key} from now on.\n"
            "Hand out the policy anew (manage.py audit_policy), and copy the key files to standbys."
        )


def wait_for(key: str) -> bool:
    """Whether the change took effect in time; this process signs it where no sequencer runs."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        sequencer.sequence_once(now=timezone.now())
        if str(public_key()) == key:
            return True
        time.sleep(0.2)
    return False
