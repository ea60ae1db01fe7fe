"""Every way of changing a bundle is found, with the entry it was done to."""

import json
from hashlib import sha256

import pytest

from audits.bundle import join_entries
from audits.bundle.layout import pack_line
from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.payload import private_bytes
from audits.policy import format_policy
from audits.verify.__main__ import main
from tests.audits.made_log import KEY, ORIGIN, MadeLog, changed, pack, signer

LOG = MadeLog(300)
OTHER = signer(9)
ENTRIES, TAIL = "tile/entries/000", "tile/entries/001.p/44"
HASHES, HASH_TAIL, UPPER = "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"
PARTS = LOG.parts(checkpoints=[100, 256], payloads=[7], private=[7])


def verify(tmp_path, capsys, content, *more, policy=LOG.policy):
    (tmp_path / "policy.txt").write_bytes(policy)
    (tmp_path / "export.zip").write_bytes(content)
    code = main(
        ["bundle", str(tmp_path / "export.zip"), "--policy", str(tmp_path / "policy.txt"), *more, "--json"]
    )
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["code"] == code
    return outcome


def entries(bodies, *, hashes=False):
    """The parts with other entries; with `hashes`, all tiles are made to fit them."""
    parts = dict(PARTS)
    parts[ENTRIES], parts[TAIL] = join_entries(bodies[:256]), join_entries(bodies[256:])
    if hashes:
        digests = [leaf_hash(body) for body in bodies]
        parts[HASHES], parts[HASH_TAIL] = b"".join(digests[:256]), b"".join(digests[256:])
        parts[UPPER] = root_of(digests[:256])
    return parts


def with_body(index, body):
    return [*LOG.bodies[:index], body, *LOG.bodies[index + 1 :]]


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def swapped(first, second):
    bodies = list(LOG.bodies)
    bodies[first], bodies[second] = bodies[second], bodies[first]
    return bodies


def without(*names):
    return {name: content for name, content in PARTS.items() if name not in names}


REQUEST = changed(LOG.bodies[120], request="req-0")
SPACED = LOG.bodies[120].replace(b'"v":1', b'"v": 1')
EDITED = changed(LOG.bodies[7], request="x")
PAYLOAD_EDIT = PARTS["payloads/000"].replace(b"Grund", b"Grand")
VALUE_EDIT = pack_line(7, private_bytes({"recipient": (KEY, "Somebody Else")}))
VALUE_MORE = pack_line(7, private_bytes({"recipient": (KEY, "Person 7"), "phone": (KEY, "1")}))
FORKED = sign_note(checkpoint_text(ORIGIN, 100, b"\x01" * 32), LOG.signer)

