"""To whom a disclosure goes, as its page tells: who may be listed, and why that is thought. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from participation.models import Determination, RecipientMatch
from participation.queries.folds import Fold, folds_of
from participation.queries.match_shown import Explained, explained
from participation.queries.weights import weights_of


@dataclass(frozen=True, slots=True)
class Who:
    """A recipient that matched: its first match, cleared ones last, and the further ones."""

    name: str
    first: Explained
    further: list[Fold[RecipientMatch]]


def who_of(determinations: Sequence[Determination]) -> list[Who]:
    """Recipients that matched at the newest check, the best match first; two queries at most."""
    if not determinations:
        return []
    newest = max(determinations, key=lambda one: one.pk)
    rows = RecipientMatch.objects.filter(determination=newest).select_related(
        "recipient__stated_name", "version__party", "decision"
    )
    found: dict[int, list[RecipientMatch]] = {}
    for match in sorted(rows, key=lambda one: (one.is_cleared, -one.score, one.pk)):
        found.setdefault(match.recipient_id, []).append(match)
    weights = weights_of(newest.weights)
    return [
        Who(
            str(matches[0].recipient.stated_name),
            explained(matches[0], weights),
            folds_of([(match, match) for match in matches[1:]]),
        )
        for matches in found.values()
    ]
