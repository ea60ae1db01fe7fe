"""The matrix of edits of an export: each is found, at its entry, with exit code 1 unless it says another."""

import pytest

from audits.verify.whole import History
from tests.audits.made_log import DOCUMENT, pack
from tests.audits.tampering import (
    ACTOR,
    BODIES_0,
    BODIES_1,
    BODIES_2,
    BODY,
    CHECKPOINT,
    DIGEST,
    EDITIONS,
    HEADS,
    HELD,
    LEAVES_0,
    LEAVES_1,
    LEAVES_2,
    LOG,
    OTHER_KEY,
    OTHER_LOG,
    PARTS,
    ROOT,
    SIZE,
    UPPER,
    Kind,
    another_past,
    bit_in,
    cut,
    entries,
    exchanged,
    fitted,
    flipped,
    head,
    moved,
    note,
    private_of,
    replaced,
    signed_again,
    subject,
    swapped_members,
    with_body,
    with_member,
    with_values,
    without,
)
from tests.audits.verdicts import Desk

BODIES = LOG.bodies
ENTRIES = (
    Kind("a bit in a body", lambda: entries(with_body(120, flipped(BODY, 9))), 120),
    Kind("a bit in the last body", lambda: entries(with_body(599, flipped(BODIES[599], 200))), 599),
    Kind("the person who acted", lambda: entries(with_values(120, actor=ACTOR)), 120),
    Kind("the time", lambda: entries(with_values(120, at="2026-03-02T09:00:00.000000Z")), 120),
    Kind("the kind of event", lambda: entries(with_values(120, kind="disclosure.withdrawn")), 120),
    Kind("a label", lambda: entries(with_values(120, labels={"body": "ETSI"})), 120),
    Kind("the request", lambda: entries(with_values(120, request="req-0")), 120),
    Kind("the object", lambda: entries(with_values(120, **subject(120, id="2"))), 120),
    Kind("the revision", lambda: entries(with_values(120, **subject(120, rev=42))), 120),
    Kind("the link to the change before", lambda: entries(with_values(120, prev="00" * 32)), 120),
    Kind("the digest of the payload", lambda: entries(with_values(7, payload=DIGEST)), 7),
    Kind("the digest of a file", lambda: entries(with_values(1, files=[])), 1),
    Kind("the edition of the rules", lambda: entries(with_values(120, editions=EDITIONS)), 120),
    Kind("a space between two keys", lambda: entries(with_body(120, BODY.replace(b'"v":', b'"v": '))), 120),
    Kind("a key given twice", lambda: entries(with_body(120, BODY[:-1] + b',"v":1}')), 120),
    Kind("a key that is not known", lambda: entries(with_values(120, note="x")), 120),
    Kind("an empty entry", lambda: entries(with_body(120, b"")), 120),
    Kind("a body with its leaf", lambda: fitted(with_values(120, request="x")) | {UPPER: PARTS[UPPER]}, 100),
    Kind("a body with every hash", lambda: fitted(with_values(120, request="x")), 100),
)  # fmt: skip
ORDER = (
    Kind("two entries swapped", lambda: entries(exchanged(10, 20)), 10),
    Kind("two swapped across tiles", lambda: entries(exchanged(10, 300)), 10),
    Kind("two swapped, every hash", lambda: fitted(exchanged(110, 120)), 100),
    Kind("two tiles of entries swapped", lambda: swapped_members(BODIES_0, BODIES_1), 0),
    Kind("an entry put into the past", lambda: entries([*BODIES[:5], BODIES[599], *BODIES[5:599]]), 5),
    Kind("an entry twice, the next gone", lambda: entries(with_body(121, BODY)), 121),
    Kind("an entry moved to the end", lambda: entries([*BODIES[:300], *BODIES[301:], BODIES[300]]), 300),
    Kind("the last entry cut", lambda: cut(BODIES_2, 2 + len(BODIES[599])), 599),
    Kind("the last byte cut", lambda: cut(BODIES_2, 1), 599),
    Kind("an entry too many", lambda: with_member(BODIES_2, PARTS[BODIES_2] + b"\0\2{}"), 600),
    Kind("the length of an entry", lambda: with_member(BODIES_0, flipped(PARTS[BODIES_0], 1)), 0),
    Kind("the tail gone, bodies and hashes", lambda: without(BODIES_2, LEAVES_2), 512),
    Kind("the tail under a shorter name", lambda: moved(BODIES_2, "tile/entries/002.p/87"), 599),
    Kind("a tile of entries beyond the end", lambda: with_member("tile/entries/003", PARTS[BODIES_0]), 768),
)  # fmt: skip
HASHES = (
    Kind("a bit in a leaf", lambda: bit_in(LEAVES_0, 33), 1),
    Kind("a bit in a leaf of the tail", lambda: bit_in(LEAVES_2, 87 * 32), 599),
    Kind("a bit in a node above", lambda: bit_in(UPPER, 32), 256),
    Kind("a leaf twice", lambda: replaced(PARTS[LEAVES_0][:64], PARTS[LEAVES_0][32:64] * 2), 0),
    Kind("two tiles of leaves swapped", lambda: swapped_members(LEAVES_0, LEAVES_1), 0),
    Kind("a leaf too few", lambda: cut(LEAVES_1, 32), 256),
    Kind("a tile of another width", lambda: moved(LEAVES_2, "tile/0/002.p/99"), 600),
    Kind("a tile beyond the tree", lambda: with_member("tile/2/000.p/1", bytes(32)), 0),
    Kind("entries gone, their leaves changed", lambda: without(BODIES_1, parts=bit_in(LEAVES_1, 9)), 256),
    Kind("entries and every hash of them gone", lambda: without(BODIES_0, LEAVES_0, UPPER), 0),
)  # fmt: skip
CONTENTS = (
    Kind("a word in a payload", lambda: replaced(b"Grund 7", b"Grund 8"), 7),
    Kind("payloads swapped", lambda: replaced(LOG.payloads[7], LOG.payloads[8]), 7),
    Kind("payload of another entry", lambda: replaced(LOG.payloads[8], LOG.payloads[300]), 8),
    Kind("payload made empty", lambda: replaced(LOG.payloads[7], b"{}"), 7),
    Kind("a private value", lambda: replaced(LOG.private[7], private_of(7, value="Somebody Else")), 7),
    Kind("the key of a private value", lambda: replaced(LOG.private[7], private_of(7, key=b"\x08" * 32)), 7),
    Kind("the private value of another entry", lambda: replaced(LOG.private[8], LOG.private[9]), 8),
    Kind("a private value under another field", lambda: replaced(LOG.private[7], private_of(7, "sender")), 7),
    Kind("a private value as a list", lambda: replaced(LOG.private[7], b"[]"), 7),
    Kind("a private value without its payload", lambda: without("payloads/"), 7, 3),
    Kind("payloads of entries that are hidden", lambda: without(BODIES_1), 256, 3),
)  # fmt: skip
CHECKPOINTS = (
    Kind("the size in the head", lambda: replaced(b"\n600\n", b"\n599\n"), None),
    Kind("a bit of the signature", lambda: replaced(CHECKPOINT[-9:], b"A" + CHECKPOINT[-8:]), None),
    Kind("the root in the head, signed again", lambda: head(note(SIZE, b"\1" * 32)), 512),
    Kind("a fork in an earlier head", lambda: head(note(256, b"\1" * 32), 256), 100),
    Kind("an earlier head under another size", lambda: moved("checkpoints/256", "checkpoints/257"), None),
    Kind("an earlier head beyond the end", lambda: head(note(700, ROOT), 700), None),
    Kind("an older head as the newest", lambda: head(PARTS["checkpoints/256"]), None),
    Kind("a head signed with a key of old", lambda: head(note(SIZE, ROOT, key=OTHER_KEY)), None, 3),
    Kind("an earlier head with a key of old", lambda: head(LOG.note(256, OTHER_KEY), 256), None, 3),
    Kind("the head of another log", lambda: head(OTHER_LOG.note()), None, 3),
    Kind("an earlier head of another log", lambda: head(OTHER_LOG.note(256), 256), None, 3),
)  # fmt: skip