CASES = {
    "bit in a body": (entries(with_body(120, flipped(LOG.bodies[120], 9))), 120),
    "value in a body": (entries(with_body(120, REQUEST)), 120),
    "value and every hash": (entries(with_body(120, REQUEST), hashes=True), 100),
    "space in a body": (entries(with_body(120, SPACED)), 120),
    "two entries swapped": (entries(swapped(10, 20)), 10),
    "two entries swapped, every hash": (entries(swapped(10, 20), hashes=True), 0),
    "entry inserted": (
        entries([*LOG.bodies[:5], LOG.bodies[5], *LOG.bodies[5:]][:256] + LOG.bodies[256:]),
        6,
    ),
    "entry too many": (PARTS | {TAIL: PARTS[TAIL] + join_entries([EDITED])}, 300),
    "last entry cut": (PARTS | {TAIL: join_entries(LOG.bodies[256:299])}, 299),
    "last byte cut": (PARTS | {TAIL: PARTS[TAIL][:-1]}, 299),
    "tail gone": (without(TAIL, HASH_TAIL), 256),
    "entries and both hashes gone": (without(ENTRIES, HASHES, UPPER), 0),
    "tail shortened": (
        without(TAIL, HASH_TAIL) | {"tile/entries/001.p/43": join_entries(LOG.bodies[256:299])},
        299,
    ),
    "tile beyond the tree": (PARTS | {"tile/0/007": bytes(8192)}, 1792),
    "leaf in a tile": (PARTS | {HASHES: flipped(PARTS[HASHES], 33)}, 1),
    "node in an upper tile": (PARTS | {UPPER: flipped(PARTS[UPPER], 0)}, 0),
    "short tile": (PARTS | {HASHES: PARTS[HASHES][:-32]}, 0),
    "payload edited": (PARTS | {"payloads/000": PAYLOAD_EDIT}, 7),
    "payload of another entry": (PARTS | {"payloads/000": pack_line(8, LOG.payloads[9])}, 8),
    "payload of another tile": (PARTS | {"payloads/000": pack_line(256, LOG.payloads[256])}, 256),
    "payload of no entry": (PARTS | {"payloads/001": pack_line(300, LOG.payloads[9])}, 300),
    "payload of no tile": (PARTS | {"payloads/002": pack_line(512, LOG.payloads[9])}, 512),
    "payload twice": (PARTS | {"payloads/000": PARTS["payloads/000"] * 2}, 7),
    "payload without its end": (PARTS | {"payloads/000": PARTS["payloads/000"][:-1]}, 0),
    "payload without its number": (PARTS | {"payloads/000": LOG.payloads[7] + b"\n"}, 0),
    "private value edited": (PARTS | {"private/000": VALUE_EDIT}, 7),
    "private value never logged": (PARTS | {"private/000": VALUE_MORE}, 7),
    "private file malformed": (PARTS | {"private/000": pack_line(7, b"[]")}, 7),
    "signed fork in the middle": (PARTS | {"checkpoints/100": FORKED}, 0),
    "checkpoint under another size": (PARTS | {"checkpoints/101": LOG.note(100)}, None),
    "checkpoint beyond the bundle": (PARTS | {"checkpoints/400": MadeLog(400).note()}, None),
    "size in the checkpoint": (
        PARTS | {"checkpoint": PARTS["checkpoint"].replace(b"\n300\n", b"\n299\n")},
        None,
    ),
}


@pytest.mark.parametrize(("parts", "index"), CASES.values(), ids=CASES)
def test_tampering_is_found_at_its_entry(tmp_path, capsys, parts, index):
    assert parts != PARTS

    outcome = verify(tmp_path, capsys, pack(parts))

    assert (outcome["code"], outcome["result"], outcome["index"]) == (1, "contradiction", index)


def test_payload_that_is_no_payload(tmp_path, capsys):
    log = MadeLog(3)
    digest = {"sha256": sha256(b"[]").hexdigest(), "size": 2}
    log.bodies[1], log.payloads[1] = changed(log.bodies[1], payload=digest), b"[]"

    outcome = verify(tmp_path, capsys, log.zip(payloads=[1]))

    assert (outcome["code"], outcome["place"], outcome["problem"]) == (
        1,
        "payloads/000",
        "payload: is not an object with salt and commitments",
    )


def test_two_roots_of_one_size(tmp_path, capsys):
    (tmp_path / "held").write_bytes(sign_note(checkpoint_text(ORIGIN, 300, b"\x01" * 32), LOG.signer))

    outcome = verify(tmp_path, capsys, pack(PARTS), "--held", str(tmp_path / "held"))

    assert (outcome["code"], outcome["problem"], outcome["place"]) == (
        1,
        "root of 300 entries differs from that of another checkpoint",
        str(tmp_path / "held"),
    )


def test_tiles_of_every_level_are_compared(tmp_path, capsys):
    builder, parts = TileBuilder(), {}
    tiles = [part for n in range(65_600) for part in builder.append(n.to_bytes(32, "big"))]
    for tile, hashes in [*tiles, *builder.partial_tiles()]:
        parts[tile.path] = b"".join(hashes)
    parts["checkpoint"] = sign_note(checkpoint_text(ORIGIN, 65_600, builder.root()), LOG.signer)
    places = {"tile/1/000": 200 * 256, "tile/2/000.p/1": 0}

    assert verify(tmp_path, capsys, pack(parts))["shown"] == 0
    for place, index in places.items():
        number = index // 256 * 32
        outcome = verify(tmp_path, capsys, pack(parts | {place: flipped(parts[place], number)}))
        assert (outcome["code"], outcome["place"], outcome["index"]) == (1, place, index)


