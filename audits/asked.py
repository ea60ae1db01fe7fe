"""What an export was asked for: a period, a kind, a body, an object. The verifier trusts nothing in it.

Conditions are compared with the envelope alone, so that anybody who holds the envelopes can repeat them.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from audits.canonical import CanonicalError, canonical, parse_canonical
from audits.envelope import EnvelopeError, closed
from audits.gist import Gist

MAX_ASKED = 16 * 1024
_KEYS = frozenset(("since", "until", "kind", "body", "object"))
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z)?", re.ASCII)


class AskedError(ValueError):
    """A condition is not of its form; names it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions that an entry meets all of; empty is no condition.

    since <= at < until, as in an envelope: no `since` is from the first entry on, no `until` is to the head.
    `kind` is whole, or its first words with a dot at the end; `body` is the label of that name.
    """

    since: str = ""
    until: str = ""
    kind: str = ""
    body: str = ""
    object: str = ""

    def encode(self) -> bytes:
        """The bytes of `asked.json`."""
        return canonical(asdict(self))

    def stated(self) -> dict[str, str]:
        """The conditions that there are, by name."""
        return {name: text for name, text in asdict(self).items() if text}

    def in_period(self, gist: Gist) -> bool:
        """Whether the entry's own time lies in the period."""
        at = gist.at.decode()
        return self.since <= at and (not self.until or at < self.until)

    def meets(self, gist: Gist) -> bool:
        """Whether an entry, whatever its time, is of this kind, body and object."""
        kind = gist.kind.decode()
        if self.kind and not (kind == self.kind or (self.kind.endswith(".") and kind.startswith(self.kind))):
            return False
        if self.object and gist.object.decode() != self.object:
            return False
        return not self.body or json.loads(gist.labels).get("body") == self.body

    def words(self) -> str:
        """The conditions in words, as in `disclosure.submitted of 3GPP from 2026-01-01T... until ...`."""
        parts = [f"{self.kind}*" if self.kind.endswith(".") else self.kind or "entries"]
        parts += [f"of {one}" for one in (self.body, self.object) if one]
        parts += [f"from {self.since}" if self.since else "from the first entry"]
        parts += [f"until {self.until}" if self.until else "to the signed head"]
        return " ".join(parts)


def parse_asked(content: bytes) -> Asked:
    """The conditions of these bytes. Raises: AskedError."""
    try:
        value = closed(parse_canonical(content), "asked", _KEYS)
    except (CanonicalError, EnvelopeError) as error:
        raise AskedError(str(error)) from error
    if not all(isinstance(one, str) for one in value.values()):
        raise AskedError("asked: a condition is not text")
    for name in ("since", "until"):
        if value[name] and not _is_of_envelopes(value[name]):
            raise AskedError(f"{name}: {value[name][:40]!r} is not a time as envelopes have it")
    return Asked(**value)


def _is_of_envelopes(text: str) -> bool:
    try:
        return moment(text) == text
    except AskedError:
        return False


def moment(text: str) -> str:
    """A day such as 2026-01-31 or an instant in UTC, as the time of an envelope. Raises: AskedError."""
    try:
        if _MOMENT.fullmatch(text) is None:
            raise ValueError
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise AskedError(f"{text[:40]!r} is not a day such as 2026-01-31 or a time in UTC") from error
    return at.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)