def second_history():
    return signed_again(another_past(120))


# Whoever has the key can sign a whole second history; only a head that somebody holds contradicts it.
HISTORIES = (
    Kind("another past, all signed again", second_history, 256),
    Kind("the same, no earlier head", lambda: without("checkpoints/", parts=second_history()), 0),
    Kind("two changes exchanged, all signed again", lambda: signed_again(exchanged(300, 301)), 256),
    Kind("set back to a backup, written on", lambda: signed_again(another_past(399)), 256),
)  # fmt: skip
# What the log itself signed, but no honest log writes.
CHAINS = (
    Kind("a revision left out", lambda: signed_again(with_values(450, **subject(450, rev=152))), 450),
    Kind("a revision again", lambda: signed_again(with_values(450, **subject(450, rev=150))), 450),
    Kind("a link to another entry", lambda: signed_again(with_values(450, prev="00" * 32)), 450),
    Kind("an object without its first", lambda: signed_again(with_values(450, **subject(450, id="9"))), 450),
)  # fmt: skip
MATRIX = (*ENTRIES, *ORDER, *HASHES, *CONTENTS, *CHECKPOINTS, *HISTORIES, *CHAINS)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, LOG.policy, LOG.note(HELD))


def said(desk, kind):
    outcome = desk.bundle(pack(kind.make()))
    return outcome["code"], outcome.get("index")


@pytest.mark.parametrize("kind", MATRIX, ids=[kind.done for kind in MATRIX])
def test_edit_is_found_at_its_entry(desk, kind):
    assert kind.make() != PARTS

    assert said(desk, kind) == (kind.code, kind.index)


def test_there_are_many_kinds():
    assert len({kind.done for kind in MATRIX}) == len(MATRIX) >= 40
    assert set(HEADS) < set(range(SIZE))


def test_export_that_nobody_touched_passes(desk):
    outcome = desk.bundle(pack(PARTS))

    assert (outcome["code"], outcome["shown"], outcome["checkpoints"], outcome["held"]) == (0, SIZE, 4, 1)


def test_swapped_file(desk):
    genuine, other = desk.file(pack(PARTS), DOCUMENT), desk.file(pack(PARTS), DOCUMENT + b" ")

    assert (genuine["code"], len(genuine["entries"])) == (0, 1)
    assert (other["code"], other["result"]) == (1, "contradiction")


def test_head_held_from_before_the_log_was_set_back(tmp_path):
    desk = Desk(tmp_path, LOG.policy, LOG.note(HELD))

    outcome = desk.bundle(type(LOG)(300).zip())

    assert (outcome["code"], outcome["index"], outcome["actual"]) == (3, 300, "300 entries")


def test_verifier_that_forgets_the_chains_misses_what_needs_them(desk, monkeypatch):
    """The planted bug: it is seen by exactly the kinds that this check is for."""
    monkeypatch.setattr(History, "add", lambda self, entry: None)

    missed = [kind.done for kind in MATRIX if said(desk, kind) != (kind.code, kind.index)]

    assert missed == [kind.done for kind in CHAINS]
