"""The check of one bundle, in the order in which each step makes the next one worth doing."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from audits.bundle import Bundle, pack_path
from audits.bundle.layout import PACKS
from audits.checkpoint import Checkpoint, NoteError, parse_checkpoint, parse_note
from audits.merkle.tiles import TILE_WIDTH
from audits.policy import Policy
from audits.verify.contents import check_contents
from audits.verify.failure import ContradictionError, InsufficientError, UnreadableError, VerifyError
from audits.verify.history import History
from audits.verify.key_changes import KeyChanges, key_changes_in
from audits.verify.notes import signed, trusted
from audits.verify.tree import Head, SeenEntry, walk


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked in a bundle in which nothing is wrong."""

    origin: str
    size: int
    root: str
    signed: bool
    shown: int
    checkpoints: int
    held: int
    objects: int
    changes: int
    payloads: int
    private_values: int


def verify_bundle(
    bundle: Bundle,
    policy: Policy | None,
    held: Sequence[tuple[str, Checkpoint]] = (),
    *,
    on_entry: Callable[[SeenEntry], None] | None = None,
) -> Report:
    """What was checked; everything is computed again from the bytes of the entries.

    Takes: held checkpoints by name, their signatures checked; no policy leaves signatures unchecked.
    `on_entry` sees each entry before the whole is proven.
    Raises: VerifyError, the first thing that is wrong; a wrong tree comes before a wrong content.
    """
    checkpoint = _head(bundle, "checkpoint", policy, trusted)
    heads = _heads(bundle, checkpoint, policy, held, key_changes_in(bundle, policy))
    wrong, shown, payloads, values = None, 0, 0, 0
    with closing(History()) as history:
        for entries in walk(bundle, checkpoint.size, heads):
            shown += len(entries)
            if on_entry is not None:
                for entry in entries:
                    on_entry(entry)
            if wrong is not None:
                continue
            try:
                for entry in entries:
                    history.add(entry)
                counts = check_contents(bundle, entries)
            except VerifyError as error:
                # The rest of the tree is checked first: it is the stronger evidence.
                wrong = error
            else:
                payloads += counts.payloads
                values += counts.private_values
        if wrong is not None:
            raise wrong
        _check_owners(bundle, checkpoint.size)
        objects = history.objects()
    return Report(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        signed=policy is not None,
        shown=shown,
        checkpoints=1 + len(bundle.numbers["checkpoints"]),
        held=len(held),
        objects=objects,
        changes=history.changes,
        payloads=payloads,
        private_values=values,
    )


def _head(
    bundle: Bundle, place: str, policy: Policy | None, accepted: Callable[[bytes, Policy, str], Checkpoint]
) -> Checkpoint:
    content = bundle.read(place)
    if policy is not None:
        return accepted(content, policy, place)
    try:
        return parse_checkpoint(parse_note(content).text)
    except NoteError as error:
        raise UnreadableError(str(error), place=place) from error


def _heads(
    bundle: Bundle,
    last: Checkpoint,
    policy: Policy | None,
    held: Sequence[tuple[str, Checkpoint]],
    changes: KeyChanges,
) -> dict[int, list[Head]]:
    heads: dict[int, list[Head]] = {last.size: [Head("checkpoint", last.root)]}
    stated = [("checkpoint", last), *held]
    for size in sorted(bundle.numbers["checkpoints"]):
        place = f"checkpoints/{size}"
        # The quorum of witnesses is asked of the newest head: it stands for all before it.
        earlier = _head(bundle, place, policy, signed)
        stated.append((place, earlier))
        here = earlier.size == size <= last.size and changes.is_of_this_log(place, earlier, last)
        if not here:
            raise ContradictionError(
                "checkpoint is of another log or size than its place",
                place=place,
                expected=f"{last.origin}, {size}, at most {last.size}",
                actual=f"{earlier.origin}, {earlier.size}",
            )
        heads.setdefault(size, []).append(Head(place, earlier.root))
    for name, earlier in held:
        if not changes.is_of_this_log(name, earlier, last):
            raise ContradictionError(
                "held checkpoint is of another log",
                place=name,
                expected=earlier.origin,
                actual=last.origin,
            )
        if earlier.size > last.size:
            raise InsufficientError(
                "held checkpoint is newer than the bundle: ask for a bundle that reaches it",
                place=name,
                index=last.size,
                expected=f"at least {earlier.size} entries",
                actual=f"{last.size} entries",
            )
        heads.setdefault(earlier.size, []).append(Head(name, earlier.root))
    changes.check_keys(stated)
    return heads


def _check_owners(bundle: Bundle, size: int) -> None:
    """Refuse payloads and private values of entries that are not shown: nothing vouches for them."""
    shown = {tile.n for tile in bundle.tiles if tile.level is None}
    for folder in PACKS:
        for n in sorted(bundle.numbers[folder] - shown):
            place, index = pack_path(folder, n), n * TILE_WIDTH
            if index >= size:
                raise ContradictionError(
                    f"belongs to no entry of {size}",
                    place=place,
                    index=index,
                    offset=0,
                    expected=f"entries below {size}",
                    actual=f"entries from {index}",
                )
            raise InsufficientError("belongs to entries that are not shown", place=place, index=index)
