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

    return _search(bundle, policy, look, found, f"file {document}, SHA-256 {digest}")


def check_object(name: str, *, bundle: str, policy: str | None) -> Outcome:
    """The whole history of one object, as `type/id`, out of the bundle."""
    kind, slash, number = name.partition("/")
    if not (kind and slash and number):
        raise UnreadableError(f"{name!r} is not type/id")
    found: list[str] = []
    wanted = name.encode()

    def look(entry: SeenEntry) -> None:
        if entry.gist.object == wanted:
            found.append(_line(entry))

    return _search(bundle, policy, look, found, f"object {name}", complete=True)


def _search(
    path: str,
    policy: str | None,
    look: Callable[[SeenEntry], None],
    found: list[str],
    what: str,
    *,
    complete: bool = False,
) -> Outcome:
    rules = None if policy is None else policy_at(policy)
    with opened(path) as bundle:
        report = verify_bundle(bundle, rules, on_entry=look)
    hidden = report.size - report.shown
    if not found and not hidden:
        raise ContradictionError(f"{what} is in no entry of the bundle", place=path)
    if not found or (hidden and complete):
        raise InsufficientError(
            f"{what}: {len(found)} entries found, {hidden} entries of the bundle are hidden", place=path
        )
    if not report.signed:
        raise InsufficientError(
            f"{what} is in {len(found)} entries, but without --policy no signature is checked", place=path
        )
    return _with_entries(report, what, found)


def _with_entries(report: Report, what: str, found: Sequence[str]) -> Outcome:
    outcome = passed(report, f"  {what}, in {len(found)} entries:", *(f"    {line}" for line in found))
    return Outcome(outcome.code, outcome.lines, {**outcome.fields, "entries": list(found)})


def _line(entry: SeenEntry) -> str:
    body = parse_envelope(entry.body)
    subject = body["object"]
    name = "-"
    if subject is not None:
        rev = "" if subject["rev"] is None else f" rev {subject['rev']}"
        name = f"{subject['type']}/{subject['id']}{rev}"
    return f"entry {entry.index}: {body['at']} {body['kind']} {name} by {body['actor']['id']}"
