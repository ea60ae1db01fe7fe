"""Whether a bundle, a receipt or two checkpoints hold: each from files to an outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace

from audits.canonical import CanonicalError
from audits.checkpoint import MAX_NOTE
from audits.envelope import MAX_ENVELOPE, EnvelopeError, parse_envelope
from audits.merkle.hashing import EMPTY_ROOT, leaf_hash
from audits.merkle.verify import ProofError, RootMismatchError, verify_consistency, verify_inclusion
from audits.receipt import ReceiptError, parse_hashes, parse_receipt
from audits.timestamp import MAX_ROOTS
from audits.verify.anchors import check_anchors, roots_of
from audits.verify.complete import Completeness
from audits.verify.failure import VERIFIED, ContradictionError, InsufficientError, UnreadableError
from audits.verify.inputs import checkpoint_at, conditions, held_at, opened, policy_at, read_at
from audits.verify.notes import trusted
from audits.verify.show import Outcome, passed
from audits.verify.whole import verify_bundle


def check_bundle(
    path: str,
    *,
    policy: str,
    held: Sequence[str],
    whole: bool,
    tsa_roots: Sequence[str] = (),
    asked: Mapping[str, str] | None = None,
) -> Outcome:
    """Whether the bundle is what the log signed, and holds all that it was asked for.

    Takes: `asked` conditions by name, in place of those that the bundle names itself; with `whole`, every
    entry must be shown.
    """
    rules = policy_at(policy)
    earlier = [(name, held_at(name, rules)) for name in held]
    roots = roots_of([(name, read_at(name, MAX_ROOTS)) for name in tsa_roots]) if tsa_roots else None
    with opened(path) as bundle:
        wanted = conditions(bundle, asked or {})
        complete = None if wanted is None else Completeness(wanted)
        report = verify_bundle(bundle, rules, earlier, on_entry=complete.see if complete else None)
        anchored = check_anchors(bundle, report.size, rules, tsa_roots=roots)
        heads = set(bundle.numbers["checkpoints"])
    if whole and report.shown < report.size:
        raise InsufficientError(
            "not every entry is shown", place=path, expected=report.size, actual=report.shown
        )
    fields, lines = anchored.fields(), list(anchored.lines())
    if complete is not None:
        heads |= {head.size for _, head in earlier if head.origin == report.origin}
        statement = complete.statement(report.size, heads)
        lines += statement.lines()
        fields = {**fields, "complete": asdict(statement)}
    outcome = passed(report, *lines)
    return replace(outcome, fields={**outcome.fields, **fields})


def check_proof(path: str, *, entry: str, policy: str) -> Outcome:
    """Whether the receipt shows this entry to be in the signed tree."""
    rules = policy_at(policy)
    try:
        receipt = parse_receipt(read_at(path, MAX_NOTE * 2))
    except ReceiptError as error:
        raise UnreadableError(str(error), place=path) from error
    body = read_at(entry, MAX_ENVELOPE)
    head = trusted(receipt.note, rules, path)
    _follow(
        path,
        receipt.index,
        lambda: verify_inclusion(
            leaf_hash(body), index=receipt.index, size=head.size, proof=receipt.proof, root=head.root
        ),
    )
    try:
        parse_envelope(body)
    except (CanonicalError, EnvelopeError) as error:
        raise ContradictionError(str(error), place=entry, index=receipt.index) from error
    line = f"PASS {head.origin}: this is entry {receipt.index} of {head.size}, root {head.root.hex()}"
    fields = {"origin": head.origin, "size": head.size, "root": head.root.hex(), "index": receipt.index}
    return Outcome(VERIFIED, [line], fields)


def check_consistency(old: str, new: str, *, proof: str, policy: str) -> Outcome:
    """Whether the tree of the new checkpoint begins with the tree of the old one."""
    rules = policy_at(policy)
    first, second = checkpoint_at(old, rules), checkpoint_at(new, rules)
    try:
        hashes = parse_hashes(read_at(proof, MAX_NOTE))
    except ReceiptError as error:
        raise UnreadableError(str(error), place=proof) from error
    if first.origin != second.origin:
        raise ContradictionError(
            "checkpoints are of two logs", place=new, expected=first.origin, actual=second.origin
        )
    if first.size > second.size:
        raise UnreadableError(f"{old} is newer than {new}: give the older one first", place=old)
    if first.size == 0:
        # Every tree begins with the empty one; there is nothing to prove but the root of no leaves.
        if first.root != EMPTY_ROOT or hashes:
            raise ContradictionError("root of no entries, or a proof where none is needed", place=old)
    else:
        _follow(
            proof,
            None,
            lambda: verify_consistency(
                old_size=first.size,
                new_size=second.size,
                old_root=first.root,
                new_root=second.root,
                proof=hashes,
            ),
        )
    line = f"PASS {second.origin}: the {second.size} entries begin with the {first.size} of before"
    fields = {"origin": second.origin, "old_size": first.size, "new_size": second.size}
    return Outcome(VERIFIED, [line], fields)


def _follow(place: str, index: int | None, check: Callable[[], None]) -> None:
    try:
        check()
    except RootMismatchError as error:
        raise ContradictionError(
            "the proof leads to another root",
            place=place,
            index=index,
            expected=error.expected.hex(),
            actual=error.calculated.hex(),
        ) from error
    except ProofError as error:
        raise ContradictionError(str(error), place=place, index=index) from error
