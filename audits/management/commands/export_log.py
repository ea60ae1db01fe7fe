"""Write an export of the log that an auditor can carry away and verify without the service."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audits import log
from audits.keys import KeyFileError
from audits.reports.bundle import record_export, write_export
from audits.reports.choice import Choice, parse_day
from audits.reports.span import ExportError

CONDITIONS = ("since", "until", "kind", "body", "object", "payloads", "private")


class Command(BaseCommand):
    help = "Export the signed log as one zip: all envelopes of a period, and the payloads asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="the file to write; it must not exist")
        parser.add_argument("--from", dest="since", metavar="DAY", help="first day (UTC), as 2026-01-31")
        parser.add_argument("--to", dest="until", metavar="DAY", help="first day no longer in it (UTC)")
        parser.add_argument("--kind", default="", help="disclosure.submitted, or disclosure. for all of them")
        parser.add_argument("--body", default="", help="a standards body, as the labels name it")
        parser.add_argument("--object", default="", metavar="TYPE/ID", help="one object: disclosure/42")
        parser.add_argument(
            "--payloads",
            nargs="+",
            default=["all"],
            metavar="OBJECT",
            help="all that is shown (the default), asked (of the entries asked for), none,"
            " or objects such as disclosure/42",
        )
        parser.add_argument(
            "--private",
            nargs="+",
            default=["none"],
            metavar="FIELD",
            help="none (the default), all, or the names of personal columns to hand over",
        )
        parser.add_argument(
            "--by", default="", metavar="ACTOR", help="who exports, as user/7; else the system"
        )

    def handle(self, *args: object, out: Path, by: str, **options: Any) -> None:
        actor = log.Actor(by, "person") if by else log.SYSTEM
        try:
            choice = chosen(**{name: options[name] for name in CONDITIONS})
            with out.open("xb") as file:
                with transaction.atomic():
                    plan = record_export(choice, by=actor, at=datetime.now(UTC))
                write_export(file, plan)
        except FileExistsError as error:
            raise CommandError(f"{out} exists already; choose another name.") from error
        except (ExportError, KeyFileError, log.EnvelopeError, ValueError) as error:
            out.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Wrote {out}: leaves {plan.begin} to {plan.end - 1} of a tree of {plan.size},"
            f" root {plan.root.hex()}.\n"
            f"Asked for: {plan.asked.words()}.\n"
            f"Verify: python -m audits.verify bundle {out} --policy POLICY.txt\n"
            "POLICY.txt is the file that the auditor was handed at installation (manage.py audit_policy)."
        )


def chosen(
    *, since: str | None, until: str | None, payloads: list[str], private: list[str], **conditions: str
) -> Choice:
    """The choice that the options state. Raises: ValueError naming the option."""
    for name, words in (("--payloads", payloads), ("--private", private)):
        if len(words) > 1 and {"all", "none", "asked"} & set(words):
            raise ValueError(f"{name}: all, asked and none stand alone")
    return Choice(
        since=day("--from", since),
        until=day("--to", until),
        **conditions,
        payloads=frozenset(payloads) - {"none"},
        private=frozenset(private) - {"none"},
    )


def day(option: str, text: str | None) -> datetime | None:
    """Midnight of the day that an option names. Raises: ValueError naming the option."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise ValueError(f"{option}: {text!r} is not a day such as 2026-01-31") from error
