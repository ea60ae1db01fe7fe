"""Print the policy file to hand to an auditor, on paper or by mail, at installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits import keys
from audits.policy import format_policy


class Command(BaseCommand):
    help = "Print the log's public key as a C2SP tlog-policy, for whoever verifies exports."

    def handle(self, *args: object, **options: Any) -> None:
        try:
            policy = format_policy([keys.public_key()])
        except keys.KeyFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(policy.decode(), ending="")