def test_untouched_parts_pass(tmp_path, capsys):
    assert verify(tmp_path, capsys, pack(PARTS))["code"] == 0


def test_failure_names_everything(tmp_path, capsys):
    offset = sum(2 + len(body) for body in LOG.bodies[:120]) + 2

    outcome = verify(tmp_path, capsys, pack(entries(with_body(120, SPACED))))
    leaf = verify(tmp_path, capsys, pack(entries(with_body(120, REQUEST))))

    assert outcome == {
        "code": 1,
        "result": "contradiction",
        "problem": f"not canonical from byte {SPACED.index(b': 1') + 1}",
        "place": ENTRIES,
        "index": 120,
        "offset": offset,
        "expected": "the canonical bytes of an envelope",
        "actual": f"{len(SPACED)} bytes, SHA-256 {sha256(SPACED).hexdigest()}",
    }
    assert leaf == {
        "code": 1,
        "result": "contradiction",
        "problem": "hash in the tile is not that of the entries",
        "place": HASHES,
        "index": 120,
        "offset": 120 * 32,
        "expected": LOG.hashes[120].hex(),
        "actual": leaf_hash(REQUEST).hex(),
    }


RELINKED = [
    ("prev of another entry", {"prev": "00" * 32}, "prev of disclosure/0 revision 41"),
    (
        "revision left out",
        {"object": {"type": "disclosure", "id": "0", "rev": 42}},
        "revision of disclosure/0",
    ),
    ("revision again", {"object": {"type": "disclosure", "id": "0", "rev": 40}}, "revision of disclosure/0"),
    (
        "no first revision",
        {"object": {"type": "disclosure", "id": "9", "rev": 2}},
        "revision of disclosure/9",
    ),
]


@pytest.mark.parametrize(
    ("changes", "problem"), [case[1:] for case in RELINKED], ids=[c[0] for c in RELINKED]
)
def test_broken_chain_that_the_log_itself_signed(tmp_path, capsys, changes, problem):
    log = MadeLog(300)
    log.bodies[120] = changed(log.bodies[120], **changes)

    outcome = verify(tmp_path, capsys, log.zip())

    assert (outcome["code"], outcome["index"], outcome["problem"]) == (1, 120, problem)


def test_wrong_tree_is_told_before_wrong_content(tmp_path, capsys):
    parts = entries(with_body(290, changed(LOG.bodies[290], request="x"))) | {"payloads/000": PAYLOAD_EDIT}

    outcome = verify(tmp_path, capsys, pack(parts))

    assert (outcome["code"], outcome["index"]) == (1, 290)


def test_second_history_under_the_real_key_is_found_by_a_held_checkpoint(tmp_path, capsys):
    (tmp_path / "held").write_bytes(LOG.note(200))

    alone = verify(tmp_path, capsys, MadeLog(300, objects=1000).zip())
    held = verify(tmp_path, capsys, MadeLog(300, objects=1000).zip(), "--held", str(tmp_path / "held"))

    assert alone["code"] == 0
    assert (held["code"], held["place"], held["index"]) == (1, str(tmp_path / "held"), 0)
    assert held["expected"] == root_of(LOG.hashes[:200]).hex()


def test_held_checkpoint_newer_than_the_bundle(tmp_path, capsys):
    (tmp_path / "held").write_bytes(MadeLog(301).note())

    outcome = verify(tmp_path, capsys, pack(PARTS), "--held", str(tmp_path / "held"))

    assert (outcome["code"], outcome["index"], outcome["expected"]) == (3, 300, "at least 301 entries")


def test_held_checkpoint_of_another_log(tmp_path, capsys):
    other = MadeLog(3, origin="other.example", seed=5)
    (tmp_path / "held").write_bytes(other.note())

    unknown = verify(tmp_path, capsys, pack(PARTS), "--held", str(tmp_path / "held"))
    known = verify(
        tmp_path,
        capsys,
        pack(PARTS),
        "--held",
        str(tmp_path / "held"),
        policy=format_policy([LOG.signer.key, other.signer.key]),
    )

    assert (unknown["code"], known["code"], known["actual"]) == (3, 1, ORIGIN)


