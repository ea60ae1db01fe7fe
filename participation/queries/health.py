"""Is the service fit to be used: schema, triggers, list, checks left behind, the log's head."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from audits.anchors.standing import alarms as anchor_alarms
from audits.log import clock_alarm, clock_difference, head_age, trigger_differences
from participation.index_cache import snapshot_in_force
from participation.models import Check, Disposal
from participation.queries.rule_statements import rules_in_use
from participation.queries.self_checks import self_check_findings
from participation.rules.in_force import ParametersError

OLDEST_CHECK = timedelta(minutes=2)
OLDEST_HEAD = timedelta(hours=2)


def schema_findings() -> list[str]:
    """What `manage.py migrate` would put right."""
    findings = []
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        findings.append("Migrations are missing: run manage.py migrate.")
    return findings + [f"Trigger: {one}" for one in trigger_differences()]


def clock_findings() -> list[str]:
    """Whether this machine's clock and the database's agree. Pages work all the same."""
    alarm = clock_alarm(clock_difference())
    return [] if alarm is None else [alarm]


def alarms(*, now: datetime) -> list[str]:
    """What somebody must look at today, though pages work: the log contradicts itself, or nobody holds it.

    Not part of readiness: to take the service away is what an attacker would want.
    """
    return [*self_check_findings(now=now), *anchor_alarms(now=now), *clock_findings()]


def readiness() -> list[str]:
    """What keeps the service from being right, each in one sentence; empty when nothing does."""
    findings = schema_findings()
    if snapshot_in_force() is None:
        findings.append("No list is in force.")
    now = timezone.now()
    waiting = Check.objects.filter(state__in=["queued", "running"], queued_at__lt=now - OLDEST_CHECK).count()
    if waiting:
        findings.append(f"{waiting} checks wait for more than two minutes: is a worker running?")
    stuck = Check.objects.filter(state="needs_attention").count()
    if stuck:
        findings.append(f"{stuck} checks need attention.")
    failed = Disposal.objects.filter(state=Disposal.State.NEEDS_ATTENTION).count()
    if failed:
        findings.append(f"{failed} disposals need attention.")
    try:
        rules_in_use()
    except ParametersError as fault:
        findings.append(f"What was stated of the rules does not fit this version, so no check ends: {fault}.")
    age = head_age(now=now)
    if age is not None and abs(age) > OLDEST_HEAD:
        findings.append(f"The newest signed head of the log is {age} old: is the sequencer running?")
    return findings
