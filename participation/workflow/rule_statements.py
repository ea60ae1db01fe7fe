"""What an administrator states of the rules: recorded, withdrawn, put in place of another; never edited."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation.models import RuleStatement, User
from participation.queries.rule_statements import edition_with
from participation.rules.in_force import Edition, ParametersError
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict

What = RuleStatement.What


class StatementRefused(Exception):
    """A statement lacks what makes it one, or the rules cannot take it; `field` says where."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def edition_if(statement: RuleStatement) -> Edition:
    """The edition as it would be with this statement too; nothing is written. Raises: StatementRefused."""
    try:
        return edition_with([*RuleStatement.objects.all(), statement])
    except ParametersError as fault:
        raise StatementRefused("value", f"The rules cannot take it: {fault}.") from fault


def statement_of(
    *,
    what: str,
    value: Any,
    begins_on: date | None = None,
    ends_on: date | None = None,
    citation: str,
    url: str,
    source: str,
    note: str = "",
    counsel: str = "",
    withdraws: RuleStatement | None = None,
) -> RuleStatement:
    """The statement, not saved. Raises: StatementRefused for what the columns cannot say together."""
    if begins_on and ends_on and ends_on < begins_on:
        raise StatementRefused("ends_on", "It ends before it begins.")
    if not citation.strip():
        raise StatementRefused("citation", "Name the source: a statement without one is not kept.")
    if not url.startswith("https://"):
        raise StatementRefused("url", "Give the address of the source; it begins with https://.")
    if what == What.SIGN_OFF and not counsel.strip():
        raise StatementRefused("counsel", "Say who signed.")
    return RuleStatement(
        what=what,
        begins_on=begins_on,
        ends_on=ends_on,
        value=value,
        citation=citation.strip(),
        url=url,
        source=source,
        note=note.strip(),
        counsel=counsel.strip(),
        withdraws_id=withdraws.pk if withdraws else None,
    )


def withdrawal_of(statement: RuleStatement, *, note: str) -> RuleStatement:
    """The withdrawal, not saved. Raises: StatementRefused without a reason."""
    if not note.strip():
        raise StatementRefused("note", "Say why it is withdrawn.")
    return RuleStatement(what=What.WITHDRAWAL, withdraws_id=statement.pk, note=note.strip())


@transaction.atomic
def record(statement: RuleStatement, *, by: User) -> RuleStatement:
    """The statement as recorded: checks decide with it from now on, past determinations stay.

    Takes: what `statement_of` or `withdrawal_of` gave.
    Raises: StatementRefused, Conflict where another was quicker to withdraw the same one.
    """
    if statement.withdraws_id is not None:
        _lock_standing(statement.withdraws_id)
    edition_if(statement)
    return _entered(statement, by=by, at=timezone.now())


def _lock_standing(pk: int) -> None:
    withdrawn = RuleStatement.objects.select_for_update().get(pk=pk)
    if RuleStatement.objects.filter(withdraws=withdrawn).exists():
        raise Conflict("The statement", "standing")
    if withdrawn.what == What.WITHDRAWAL:
        raise StatementRefused("value", "A withdrawal is not withdrawn: state it anew.")


def _entered(statement: RuleStatement, *, by: User, at: datetime) -> RuleStatement:
    statement.recorded_by, statement.recorded_at = by, at
    statement.save(force_insert=True)
    kind = "rule.withdrawn" if statement.what == What.WITHDRAWAL else "rule.recorded"
    enter(kind, statement, by=by, at=at, labels={"rule": str(statement.what)})
    return statement
