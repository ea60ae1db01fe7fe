"""Questions about one file or one object, answered out of a bundle that is checked as a whole."""

from collections.abc import Callable, Sequence
from hashlib import file_digest
from pathlib import Path

from audits.envelope import parse_envelope
from audits.verify.failure import ContradictionError, InsufficientError, UnreadableError
from audits.verify.inputs import opened, policy_at, reason
from audits.verify.show import Outcome, passed
from audits.verify.tree import SeenEntry
from audits.verify.whole import Report, verify_bundle


def check_file(document: str, *, bundle: str, policy: str | None) -> Outcome:
    """Whether this very file is named by an entry of the bundle, and by which."""
    try:
        with Path(document).open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        raise UnreadableError(reason(error), place=document) from error
    found: list[str] = []

    def look(entry: SeenEntry) -> None:
        if digest.encode() not in entry.body:
            return
        for named in parse_envelope(entry.body)["files"]:
            if (named["sha256"], named["size"]) == (digest, size):
                found.append(_line(entry))

    what = f"file {document}, SHA-256 {digest}"
    return _with_entries(_proven(_checked(bundle, policy, look), bundle, what, found), what, found)


def check_object(name: str, *, bundle: str, policy: str | None) -> Outcome:
    """The whole history of one object, as `type/id`, out of the bundle.

    Only a bundle that shows every entry can say that the last revision is the newest.
    """
    kind, slash, number = name.partition("/")
    if not (kind and slash and number):
        raise UnreadableError(f"{name!r} is not type/id")
    found, revisions, wanted = list[str](), list[int](), name.encode()

    def look(entry: SeenEntry) -> None:
        if entry.gist.object == wanted:
            found.append(_line(entry))
            if entry.gist.rev:
                revisions.append(entry.gist.rev)

    report = _checked(bundle, policy, look)
    what = f"object {name}"
    if hidden := report.size - report.shown:
        raise InsufficientError(
            f"{what}: {len(found)} entries found, {_spans(revisions)}; {hidden} entries of the bundle are"
            f" hidden and may hold others, also newer ones",
            place=bundle,
            expected=f"all {report.size} entries shown",
            actual=f"{report.shown} shown",
            entries=found,
        )
    report = _proven(report, bundle, what, found)
    newest = f"; revision {revisions[-1]} is the newest under this checkpoint" if revisions else ""
    return _with_entries(report, f"{what}, {_spans(revisions)}{newest}", found, revisions)


def _spans(revisions: Sequence[int]) -> str:
    """Revisions in words, as in `revisions 1 to 4, 7`; they rise."""
    spans: list[list[int]] = []
    for revision in revisions:
        if spans and spans[-1][-1] == revision - 1:
            spans[-1][1:] = [revision]
        else:
            spans.append([revision])
    if not spans:
        return "no revision"
    return f"revision{'s' * (len(revisions) > 1)} " + ", ".join(" to ".join(map(str, span)) for span in spans)


def _checked(path: str, policy: str | None, look: Callable[[SeenEntry], None]) -> Report:
    rules = None if policy is None else policy_at(policy)
    with opened(path) as bundle:
        return verify_bundle(bundle, rules, on_entry=look)


def _proven(report: Report, path: str, what: str, found: Sequence[str]) -> Report:
    """The report itself, where it proves what was found. Raises: ContradictionError, InsufficientError."""
    hidden = report.size - report.shown
    if not found and not hidden:
        raise ContradictionError(
            f"{what} is in no entry of the bundle", place=path, expected="at least one entry", actual="none"
        )
    if not found:
        raise InsufficientError(
            f"{what}: 0 entries found, {hidden} entries of the bundle are hidden",
            place=path,
            expected=f"all {report.size} entries shown",
            actual=f"{report.shown} shown",
        )
    if not report.signed:
        raise InsufficientError(
            f"{what} is in {len(found)} entries, but without --policy no signature is checked",
            place=path,
            entries=found,
        )
    return report


def _with_entries(
    report: Report, what: str, found: Sequence[str], revisions: Sequence[int] | None = None
) -> Outcome:
    outcome = passed(report, f"  {what}, in {len(found)} entries:", *(f"    {line}" for line in found))
    more = {"entries": list(found)} | ({} if revisions is None else {"revisions": list(revisions)})
    return Outcome(outcome.code, outcome.lines, {**outcome.fields, **more})


def _line(entry: SeenEntry) -> str:
    body = parse_envelope(entry.body)
    subject = body["object"]
    name = "-"
    if subject is not None:
        rev = "" if subject["rev"] is None else f" rev {subject['rev']}"
        name = f"{subject['type']}/{subject['id']}{rev}"
    return f"entry {entry.index}: {body['at']} {body['kind']} {name} by {body['actor']['id']}"
