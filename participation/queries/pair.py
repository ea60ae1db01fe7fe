"""One of our parties beside a list entry: fields, score, what was said of the pair before. Reads only."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from participation.models import Attendance, PairDecision, RecipientMatch
from participation.queries.match_shown import LISTS, Explained, explained, pieces
from participation.queries.pair_changes import since
from participation.queries.weights import AS_SHIPPED, Weights
from participation.screening.marks import marks

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A match as the case page shows it; `match` is one row of those that are the same on every line."""

    match: RecipientMatch
    ours: dict[str, str]
    theirs: dict[str, str]
    rows: list[dict[str, Any]]
    explained: Explained
    history: list[dict[str, Any]]


def pairs_of(
    matches: Iterable[RecipientMatch], *, meeting_id: int | None, weights: Weights = AS_SHIPPED
) -> list[Pair]:
    """Each (recipient, entry) once, in the order given; the fixed number of queries is two.

    Takes: matches with recipient, stated name, version, party and decision at hand; the thresholds they were
    banded with.
    """
    once: dict[tuple[int, int], RecipientMatch] = {}
    for match in matches:
        once.setdefault((match.recipient_id, match.version_id), match)
    before = _decisions(once.values())
    domains = _mail_domains(once.values(), meeting_id)
    return [_pair(match, before, domains, weights) for match in once.values()]


def _pair(
    match: RecipientMatch,
    before: Mapping[Any, list[PairDecision]],
    domains: Mapping[int, str],
    weights: Weights,
) -> Pair:
    stated, version = match.recipient.stated_name, match.version
    listed = LISTS.get(version.party.source, version.party.source)
    key = (stated.pk, version.party_id)
    return Pair(
        match=match,
        ours={"head": "Our party", "sub": "as stated"},
        theirs={"head": "List entry", "sub": f"{listed}, as it was at the check"},
        rows=_rows(match, domains.get(stated.pk, "")),
        explained=explained(match, weights),
        history=[_told(decision, match) for decision in before.get(key, ())],
    )


def _rows(match: RecipientMatch, domain: str) -> list[dict[str, Any]]:
    stated, version = match.recipient.stated_name, match.version
    ours, theirs = (pieces(spans) for spans in marks(stated.text, version.name))
    same = _words(stated.text) == _words(version.name)
    verdict = "same" if same else "near" if any(one["marked"] for one in ours) else "differs"
    rows = [{"label": "Name", "ours": ours, "theirs": theirs, "verdict": verdict}]
    rows.append(_aliases(match, version.aliases))
    rows.append(_country(stated.country, version.countries))
    rows.append(_only_theirs("Addresses", version.addresses))
    if domain:
        rows.append({"label": "Mail domain", "ours": _piece(domain), "theirs": [], "verdict": "only_ours"})
    rows.append(_only_theirs("Requirement", [version.license_requirement]))
    rows.append(_only_theirs("Citations", version.citations))
    if version.remarks:
        rows.append(_only_theirs("Remarks", [version.remarks]))
    return rows


def _piece(text: str, *, is_marked: bool = False) -> list[dict[str, Any]]:
    return [{"text": text, "marked": is_marked}] if text else []


def _only_theirs(label: str, texts: Sequence[str]) -> dict[str, Any]:
    text = "; ".join(text for text in texts if text)
    verdict = "only_theirs" if text else "neither"
    return {"label": label, "ours": [], "theirs": _piece(text), "verdict": verdict}


def _aliases(match: RecipientMatch, aliases: Sequence[str]) -> dict[str, Any]:
    """The aliases, the one that matched first and with what agrees."""
    if match.matched_name not in aliases:
        return _only_theirs("Aliases", aliases)
    _, found = marks(match.recipient.stated_name.text, match.matched_name)
    rest = "; ".join(alias for alias in aliases if alias and alias != match.matched_name)
    theirs = [*pieces(found), *_piece(f"; {rest}" if rest else "")]
    return {"label": "Aliases", "ours": [], "theirs": theirs, "verdict": "near"}


