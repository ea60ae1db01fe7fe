"""How an outcome is printed: for people in a few lines, for machines as one JSON object."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from audits.bundle.layout import NOT_VOUCHED_FOR
from audits.verify.failure import RESULTS, VERIFIED, VerifyError
from audits.verify.whole import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code, the lines for people, the fields for machines."""

    code: int
    lines: Sequence[str]
    fields: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The lines, with nothing in them that could steer a terminal."""
        return "\n".join(map(shown, self.lines))

    def json(self) -> str:
        """One JSON object with `code` and `result`."""
        return json.dumps({"code": self.code, "result": RESULTS[self.code], **self.fields})


def shown(text: str) -> str:
    """The text with every unprintable character escaped."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def passed(report: Report, *more: str) -> Outcome:
    """PASS, and what was checked."""
    hidden = report.size - report.shown
    lines = [
        f"PASS {report.origin}: {report.size} entries, root {report.root}",
        f"  entries shown and recomputed: {report.shown}"
        + (f"; known by hash only: {hidden}" if hidden else " (all)"),
        f"  checkpoints recomputed: {report.checkpoints} in the bundle, {report.held} held outside",
        f"  objects: {report.objects} with {report.changes} changes, revisions and links unbroken",
        f"  payloads: {report.payloads}, private values: {report.private_values}, as logged",
        f"  not vouched for: {', '.join(NOT_VOUCHED_FOR)}, and what the zip says of itself",
        *more,
    ]
    return Outcome(VERIFIED, lines, asdict(report) | {"not_vouched_for": list(NOT_VOUCHED_FOR)})


def failed(error: VerifyError) -> Outcome:
    """FAIL, and the first thing that is wrong."""
    where = [
        f"{word} {value}"
        for word, value in (("at entry", error.index), ("byte", error.offset), ("in", error.place))
        if value is not None
    ]
    lines = [f"FAIL {RESULTS[error.code]}: {error.problem}"]
    if where:
        lines.append(f"  {', '.join(where)}")
    if error.expected is not None or error.actual is not None:
        lines += [f"  expected {error.expected}", f"  actual   {error.actual}"]
    lines += [f"    {line}" for line in error.entries]
    fields: dict[str, object] = {
        "problem": error.problem,
        "place": error.place,
        "index": error.index,
        "offset": error.offset,
        "expected": error.expected,
        "actual": error.actual,
    }
    if error.entries:
        fields["entries"] = list(error.entries)
    return Outcome(error.code, lines, fields)
