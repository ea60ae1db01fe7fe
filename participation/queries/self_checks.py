"""What the nightly checks of the log found, for the health page. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from audits.log import entries
from participation.models import SelfCheck

# A day, and two hours for the check itself.
LONGEST_WITHOUT = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class SelfChecks:
    """The newest check that ended, one that is under way, and who is mailed; None where there is none."""

    last: SelfCheck | None
    under_way: SelfCheck | None
    alarm_to: int

    @property
    def beyond(self) -> int:
        """Contradictions that are counted and not told."""
        return self.last.problems - len(self.last.told) if self.last else 0


def self_checks() -> SelfChecks:
    """The figures of the health page."""
    open_states = [SelfCheck.State.QUEUED, SelfCheck.State.RUNNING]
    return SelfChecks(
        last=SelfCheck.objects.filter(state=SelfCheck.State.DONE).first(),
        under_way=SelfCheck.objects.filter(state__in=open_states).first(),
        alarm_to=len(settings.ALARM_TO),
    )


def self_check_findings(*, now: datetime) -> list[str]:
    """What is wrong, each in one sentence; empty when the log was checked of late and holds."""
    findings = []
    newest = SelfCheck.objects.first()
    last = SelfCheck.objects.filter(state=SelfCheck.State.DONE).first()
    if last is not None and last.problems:
        findings.append(
            f"The check of the log on {last.due_on} found {last.problems} contradictions. Leave the database "
            "as it is, and compare the signed heads that outsiders hold."
        )
    if newest is not None and newest.state == SelfCheck.State.NEEDS_ATTENTION:
        findings.append(
            f"The log could not be checked on {newest.due_on}: {newest.attempts} tries, {newest.last_error}."
        )
    if _overdue(last, now):
        findings.append("The whole log has not been checked for more than 26 hours: do worker and beat run?")
    return findings


def _overdue(last: SelfCheck | None, now: datetime) -> bool:
    since = last.done_at if last else entries().values_list("recorded_at", flat=True).first()
    return since is not None and now - since > LONGEST_WITHOUT
