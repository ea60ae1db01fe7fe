"""Print the policy file to hand to an auditor, on paper or by mail, at installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audits import keys
from audits.anchors.target import WITNESS
from audits.policy import NO_QUORUM, PolicyError, parse_policy
from audits.reports.bundle import policy_text


class Command(BaseCommand):
    help = "Print the log's public keys as a C2SP tlog-policy, for whoever verifies exports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quorum",
            default=NO_QUORUM,
            metavar="RULE",
            help="how many configured witnesses must have cosigned: none (the default), any, all or a number",
        )

    def handle(self, *args: object, quorum: str, **options: Any) -> None:
        try:
            policy = policy_text()
        except keys.KeyFileError as error:
            raise CommandError(str(error)) from error
        if quorum != NO_QUORUM:
            policy = with_witnesses(policy, quorum)
        self.stdout.write(policy.decode(), ending="")


def with_witnesses(policy: bytes, rule: str) -> bytes:
    """The policy asking for so many of the configured witnesses. Raises: CommandError for no such rule."""
    known = [target for target in settings.AUDIT_ANCHORS if target.kind == WITNESS]
    lines = [f"witness {target.name} {target.key}" for target in known]
    lines += [" ".join(["group", "witnesses", rule, *(target.name for target in known)]), "quorum witnesses"]
    whole = policy.removesuffix(f"quorum {NO_QUORUM}\n".encode()) + "\n".join([*lines, ""]).encode()
    try:
        parse_policy(whole)
    except PolicyError as error:
        raise CommandError(f"--quorum {rule} of {len(known)} configured witnesses: {error}") from error
    return whole
