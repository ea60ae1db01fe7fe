"""Print the policy file to hand to an auditor, on paper or by mail, at installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits import keys
from audits.reports.bundle import policy_text


class Command(BaseCommand):
    help = "Print the log's public keys as a C2SP tlog-policy, for whoever verifies exports."

    def handle(self, *args: object, **options: Any) -> None:
        try:
            policy = policy_text()
        except keys.KeyFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(policy.decode(), ending="")
