"""The rules in use: the package's, with what administrators stated laid over them. Reads only."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from participation.models import RulesEdition, RuleStatement
from participation.queries.overlay import Statement, overlay_of
from participation.rules.in_force import Edition, edition


class OtherVersion(LookupError):
    """The edition was computed by another version of Plenary, or never stored: it cannot be made here."""


def statements() -> QuerySet[RuleStatement]:
    """Every statement as recorded, oldest first, with who recorded it and what withdrew it."""
    return RuleStatement.objects.select_related("recorded_by", "withdraws", "withdrawn_by__recorded_by")


def stated(rows: Iterable[RuleStatement]) -> list[Statement]:
    """The rows as the rules take them; a row that is not saved may stand among them."""
    return [
        Statement(
            number=row.pk,
            what=row.what,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            value=row.value,
            citation=row.citation,
            url=row.url,
            source=row.source,
            withdraws=row.withdraws_id,
        )
        for row in rows
    ]


def edition_with(rows: Sequence[RuleStatement]) -> Edition:
    """The edition that these statements make. Raises: ParametersError for one that the rules cannot take."""
    told = stated(rows)
    without = edition(overlay_of([one for one in told if one.what != "sign_off"]))
    overlay = overlay_of(told, rules=rule_keys(without))
    return _edition(json.dumps(overlay, sort_keys=True))


def rule_keys(rules: Edition) -> frozenset[str]:
    """The keys of all dated rows of an edition."""
    return frozenset(row.key for rows in rules.values.values() for row in rows)


@lru_cache(maxsize=16)
def _edition(overlay: str) -> Edition:
    """The same content is the same edition, which keeps what it has computed for each day."""
    return edition(json.loads(overlay))


def rules_in_use() -> Edition:
    """The edition with every statement that stands now: what a check decides with at this moment."""
    return edition_with(list(RuleStatement.objects.all()))


def rules_in_use_at(at: datetime) -> Edition:
    """The edition with the statements that stood at that time, under this version's parameters."""
    return edition_with(list(RuleStatement.objects.filter(recorded_at__lte=at)))


def edition_of(fingerprint: str) -> Edition:
    """The edition that a determination names, from its stored overlay. Raises: OtherVersion."""
    row = RulesEdition.objects.filter(fingerprint=fingerprint).first()
    made = _edition(json.dumps(row.overlay, sort_keys=True)) if row else None
    if made is None or made.fingerprint != fingerprint:
        raise OtherVersion(fingerprint)
    return made


def overlay_json(rules: Edition) -> dict[str, Any]:
    """The overlay of an edition as it is stored."""
    return dict(rules.overlay)
