"""Logs whose key or name changed: which key of which log may have signed which head."""

from collections.abc import Sequence

from audits.checkpoint import Signer, VerifierKey, checkpoint_text, sign_note
from audits.key_change import LOST, ROTATED, loss_labels, rotation_labels
from audits.merkle.hashing import leaf_hash
from audits.merkle.tree import root_of
from audits.policy import format_policy
from tests.audits.made_log import ORIGIN, MadeLog, changed, pack, signer
from tests.audits.said import Question

NEXT = "audit.example/disclosures/2"
FORMER, LATER, STRANGER = signer(1), signer(2), signer(9)
AFTER = signer(3, NEXT)
ODD = b"\x01" * 32
ROTATION = {"kind": ROTATED, "labels": rotation_labels(FORMER.key, LATER.key)}
Heads = dict[int, Sequence[Signer]]


class KeyedLog(MadeLog):
    """A log of 12 entries, of which one or more change the key; such an entry has no object."""

    def __init__(self, changes: dict[int, dict[str, object]], origin: str = ORIGIN) -> None:
        super().__init__(12, objects=12, origin=origin)
        for index, values in changes.items():
            self.bodies[index] = changed(self.bodies[index], object=None, prev=None, **values)

    def head(self, size: int, *signers: Signer) -> bytes:
        return sign_note(checkpoint_text(self.origin, size, root_of(self.hashes[:size])), *signers)

    def bundle(self, last: Sequence[Signer], heads: Heads, **more: bytes) -> bytes:
        notes = {f"checkpoints/{size}": self.head(size, *by) for size, by in heads.items()}
        return pack(self.parts() | {"checkpoint": self.head(12, *last)} | notes | more)


def asked(
    export: bytes, *keys: VerifierKey, words: str = "bundle export.zip --policy policy.txt", held: bytes = b""
) -> Question:
    files = {"policy.txt": format_policy(keys), "export.zip": export, "held.txt": held}
    return Question(f"{words} --held held.txt" if held else words, lambda: files)


def rotated(heads: Heads, *, last: Sequence[Signer] = (LATER,), log: KeyedLog | None = None) -> Question:
    """Of a log whose entry 5 names the later key, by who trusts both keys."""
    made = log or KeyedLog({5: ROTATION})
    return asked(made.bundle(last, heads), FORMER.key, LATER.key)


def former_head(size: int, by: Signer = FORMER, root: bytes | None = None, name: str = ORIGIN) -> bytes:
    leaves = [leaf_hash(body) for body in MadeLog(12, objects=12).bodies]
    return sign_note(checkpoint_text(name, size, root or root_of(leaves[:size])), by)


def lost(
    heads: Heads,
    *,
    at: int = 6,
    last: bytes | None = None,
    held: bytes = b"",
    one: bool = False,
    **values: object,
) -> Question:
    """Of a log that goes on under another name from entry `at` on, after a last head of the former one."""
    labels = loss_labels(last or former_head(6), AFTER.key) | values
    log = KeyedLog({at: {"kind": LOST, "labels": labels}}, origin=NEXT)
    keys = [AFTER.key] if one else [FORMER.key, AFTER.key]
    return asked(log.bundle([AFTER], heads), *keys, held=held)


