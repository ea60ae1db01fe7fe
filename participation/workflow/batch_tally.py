"""How many parties of a batch came out how."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from participation.workflow.batch_screen import Answer

# Broken rows that are named by their line; more are only counted.
NAMED = 20


@dataclass(slots=True)
class Tally:
    """Parties by the band of their best hit. `unread` could not be screened, `broken` of them as rows."""

    rows: int = 0
    match: int = 0
    possible: int = 0
    none: int = 0
    unread: int = 0
    broken: int = 0
    broken_lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> "Tally":
        """As `as_json` gave it; nothing counted where it is empty."""
        return cls(**held)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def add(self, answers: Iterable[Answer]) -> None:
        for answer in answers:
            self.rows += 1
            self.match += answer.band == "match"
            self.possible += answer.band == "possible"
            self.none += answer.band == "none" and answer.screened
            self.unread += answer.band == "none" and not answer.screened
            if answer.row.fault:
                self.broken += 1
                self.broken_lines += [answer.row.line] if len(self.broken_lines) < NAMED else []

    @property
    def sentence(self) -> str:
        return (
            f"{self.rows} parties: {self.match} match, {self.possible} possible, {self.none} none, "
            f"{self.unread} cannot be screened."
        )

    @property
    def complaint(self) -> str:
        """Which rows are broken, in words; call it where there are some."""
        lines = ", ".join(map(str, self.broken_lines))
        more = f" and {self.broken - len(self.broken_lines)} more" if self.broken > NAMED else ""
        rows = "1 row is" if self.broken == 1 else f"{self.broken} rows are"
        return f"{rows} broken and could not be screened: line {lines}{more}. Their explanation says why."
