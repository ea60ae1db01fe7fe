"""What hangs on an entry: its payload by digest, its private values by commitment."""

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from audits.bundle import Bundle, pack_path
from audits.bundle.layout import MAX_LINE
from audits.canonical import CanonicalError, parse_canonical
from audits.envelope import EnvelopeError
from audits.merkle.tiles import TILE_WIDTH
from audits.payload import check_payload, commitment, parse_private
from audits.verify.failure import ContradictionError, InsufficientError
from audits.verify.tree import SeenEntry

_LINE = re.compile(rb"(0|[1-9][0-9]{0,17}) (.*)\n", re.DOTALL)


class Counts(NamedTuple):
    """How many payloads and private values were found to be what was logged."""

    payloads: int
    private_values: int


class _Line(NamedTuple):
    """What a pack holds of one entry, and where the content begins."""

    place: str
    offset: int
    index: int  # type: ignore[assignment]  # not the method of a tuple
    content: bytes


def check_contents(bundle: Bundle, entries: Sequence[SeenEntry]) -> Counts:
    """Payloads and private values of an entry tile's entries, read line by line.

    Raises: ContradictionError when payload or value is not what was logged; InsufficientError for private
    values without the payload that holds their commitments.
    """
    n = entries[0].index // TILE_WIDTH
    payloads = values = 0
    private = _lines(bundle, "private", n, entries)
    waiting = next(private, None)
    for line in _lines(bundle, "payloads", n, entries):
        payload = _payload(line, entries[line.index % TILE_WIDTH])
        payloads += 1
        if waiting is None or waiting.index > line.index:
            continue
        if waiting.index < line.index:
            break
        values += _check_private(waiting, payload["commitments"])
        waiting = next(private, None)
    if waiting is not None:
        raise InsufficientError(
            "private values without the payload",
            place=waiting.place,
            index=waiting.index,
            offset=waiting.offset,
            expected=f"a line {waiting.index} in {pack_path('payloads', n)}",
            actual="none",
        )
    return Counts(payloads, values)


def _lines(bundle: Bundle, folder: str, n: int, entries: Sequence[SeenEntry]) -> Iterator[_Line]:
    """The lines of a pack; each is of an entry of its tile, in order, and of no other."""
    if n not in bundle.numbers[folder]:
        return
    place = pack_path(folder, n)
    first, end = entries[0].index, entries[-1].index + 1
    for offset, line in bundle.lines(place):
        match = _LINE.fullmatch(line)
        if match is None or len(line) > MAX_LINE:
            raise ContradictionError(
                "is not whole lines of number, space and content",
                place=place,
                index=first,
                offset=offset,
                expected=f"`NUMBER CONTENT` and a line feed, at most {MAX_LINE} bytes",
                actual=f"{len(line)} bytes that are not",
            )
        index = int(match[1])
        if not first <= index < end:
            raise ContradictionError(
                "line is of no entry of its tile",
                place=place,
                index=index,
                offset=offset,
                expected=f"a number from {first} to {end - 1}" if first < end else "no line",
                actual=str(index),
            )
        first = index + 1
        yield _Line(place, offset + match.start(2), index, match[2])


def _payload(line: _Line, entry: SeenEntry) -> dict[str, Any]:
    digest = sha256(line.content).hexdigest()
    gist = entry.gist
    if (digest, len(line.content)) != (gist.payload_sha256.decode(), gist.payload_size):
        raise _wrong(
            line,
            "payload is not the one of the entry",
            f"{gist.payload_sha256.decode()}, {gist.payload_size} bytes",
            f"{digest}, {len(line.content)} bytes",
        )
    try:
        payload = parse_canonical(line.content)
        check_payload(payload)
    except (CanonicalError, EnvelopeError) as error:
        raise _wrong(line, str(error), "the canonical bytes of a payload", f"SHA-256 {digest}") from error
    return dict(payload)


def _check_private(line: _Line, commitments: Mapping[str, str]) -> int:
    try:
        values = parse_private(line.content)
    except (CanonicalError, EnvelopeError) as error:
        raise _wrong(
            line, str(error), "the canonical bytes of fields, keys and values", f"{len(line.content)} bytes"
        ) from error
    for field, (key, value) in values.items():
        actual = commitment(key, field, value).hex()
        expected = commitments.get(field, "no commitment")
        if not hmac.compare_digest(actual, expected):
            raise _wrong(line, f"private value {field} is not the one of the entry", expected, actual)
    return len(values)


def _wrong(line: _Line, problem: str, expected: str, actual: str) -> ContradictionError:
    return ContradictionError(
        problem, place=line.place, index=line.index, offset=line.offset, expected=expected, actual=actual
    )
