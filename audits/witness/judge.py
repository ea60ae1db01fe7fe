"""What a witness answers to a request: the whole of its judgement, without clock, file or network.

Source: C2SP tlog-witness, add-checkpoint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.checkpoint import (
    Checkpoint,
    NoteError,
    UntrustedNoteError,
    VerifierKey,
    WrongSignatureError,
    parse_checkpoint,
    parse_note,
    verify_note,
)
from audits.cosigning import Request, RequestError, parse_request
from audits.merkle.hashing import EMPTY_ROOT
from audits.merkle.verify import ProofError, verify_consistency

OK, BAD, FORBIDDEN, UNKNOWN, CONFLICT, UNPROVEN = 200, 400, 403, 404, 409, 422

Logs = Mapping[str, Sequence[VerifierKey]]


@dataclass(frozen=True, slots=True)
class Known:
    """The largest tree of a log that the witness has cosigned."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Verdict:
    """`accepted` is the head to be remembered, then cosigned; None is a refusal.

    `contradicts`: the log signed it, and nothing shows that it continues what the witness knows. Such a note
    may be evidence.
    """

    status: int
    why: str
    accepted: Checkpoint | None = None
    text: str = ""
    contradicts: bool = False


def heard(content: bytes, logs: Logs) -> tuple[Request, Checkpoint, str] | Verdict:
    """The request with its head and the text to be signed, if a log that is served here signed it."""
    try:
        request = parse_request(content)
        note = parse_note(request.note)
        head = parse_checkpoint(note.text)
    except (RequestError, NoteError) as error:
        return Verdict(BAD, str(error))
    if head.origin not in logs:
        return Verdict(UNKNOWN, f"the log {head.origin!r} is not served here")
    try:
        verify_note(note, logs[head.origin])
    except (WrongSignatureError, UntrustedNoteError) as error:
        return Verdict(FORBIDDEN, str(error))
    return request, head, note.text


def judged(request: Request, head: Checkpoint, text: str, known: Known) -> Verdict:
    """Whether the head continues what is known of its log."""
    if request.old_size > head.size:
        return Verdict(BAD, f"old size {request.old_size} is larger than the checkpoint's, {head.size}")
    if request.old_size != known.size:
        return Verdict(CONFLICT, f"the newest tree known here has {known.size} leaves")
    if head.size == known.size:
        if head.root != known.root:
            return Verdict(CONFLICT, "another root was cosigned for this size", contradicts=True)
        if request.proof:
            return Verdict(UNPROVEN, "a proof where none is needed")
        return Verdict(OK, "", head, text)
    try:
        _check_growth(request, head, known)
    except ProofError as error:
        return Verdict(UNPROVEN, str(error), contradicts=True)
    return Verdict(OK, "", head, text)


def _check_growth(request: Request, head: Checkpoint, known: Known) -> None:
    if known.size == 0:
        if request.proof:
            raise ProofError("a proof from an empty tree has no hashes")
        return
    verify_consistency(
        old_size=known.size,
        new_size=head.size,
        old_root=known.root,
        new_root=head.root,
        proof=request.proof,
    )
