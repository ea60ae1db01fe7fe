"""What can be wrong, as the verifier says it: a code, a place, what was expected and what was there."""

from collections.abc import Sequence

VERIFIED = 0
CONTRADICTION = 1
UNREADABLE = 2
INSUFFICIENT = 3
RESULTS = ("verified", "contradiction", "unreadable", "not enough evidence")


class VerifyError(Exception):
    """The first thing that is wrong."""

    code = UNREADABLE

    def __init__(
        self,
        problem: str,
        *,
        place: str | None = None,
        index: int | None = None,
        offset: int | None = None,
        expected: object = None,
        actual: object = None,
        entries: Sequence[str] = (),
    ) -> None:
        """Takes: the member or file as `place`, the entry's index, the byte offset in that place; entries
        that were found all the same, a line each.
        """
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.index = index
        self.offset = offset
        self.expected = expected
        self.actual = actual
        self.entries = entries


class ContradictionError(VerifyError):
    """Something here cannot be true together with something else here."""

    code = CONTRADICTION


class UnreadableError(VerifyError):
    """A file is missing, damaged or not of its form; nothing is said about the log."""


class InsufficientError(VerifyError):
    """What is here is consistent, but does not prove what was asked."""

    code = INSUFFICIENT
