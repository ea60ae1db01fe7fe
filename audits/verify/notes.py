"""Checkpoints under a policy, in the verifier's own words of refusal."""

from collections.abc import Callable

from audits.checkpoint import Checkpoint, NoteError, UntrustedNoteError, WrongSignatureError
from audits.policy import Policy, WrongKeyError, signed_checkpoint, trusted_checkpoint
from audits.verify.failure import ContradictionError, InsufficientError, UnreadableError


def trusted(content: bytes, policy: Policy, place: str) -> Checkpoint:
    """The tree head of a note that the policy accepts.

    Raises: ContradictionError for a false signature, or one by a key that was not in use; InsufficientError
    when no trusted key signed; UnreadableError when it is no note.
    """
    return _refused(trusted_checkpoint, content, policy, place)


def signed(content: bytes, policy: Policy, place: str) -> Checkpoint:
    """The same for an earlier head, which need not have the quorum of witnesses."""
    return _refused(signed_checkpoint, content, policy, place)


def _refused(
    accepted: Callable[[bytes, Policy], Checkpoint], content: bytes, policy: Policy, place: str
) -> Checkpoint:
    try:
        return accepted(content, policy)
    except (WrongSignatureError, WrongKeyError) as error:
        raise ContradictionError(str(error), place=place) from error
    except UntrustedNoteError as error:
        raise InsufficientError(str(error), place=place) from error
    except NoteError as error:
        raise UnreadableError(str(error), place=place) from error
