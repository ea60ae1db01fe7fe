"""Who is to hold the log's heads, as the settings name it. Values only."""

from dataclasses import dataclass, field
from pathlib import Path

from audits.checkpoint import VerifierKey

MAIL, STAMP, WITNESS, COPY = "mail", "rfc3161", "witness", "copy"
KIND_WORDS = {
    MAIL: "Mail of the newest head",
    STAMP: "Time stamp (RFC 3161)",
    WITNESS: "Witness that cosigns",
    COPY: "Copy of tiles and heads",
}
# The ladder: what a kind of anchor makes of an installation. Nobody outside is rung 0.
RUNGS = {MAIL: 1, STAMP: 2, WITNESS: 3, COPY: 4}


@dataclass(frozen=True, slots=True)
class Target:
    """One anchor: `name` stands in the log's tables and exports, so it is never a person's or an address.

    `address` is a mail address, the URL of an authority or witness, or a folder; `every` is in seconds.
    `roots` is the PEM file of an authority's roots, `key` that of a witness.
    """

    kind: str
    name: str
    address: str = field(repr=False)
    every: int
    roots: Path | None = None
    key: VerifierKey | None = None

    @property
    def word(self) -> str:
        return KIND_WORDS[self.kind]
