"""What is wrong or odd in an imported row, in words a delegate can act on."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "odd"]


@dataclass(frozen=True)
class RowProblem:
    """One remark on one row; `row` counts data rows from 1, None means the whole list.

    An `error` stops the save; an `odd` row is kept as read. `typed` is what stood in the cell.
    """

    row: int | None
    field: str
    severity: Severity
    message: str
    typed: str = ""


@dataclass(frozen=True)
class Remark:
    """The same without its place: what reading one cell says about it."""

    severity: Severity
    message: str

    def at(self, row: int, field: str, typed: str = "") -> RowProblem:
        """The problem this remark makes of `field` in `row`."""
        return RowProblem(row, field, self.severity, self.message, shorten(typed))


def shorten(text: str) -> str:
    """Text as it may be quoted in a message: at most 60 characters."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def has_errors(problems: tuple[RowProblem, ...]) -> bool:
    """True when one of them stops the save."""
    return any(problem.severity == "error" for problem in problems)