TWICE = KeyedLog({5: ROTATION, 8: {"kind": ROTATED, "labels": rotation_labels(LATER.key, signer(4).key)}})
CLAIMED = KeyedLog({5: ROTATION, 8: {"kind": ROTATED, "labels": rotation_labels(LATER.key, STRANGER.key)}})
CLAIMED_FIRST = KeyedLog(
    {3: {"kind": ROTATED, "labels": rotation_labels(FORMER.key, STRANGER.key)}, 5: ROTATION}
)
LOST_TWICE = KeyedLog(
    {
        6: {"kind": LOST, "labels": loss_labels(former_head(6), AFTER.key)},
        8: {"kind": LOST, "labels": loss_labels(former_head(3), AFTER.key)},
    },
    origin=NEXT,
)
BROKEN = KeyedLog({5: {"kind": ROTATED, "labels": {"key": "x"}}})
BOTH = (FORMER, LATER)
QUESTIONS = {
    "a change of key": rotated({3: [FORMER], 6: BOTH, 9: [LATER]}),
    "a change of key, the last head of both": rotated({6: BOTH}, last=BOTH),
    "a change of key, the former key afterwards": rotated({3: [FORMER], 6: BOTH, 9: [FORMER]}),
    "a change of key, the former key right afterwards": rotated({6: BOTH, 7: [FORMER]}),
    "a change of key, the later key before": rotated({3: [LATER], 6: BOTH}),
    "a change of key, the later key right before": rotated({5: [LATER], 6: BOTH}),
    "a change of key, the head of both elsewhere": rotated({3: [FORMER], 7: BOTH}),
    "a change of key, no head of both": rotated({3: [FORMER], 6: [LATER]}),
    "a change of key, no former head": rotated({6: [LATER]}),
    "two changes of key": asked(
        TWICE.bundle([signer(4)], {6: BOTH, 9: (LATER, signer(4))}),
        FORMER.key,
        LATER.key,
        signer(4).key,
    ),
    "two changes of key, the first key last": asked(
        TWICE.bundle([signer(4)], {6: BOTH, 9: (LATER, signer(4)), 10: [FORMER]}),
        FORMER.key,
        LATER.key,
        signer(4).key,
    ),
    "a change of key that is only claimed": asked(
        CLAIMED.bundle([LATER], {6: BOTH}), FORMER.key, LATER.key, STRANGER.key
    ),
    "a change of key behind one that is only claimed": asked(
        CLAIMED_FIRST.bundle([LATER], {6: BOTH}), FORMER.key, LATER.key, STRANGER.key
    ),
    "a change of key with labels that say nothing": rotated({3: [FORMER]}, log=BROKEN),
    "a change of key that nobody asked about": asked(KeyedLog({5: ROTATION}).bundle([LATER], {}), LATER.key),
    "a change of key, a held head of before": asked(
        KeyedLog({5: ROTATION}).bundle([LATER], {6: BOTH}),
        FORMER.key,
        LATER.key,
        held=KeyedLog({5: ROTATION}).head(4, FORMER),
    ),
    "a change of key, a held head of the former key afterwards": asked(
        KeyedLog({5: ROTATION}).bundle([LATER], {6: BOTH}),
        FORMER.key,
        LATER.key,
        held=KeyedLog({5: ROTATION}).head(8, FORMER),
    ),
    "two keys of which one signed nothing": asked(MadeLog(12).zip(), FORMER.key, LATER.key),
    "a lost log": lost({7: [AFTER]}),
    "a lost log, by who trusts the next one alone": lost({7: [AFTER]}, one=True),
    "a lost log, a head of the next one before it began": lost({6: [AFTER]}),
    "a lost log, a head of the former one": lost({}, held=former_head(6)),
    "a lost log, an earlier head of the former one": lost({}, held=former_head(4)),
    "a lost log, another root of the former one": lost({}, held=former_head(6, root=ODD)),
    "a lost log, another earlier root of the former one": lost({}, held=former_head(4, root=ODD)),
    "a lost log, a later head of the former one": lost({}, held=former_head(7, root=ODD)),
    "a lost log, a head over lost entries": lost(
        {}, last=former_head(8, root=ODD), held=former_head(8, root=ODD)
    ),
    "a lost log, a head over one lost entry": lost({}, last=former_head(8, root=ODD), held=former_head(7)),
    "a lost log, a head of what was kept": lost({}, last=former_head(8, root=ODD), held=former_head(6)),
    "a lost log that is declared twice": asked(
        LOST_TWICE.bundle([AFTER], {}), FORMER.key, AFTER.key, held=former_head(6)
    ),
    "an object of a lost log, no policy": Question(
        "object disclosure/3 --bundle export.zip",
        lambda: {"export.zip": LOST_TWICE.bundle([AFTER], {}, **{"checkpoints/4": former_head(4)})},
    ),
    "a lost log that a stranger declares": lost({}, last=former_head(6, STRANGER), held=former_head(4)),
    "a lost log with a false signature": lost(
        {}, last=former_head(6).replace(b"\n6\n", b"\n5\n"), held=former_head(4)
    ),
    "a lost log under a key that is not trusted": lost({}, held=former_head(4), key=str(signer(4, NEXT).key)),
    "a lost log under its own name": lost({}, held=former_head(4), key=str(LATER.key)),
    "a lost log without a head": lost({}, held=former_head(4), former_checkpoint="x"),
    "a lost log, a head of neither": lost({}, held=former_head(4, signer(5, "x"), name="x")),
    "an object of a changed log, no policy": Question(
        "object disclosure/3 --bundle export.zip",
        lambda: {"export.zip": KeyedLog({5: ROTATION}).bundle([LATER], {6: BOTH, 3: [FORMER]})},
    ),
}