def _country(ours: str, theirs: Sequence[str]) -> dict[str, Any]:
    differs = bool(ours and theirs and ours not in theirs)
    agrees = bool(ours) and ours in theirs
    if not ours:
        verdict = "only_theirs" if theirs else "neither"
    elif not theirs:
        verdict = "only_ours"
    else:
        verdict = "differs" if differs else "same"
    pieces = {"ours": _piece(ours, is_marked=agrees), "theirs": _codes(theirs, ours)}
    return {"label": "Country", "verdict": verdict, **pieces}


def _codes(theirs: Sequence[str], ours: str) -> list[dict[str, Any]]:
    """The countries of the entry, ours marked."""
    found: list[dict[str, Any]] = []
    for number, code in enumerate(theirs):
        found += _piece(", " if number else "") + _piece(code, is_marked=code == ours)
    return found


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def marked(text: str, other: str) -> list[dict[str, Any]]:
    """The text in pieces; marked are the words that the other text does not have."""
    known = set(_words(other))
    pieces: list[dict[str, Any]] = []
    for token in re.split(r"(\s+)", text):
        words = _words(token)
        differs = bool(words) and not known.issuperset(words)
        if pieces and (pieces[-1]["marked"] == differs or not token.strip()):
            pieces[-1]["text"] += token
        elif token:
            pieces.append({"text": token, "marked": differs})
    for number, piece in enumerate(pieces[:-1]):
        # The gap after a marked word stays outside the mark.
        if piece["marked"] and piece["text"].endswith(" "):
            piece["text"] = piece["text"][:-1]
            pieces[number + 1]["text"] = " " + pieces[number + 1]["text"]
    return pieces


def _decisions(matches: Iterable[RecipientMatch]) -> dict[tuple[int, int], list[PairDecision]]:
    """What was said of each (stated name, party), newest first, and of what it was before it was reopened."""
    found: dict[tuple[int, int], list[PairDecision]] = {}
    reopened: dict[int | None, tuple[int, int]] = {}
    for match in matches:
        pair = match.recipient.stated_name_id, match.version.party_id
        found[pair] = []
        if match.reopened:
            reopened[match.decision_id] = pair
    on_pairs = Q(stated_name__in={name for name, _ in found}, party__in={party for _, party in found})
    rows = PairDecision.objects.filter(on_pairs | Q(pk__in=list(reopened))).select_related(
        "stated_name",
        "organisation",
        "version__party",
        "reason",
        "decided_by",
        "disclosure__meeting__body",
        "disclosure__meeting__group__body",
    )
    for row in rows.order_by("-id"):
        for pair in {(row.stated_name_id, row.party_id), reopened.get(row.pk)}:
            if pair in found:
                found[pair].append(row)
    return found


def _told(decision: PairDecision, match: RecipientMatch) -> dict[str, Any]:
    scope = decision.get_scope_display()
    if decision.scope == PairDecision.Scope.MEETING and decision.disclosure.meeting:
        scope = f"{scope} ({decision.disclosure.meeting})"
    said = f"{decision.decided_by.initials}: {decision.get_verdict_display()}, for {scope}."
    text = f"{said} {decision.reason_given}."
    if decision.scope == PairDecision.Scope.UNTIL_CHANGE:
        text = text.replace(", for until", ", until")
    if decision.note:
        text += f" “{decision.note}”"
    changes = since(decision, stated=match.recipient.stated_name, version=match.version)
    if changes and decision.verdict == PairDecision.Verdict.DIFFERENT:
        text += f" Reopened: {'; '.join(change.text for change in changes)}."
    return {"at": decision.decided_at, "text": text}


def _mail_domains(matches: Iterable[RecipientMatch], meeting_id: int | None) -> dict[int, str]:
    """Stated name -> the domains of its people at this meeting, never an address."""
    names = {match.recipient.stated_name_id for match in matches}
    if meeting_id is None or not names:
        return {}
    rows = Attendance.objects.filter(meeting=meeting_id, stated_name__in=names, person__email__isnull=False)
    found: dict[int, Counter[str]] = {}
    for name, email in rows.values_list("stated_name", "person__email"):
        found.setdefault(name, Counter())[email.partition("@")[2]] += 1
    return {
        name: ", ".join(f"{domain} ({count})" for domain, count in counts.most_common())
        for name, counts in found.items()
    }
