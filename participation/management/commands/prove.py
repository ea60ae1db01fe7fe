"""One disclosure from the form's verb to the verified log, through the worker and sequencer that run."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from participation.models import Disclosure, DocumentRevision, Meeting, User
from participation.queries.progress import is_sealed, is_settled
from participation.workflow.submit import Recipient, log_disclosure

PATIENCE_SECONDS = 60
T = TypeVar("T")


class Command(BaseCommand):
    help = "Log a disclosure, wait for its determination and seal, verify the log here and offline."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        disclosure = _logged()
        self._await("a determination", lambda: is_settled(disclosure))
        self.stdout.write(f"Determination after {time.monotonic() - started:.2f} s:")
        self._show(disclosure)
        self._await("the seal of the sequencer", lambda: is_sealed(disclosure))
        call_command("verify_log", stdout=self.stdout)
        self._verify_offline()

    def _await(self, what: str, done: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not done():
            if time.monotonic() > until:
                raise CommandError(f"No sign of {what} within {PATIENCE_SECONDS} s.", returncode=1)
            time.sleep(0.05)

    def _show(self, disclosure: Disclosure) -> None:
        disclosure.refresh_from_db()
        self.stdout.write(f"  disclosure {disclosure.pk}: {disclosure.state}")
        for line in disclosure.lines.all():
            made = line.determinations.latest("id")
            self.stdout.write(f"  {line.revision}: {made.outcome}, shown as {made.status}")
            for finding in made.result["findings"]:
                cites = ", ".join(one["cite"] for one in finding["citations"])
                self.stdout.write(f"    {finding['answer']:8} {finding['explanation']} [{cites}]")

    def _verify_offline(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            bundle, policy = Path(name) / "log.zip", Path(name) / "policy.txt"
            call_command("export_log", out=bundle, stdout=self.stdout)
            with policy.open("w") as out:
                call_command("audit_policy", stdout=out)
            command = [sys.executable, "-m", "audits.verify", "bundle", str(bundle), "--policy", str(policy)]
            done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
            self.stdout.write(done.stdout.strip())
            if done.returncode != 0:
                raise CommandError(
                    f"The offline verifier exits {done.returncode}: {done.stderr}", returncode=1
                )


def _logged() -> Disclosure:
    """A disclosure of the demonstration's classified document to everybody at its next meeting."""
    delegate = User.objects.get(username="delegate")
    meeting = Meeting.objects.order_by("-starts_on").first()
    revision = DocumentRevision.objects.filter(classifications__eccn="5E991").first()
    if meeting is None or revision is None:
        raise CommandError("The demonstration is not loaded: manage.py set_up --demo.", returncode=1)
    stated = {
        row.stated_name for row in meeting.attendances.select_related("stated_name") if not row.colleague_id
    }
    return log_disclosure(
        by=delegate,
        form_token=uuid4(),
        meeting=meeting,
        body=meeting.body,
        revisions=[(revision, "")],
        recipients=[Recipient(name) for name in sorted(stated, key=lambda one: one.pk)],
        released_on=meeting.starts_on,
        time_zone=meeting.time_zone,
        for_a_standard=True,
        intent_to_publish=True,
        purpose="Shows that the installation works.",
    )