def test_other_key_is_not_enough(tmp_path, capsys):
    parts = PARTS | {"checkpoint": LOG.note(300, OTHER)}

    outcome = verify(tmp_path, capsys, pack(parts))

    assert (outcome["code"], outcome["place"], outcome["problem"]) == (
        3,
        "checkpoint",
        f"checkpoint: signed by key {OTHER.key.key_id.hex()} of the log {LOG.origin!r}, which is not in the "
        "policy; if the log's key was changed, you need the policy that was handed out since",
    )


def test_checkpoint_of_another_log_is_not_enough(tmp_path, capsys):
    parts = PARTS | {"checkpoint": MadeLog(300, origin="other.example").note()}

    outcome = verify(tmp_path, capsys, pack(parts))

    assert (outcome["code"], outcome["problem"]) == (
        3,
        "checkpoint: the policy has no key of the log 'other.example'",
    )


def test_unknown_signature_line_is_ignored(tmp_path, capsys):
    parts = PARTS | {"checkpoint": LOG.note(300, OTHER, LOG.signer)}

    assert verify(tmp_path, capsys, pack(parts))["code"] == 0


def test_private_values_need_their_payload(tmp_path, capsys):
    outcome = verify(tmp_path, capsys, pack(without("payloads/000")))

    assert (outcome["code"], outcome["place"], outcome["index"]) == (3, "private/000", 7)


def test_payload_of_an_entry_that_is_not_shown(tmp_path, capsys):
    outcome = verify(tmp_path, capsys, pack(without(ENTRIES)))

    assert (outcome["code"], outcome["problem"]) == (3, "belongs to entries that are not shown")


UNREADABLE = {
    "truncated": pack(PARTS)[:-100],
    "traversal": pack(PARTS | {"../checkpoint": b""}),
    "not a zip": b"hello",
    "empty": b"",
    "no checkpoint": pack(without("checkpoint")),
    "checkpoint is no note": pack(PARTS | {"checkpoint": b"hello"}),
    "checkpoint is no tree head": pack(PARTS | {"checkpoint": sign_note("hello\n", LOG.signer)}),
    "export cut in a member": pack(PARTS).replace(b"Grund", b"Grand", 1),
    "huge size": pack(
        PARTS | {"checkpoint": PARTS["checkpoint"].replace(b"\n300\n", b"\n9" + b"9" * 20 + b"\n")}
    ),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_bundles(tmp_path, capsys, content):
    outcome = verify(tmp_path, capsys, content)

    assert (outcome["code"], outcome["result"]) == (2, "unreadable")


def test_unreadable_policy_and_missing_files(tmp_path, capsys):
    (tmp_path / "held").write_bytes(b"x" * 300_000)

    policy = verify(tmp_path, capsys, pack(PARTS), policy=b"log x\n")
    missing = verify(tmp_path, capsys, pack(PARTS), "--held", str(tmp_path / "absent"))
    large = verify(tmp_path, capsys, pack(PARTS), "--held", str(tmp_path / "held"))

    assert [policy["code"], missing["code"], large["code"]] == [2, 2, 2]
    assert missing["problem"] == "cannot be read: No such file or directory"
    assert main(["bundle", "x", "--policy", "a\0b"]) == 2
    assert main(["bundle", str(tmp_path / "absent"), "--policy", str(tmp_path / "policy.txt")]) == 2
    assert main(["file", str(tmp_path / "absent"), "--bundle", "x"]) == 2
    assert main(["object", "a/1", "--bundle", str(tmp_path / "held")]) == 2
    with pytest.raises(SystemExit) as usage:
        main(["bundle"])
    assert usage.value.code == 2


def test_nothing_hostile_reaches_the_terminal(tmp_path, capsys):
    parts = PARTS | {"checkpoint": LOG.note().replace(ORIGIN.encode(), "a\u202eb\u009b31m".encode())}
    (tmp_path / "policy.txt").write_bytes(LOG.policy)
    (tmp_path / "export.zip").write_bytes(pack(parts))

    code = main(["bundle", str(tmp_path / "export.zip"), "--policy", str(tmp_path / "policy.txt")])

    out = capsys.readouterr().out
    assert code == 3
    assert all(line.isprintable() for line in out.splitlines())
