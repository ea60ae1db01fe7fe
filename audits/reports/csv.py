"""A table of entries as CSV, from their envelopes alone. The same report again is the same bytes.

It is cut at a signed tree size, not at a time, so later entries do not change it. Nothing that may be
erased is in it.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from audits import log
from audits.envelope import Subject
from audits.models import Entry

COLUMNS = (
    "leaf",
    "entry",
    "at_utc",
    "kind",
    "object",
    "revision",
    "actor",
    "labels",
    "request",
    "rules",
    "lists",
    "payload_sha256",
    "leaf_hash",
)
# A spreadsheet would run a cell that begins like this.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class NothingSignedError(RuntimeError):
    """There is no signed tree yet to report from, or none of the size asked for."""


def csv_report(*, size: int | None = None, **conditions: Any) -> Iterator[bytes]:
    """The report's bytes in pieces, UTF-8 with a byte order mark.

    Takes: `size` of a signed tree, by default the newest; conditions as `audits.log.entries` has them.
    Raises: NothingSignedError, before the first piece.
    """
    rows = report_rows(size=size, **conditions)
    first = next(rows)

    def pieces() -> Iterator[bytes]:
        yield "\ufeff".encode() + _line(first)
        for row in rows:
            yield _line(row)

    return pieces()


def report_rows(*, size: int | None = None, **conditions: Any) -> Iterator[tuple[str, ...]]:
    """What was asked, how many rows, the head of the columns, then one row an entry in the tree's order."""
    head = log.signed_head(size)
    if head is None:
        raise NothingSignedError("no signed tree" if size is None else f"no signed tree of {size} leaves")
    found = log.entries(**conditions).filter(leaf__leaf_index__lt=head.size).order_by("leaf__leaf_index")
    yield ("log", settings.AUDIT_ORIGIN)
    yield ("tree_size", str(head.size))
    yield ("root_hash", head.root.hex())
    for name, value in sorted(conditions.items()):
        if value not in (None, ""):
            yield (f"filter_{name}", _shown(value))
    yield ("rows", str(found.count()))
    yield COLUMNS
    for entry in found.iterator(chunk_size=500):
        yield _row(entry)


def _row(entry: Entry) -> tuple[str, ...]:
    body = log.envelope_of(entry)
    subject = body["object"]
    return (
        str(entry.leaf.leaf_index),
        body["id"],
        body["at"],
        body["kind"],
        "" if subject is None else f"{subject['type']}/{subject['id']}",
        "" if subject is None or subject["rev"] is None else str(subject["rev"]),
        body["actor"]["id"] or "anonymous",
        "; ".join(f"{key}: {value}" for key, value in sorted(body["labels"].items())),
        body["request"] or "",
        body["editions"]["rules"] or "",
        "; ".join(body["editions"]["lists"]),
        body["payload"]["sha256"],
        bytes(entry.leaf_hash).hex(),
    )


def _shown(value: object) -> str:
    return f"{value.type}/{value.id}" if isinstance(value, Subject) else str(value)


def _line(row: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([plain_cell(cell) for cell in row])
    return text.getvalue().encode()


def plain_cell(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
