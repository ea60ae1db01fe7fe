"""What officers said of the pairs at hand, applied before ranking; a change of either side reopens.

One query for a check, however many pairs are on file: it asks for the names and entries that matched, and a
second one reads the decisions that have to be compared because a side is not the same row any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from participation.models import Disclosure, ListedPartyVersion, PairDecision, StatedName
from participation.queries import pair_changes
from participation.screening.reopened import Change
from participation.screening.types import Match

Matched = tuple[StatedName, ListedPartyVersion]
# The ids of a stated name and of a version; of a stated name and of a party.
Key = tuple[int, int]
DIFFERENT, SAME = PairDecision.Verdict.DIFFERENT, PairDecision.Verdict.SAME


class OnFile(NamedTuple):
    """What it takes to know whether a decision is about a pair."""

    pk: int
    stated_name: int
    text: str
    party: int
    version: int
    version_name: str
    version_gone: int | None
    organisation: int | None
    verdict: str
    scope: str
    disclosure: int
    meeting: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """The newest word on a pair; where `reopened` names a change, it no longer holds."""

    decision_id: int
    verdict: str
    reopened: tuple[Change, ...] = ()

    @property
    def cleared(self) -> bool:
        """Whether the pair is two parties, and is so still."""
        return self.verdict == DIFFERENT and not self.reopened


class ClearedPairs:
    """The words of officers that are in scope for one disclosure, on the pairs that matched."""

    def __init__(self, disclosure: Disclosure, matched: Iterable[Matched]) -> None:
        pairs = {(stated.pk, version.pk): (stated, version) for stated, version in matched}
        self._matched = {(stated.pk, version.party_id) for stated, version in pairs.values()}
        by_pair: dict[Key, list[OnFile]] = {}
        by_text: dict[str, list[OnFile]] = {}
        for row in _on_file(list(pairs.values())) if pairs else ():
            if _in_scope(row, disclosure):
                by_pair.setdefault((row.stated_name, row.party), []).append(row)
                by_text.setdefault(row.text, []).append(row)
        meant: dict[Key, Meant] = {}
        for key, (stated, version) in pairs.items():
            rows = by_pair.get((stated.pk, version.party_id), ())
            row = _newest(rows, version) or self._before(by_text.get(stated.text, ()), stated, version)
            if row is not None:
                meant[key] = row, stated, version
        self._said = _compared(meant)

    def said_of(self, stated: StatedName, version: ListedPartyVersion) -> Said | None:
        """What was said of this name and this entry, or of what they were before they changed."""
        return self._said.get((stated.pk, version.pk))

    def _before(
        self, rows: Sequence[OnFile], stated: StatedName, version: ListedPartyVersion
    ) -> OnFile | None:
        """The newest word on what the pair was while another country was stated, or on another list."""
        for is_meant in (_other_country, self._moved_entry):
            meant = [row for row in rows if is_meant(row, stated, version)]
            if meant:
                return meant[-1]
        return None

    def _moved_entry(self, row: OnFile, stated: StatedName, version: ListedPartyVersion) -> bool:
        """The entry of then is gone; one of the same name is on another list or in another country."""
        gone = row.version_gone is not None and (stated.pk, row.party) not in self._matched
        return gone and row.version_name == version.name


def _newest(rows: Sequence[OnFile], version: ListedPartyVersion) -> OnFile | None:
    """On the entry as it is or was: entries of one party that stand side by side are no changes.

    Takes: decisions on this stated name and this party, oldest first.
    """
    for row in reversed(rows):
        if row.version == version.pk or row.version_gone is not None or row.verdict == SAME:
            return row
    return None


def _other_country(row: OnFile, stated: StatedName, version: ListedPartyVersion) -> bool:
    about = row.version == version.pk or row.version_gone is not None
    return about and row.stated_name != stated.pk and row.party == version.party_id


def _on_file(pairs: Sequence[Matched]) -> Iterable[OnFile]:
    """The decisions on these names, whatever country was stated, and on these entries and their namesakes."""
    names = StatedName.objects.filter(text__in={stated.text for stated, _ in pairs})
    namesakes = ListedPartyVersion.objects.filter(name__in={version.name for _, version in pairs})
    rows = PairDecision.objects.filter(
        stated_name__in=names.values("pk"), party__in=namesakes.values("party")
    ).order_by("id")
    columns = ("pk", "stated_name_id", "stated_name__text", "party_id", "version_id", "version__name")
    columns += ("version__gone", "organisation_id", "verdict", "scope", "disclosure_id")
    return [OnFile(*row) for row in rows.values_list(*columns, F("disclosure__meeting"))]


def _in_scope(row: OnFile, disclosure: Disclosure) -> bool:
    if row.scope == PairDecision.Scope.ONCE:
        return row.disclosure == disclosure.pk
    if row.scope == PairDecision.Scope.MEETING:
        return row.meeting == disclosure.meeting_id is not None
    return True


Meant = tuple[OnFile, StatedName, ListedPartyVersion]


def _compared(meant: dict[Key, Meant]) -> dict[Key, Said]:
    """What was said of each pair, with the fields that changed since."""
    apart = {key: one for key, one in meant.items() if not _is_as_it_was(*one)}
    rows = PairDecision.objects.select_related("stated_name", "organisation", "version__party")
    decisions = rows.in_bulk({row.pk for row, _, _ in apart.values()}) if apart else {}
    found = {key: Said(row.pk, row.verdict) for key, (row, _, _) in meant.items()}
    for key, (row, stated, version) in apart.items():
        changes = pair_changes.since(decisions[row.pk], stated=stated, version=version)
        found[key] = Said(row.pk, row.verdict, changes)
    return found


def _is_as_it_was(row: OnFile, stated: StatedName, version: ListedPartyVersion) -> bool:
    """Whether nothing can have changed; who was found to be the listed party stays it whatever did."""
    same_sides = row.stated_name == stated.pk and row.party == version.party_id
    same_rows = row.version == version.pk and row.organisation == stated.organisation_id
    return same_sides and (same_rows or row.verdict == SAME)


def standing_of(match: Match, said: Said | None) -> str:
    """`confirmed`, `possible` or `dismissed`: officers' words first, where they hold."""
    if said is not None and said.cleared:
        return "dismissed"
    if said is not None and said.verdict == SAME and not said.reopened:
        return "confirmed"
    return "confirmed" if match.band == "match" else "possible"
