"""Which key of which log signed what: the changes of key and name that entries of the bundle state.

The policy says whom to trust; the entries say from where on. An entry alone proves nothing, since the
application can record any: a change of key counts under a head that both keys signed, a declared loss where
the former log signed the head that it embeds.
"""

from collections.abc import Iterable, Mapping, Sequence

from audits.bundle import Bundle, split_entries
from audits.canonical import CanonicalError
from audits.checkpoint import Checkpoint, NoteError, VerifierKey, parse_note, verify_note
from audits.envelope import EnvelopeError, parse_envelope
from audits.key_change import LOST, ROTATED, Loss, Rotation, key_change
from audits.merkle.tiles import TILE_WIDTH
from audits.policy import Policy
from audits.verify.failure import ContradictionError, InsufficientError

_MARKS = tuple(f'"kind":"{kind}"'.encode() for kind in (ROTATED, LOST))
PlacedHead = tuple[str, Checkpoint]


class KeyChanges:
    """The changes that a bundle shows and that its signatures bear out."""

    def __init__(self, found: Iterable[Rotation | Loss], policy: Policy | None) -> None:
        self._rotations: list[Rotation] = []
        # By the name of the log that began with it; the first entry counts, later ones are copies.
        self._losses: dict[str, Loss] = {}
        for change in found:
            if isinstance(change, Rotation):
                self._rotations.append(change)
            elif policy is None or _bears_out(change, policy):
                self._losses.setdefault(change.key.name, change)

    def is_of_this_log(self, place: str, head: Checkpoint, newest: Checkpoint) -> bool:
        """Whether the head is of the log of `newest`, or of a log that this one continues after a loss.

        Raises: ContradictionError for a head that the declared loss denies; InsufficientError for one over
        entries that are lost.
        """
        name = newest.origin
        while name != head.origin:
            if (loss := self._losses.get(name)) is None:
                return False
            name = loss.last.origin
            if name == head.origin:
                _check_former(place, head, loss)
        began = self._losses.get(head.origin)
        if began is not None and head.size <= began.index:
            raise ContradictionError(
                f"the log {head.origin!r} began with entry {began.index}",
                place=place,
                index=began.index,
                expected=f"at least {began.index + 1} entries",
                actual=f"{head.size} entries",
            )
        return True

    def check_keys(self, heads: Sequence[PlacedHead]) -> None:
        """Returns only when each head is signed by the key that was in use at its size.

        Raises: ContradictionError; InsufficientError where two keys signed and no change is shown.
        """
        named = set()
        for change in self._rotations:
            both = {change.former, change.key}
            size = change.index + 1
            if not any(head.size == size and both <= _log_keys(head) for _, head in heads):
                continue  # an entry that only claims it
            named.add(change.key)
            for place, head in heads:
                if change.former in _log_keys(head) and head.size > size:
                    raise _wrong_key(place, head, change, "after")
                if change.key in _log_keys(head) and head.size < size:
                    raise _wrong_key(place, head, change, "before")
        first: dict[str, Checkpoint] = {}
        for place, head in sorted(heads, key=lambda placed: placed[1].size):
            start = first.setdefault(head.origin, head)
            signers = _log_keys(head)
            if signers and not signers & (named | _log_keys(start)):
                key_id = min(key.key_id.hex() for key in signers)
                raise InsufficientError(
                    f"signed by key {key_id}; no entry here shows from where on", place=place
                )


def _log_keys(head: Checkpoint) -> set[VerifierKey]:
    """Who signed it as the log; witnesses sign under names of their own."""
    return {key for key in head.signers if key.name == head.origin}


def key_changes_in(bundle: Bundle, policy: Policy | None) -> KeyChanges:
    """The changes in the entries that the bundle shows; the walk over the tree proves these entries.

    With a policy of one key there is nothing to change to, and no entry is read twice.
    """
    if policy is not None and len(policy.logs) < 2:
        return KeyChanges((), policy)
    found: list[Rotation | Loss] = []
    for tile in sorted((one for one in bundle.tiles if one.level is None), key=lambda one: one.n):
        content = bundle.read(tile.path)
        if any(mark in content for mark in _MARKS):
            found += _changes_in(content, tile.n * TILE_WIDTH)
    return KeyChanges(found, policy)


def _changes_in(content: bytes, start: int) -> Iterable[Rotation | Loss]:
    for number, (_, body) in enumerate(split_entries(content)):
        if not any(mark in body for mark in _MARKS):
            continue
        try:
            envelope: Mapping[str, object] = parse_envelope(body)
        except (CanonicalError, EnvelopeError):
            continue  # the walk says what is wrong with it
        change = key_change(start + number, envelope)
        if change is not None:
            yield change


def _bears_out(loss: Loss, policy: Policy) -> bool:
    keys = [key for key in policy.logs if key.name == loss.last.origin]
    try:
        verify_note(parse_note(loss.note), keys)
    except NoteError:
        return False
    return loss.key in policy.logs


def _check_former(place: str, head: Checkpoint, loss: Loss) -> None:
    last = loss.last
    if head.size > last.size or (head.size == last.size and head.root != last.root):
        raise ContradictionError(
            f"the loss declared in entry {loss.index} names another last head of the log {last.origin!r}",
            place=place,
            index=loss.index,
            expected=f"{last.size} {last.root.hex()}",
            actual=f"{head.size} {head.root.hex()}",
        )
    if head.size > loss.index:
        raise InsufficientError(
            f"entries {loss.index} to {last.size - 1} of the log {last.origin!r} were declared lost; "
            f"of these {head.size} entries nothing can be shown",
            place=place,
            index=loss.index,
        )


def _wrong_key(place: str, head: Checkpoint, change: Rotation, when: str) -> ContradictionError:
    former, key = change.former.key_id.hex(), change.key.key_id.hex()
    expected, actual = (key, former) if when == "after" else (former, key)
    return ContradictionError(
        f"signed by a key that was not in use: {when} entry {change.index}, which changed it",
        place=place,
        index=change.index,
        expected=f"key {expected} at {head.size} entries",
        actual=f"key {actual}",
    )
