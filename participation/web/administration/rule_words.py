"""Statements on the rules in the words of a page, and the rules that counsel may sign off."""

from collections.abc import Iterator
from dataclasses import dataclass

from participation.models import RuleStatement
from participation.queries.rule_statements import rules_in_use, statements
from participation.rules.company import POLICY, SIGN_OFF
from participation.rules.in_force import Dated, Edition, ParametersError, about_parameters
from participation.templatetags.compliance import day

What = RuleStatement.What
STATUS_WORDS = {
    "in_force": "is in force",
    "not_in_force": "is not in force",
    "unsettled": "is unsettled: half or more owned by listed parties waits for a review",
}
MATCH_WORDS = {"eccn": "ECCN", "country": "country", "list": "list", "body": "standards body"}


@dataclass(frozen=True, slots=True)
class Told:
    """One statement in words: what it says, on which days, and whether it still stands."""

    row: RuleStatement
    text: str
    days: str
    stands: bool

    @property
    def is_law(self) -> bool:
        """Whether a regulation says it: of those the page tells how well it was read."""
        return self.row.what in (What.AFFILIATES, What.KNOWN_UNTIL)


def told(row: RuleStatement) -> Told:
    """The statement in words. Takes: a row of `statements`, or one that is not saved."""
    withdrawn = row.pk is not None and getattr(row, "withdrawn_by", None) is not None
    return Told(row, text_of(row), _days(row), row.what != What.WITHDRAWAL and not withdrawn)


def all_told() -> tuple[list[Told], list[Told]]:
    """Those that stand, in the order of their kinds; and all the others, newest first."""
    rows = [told(row) for row in statements()]
    order = list(What)
    stand = sorted((one for one in rows if one.stands), key=lambda one: order.index(What(one.row.what)))
    return stand, [one for one in reversed(rows) if not one.stands]


def text_of(row: RuleStatement) -> str:
    """What the statement says, in one sentence without its full stop."""
    value = row.value
    if row.what == What.AFFILIATES:
        return f"The Affiliates Rule {STATUS_WORDS.get(value, value)}"
    if row.what == What.KNOWN_UNTIL:
        return f"The rules are known for releases until {day(value)}"
    if row.what == What.POLICY:
        return (
            f"A review always: {MATCH_WORDS[value['match']]} {value['value']}. {value['reason'].rstrip('.')}"
        )
    if row.what == What.SIGN_OFF:
        signed = f"{row.counsel} signed" if row.counsel else "Counsel (name erased) signed"
        return f"{signed} on {day(value['on'])}: {_rule_named(value['rule'])}"
    return f"Withdrawn: {text_of(row.withdraws)}" if row.withdraws else ""


def _rule_named(key: str) -> str:
    """What people call the rule; its key where it is no longer there."""
    try:
        return dict(signable(rules_in_use())).get(key, f"{key}, which is no longer there")
    except ParametersError:
        return key


def _days(row: RuleStatement) -> str:
    if row.what == What.WITHDRAWAL:
        return ""
    if row.begins_on and row.ends_on:
        return f"{day(row.begins_on)} to {day(row.ends_on)}"
    if row.begins_on:
        return f"from {day(row.begins_on)}"
    return f"until {day(row.ends_on)}" if row.ends_on else "always"


def signable(rules: Edition) -> Iterator[tuple[str, str]]:
    """Each dated row of the edition that counsel may sign: its key, and how people call it."""
    about = about_parameters()
    for name, rows in rules.values.items():
        table, _, part = name.partition(".")
        if table not in (POLICY, SIGN_OFF):
            for row in rows:
                yield row.key, _named(about[table].title if table in about else table, part, row)


def _named(title: str, part: str, row: Dated) -> str:
    days = f"from {day(row.start)}" if row.start else f"until {day(row.end)}" if row.end else "always"
    return ", ".join(word for word in (row.title or title, part, days) if word)
