"""A program by others, aics-tlog, reads our checkpoints, tiles and proofs as we read its own.

Sizes: 1,000 and 100,000 entries; FAULT_N=1000000 for the full form. FAULT_SEED chooses the proofs.
"""

import io
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from audits import keys
from audits.bundle import write_bundle
from audits.checkpoint import COSIGNATURE, VerifierKey, checkpoint_text, parse_vkey, sign_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tiles import TileBuilder, node_reader
from audits.merkle.tree import Frontier
from audits.merkle.verify import verify_consistency, verify_inclusion
from audits.policy import format_policy, parse_policy, trusted_checkpoint
from tests.audits.made_log import KEY, ORIGIN, MadeLog, signer
from tests.audits.things import record_change, record_reads, sequence
from tests.second import tlog

SIZES = sorted({1_000, 100_000, int(os.environ.get("FAULT_N", "1000"))})
SEED = int(os.environ.get("FAULT_SEED", "7"))
LOG = signer()


class Export:
    """A bundle of `size` small entries, its members by name, and their reader by the others."""

    def __init__(self, size):
        builder, tiles = TileBuilder(), []
        for number in range(size):
            tiles += builder.append(leaf_hash(b"entry %d" % number))
        tiles += builder.partial_tiles()
        self.root = builder.root()
        self.note = sign_note(checkpoint_text(ORIGIN, size, self.root), LOG)
        out = io.BytesIO()
        write_bundle(
            out,
            checkpoint=self.note,
            policy=format_policy([LOG.key]),
            app=b"",
            entries=[
                (n // 256, [b"entry %d" % i for i in range(n, min(n + 256, size))])
                for n in range(0, size, 256)
            ],
            tiles=sorted(tiles, key=lambda part: (part[0].level, part[0].n)),
        )
        with zipfile.ZipFile(out) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        self.size = size
        self.theirs = tlog().MemoryTileReader(self.members)
        self.ours = node_reader(lambda level, n, width: self.members[tile_name(level, n, width)], size)

    def some(self):
        """Leaves or sizes to prove: a few where the others need a second for each."""
        draw = random.Random(SEED)
        return [draw.randrange(1, self.size) for _ in range(40 if self.size <= 1000 else 6)]


def tile_name(level, n, width):
    return tlog().tiles.tile_path(level, n, None if width == 256 else width)


def root_of_first(size, export):
    return Frontier.restored(size, export.ours).root()


@pytest.fixture(scope="module", params=SIZES)
def export(request):
    return Export(request.param)


def test_others_find_every_tile_and_entry_of_our_export_right(export):
    report = tlog().audit_tiles(export.theirs, export.size, export.root)

    assert report.size == export.size
    assert report.bundles == -(-export.size // 256)
    assert report.tiles + report.bundles == sum(name.startswith("tile/") for name in export.members)


def test_others_accept_our_checkpoint(export):
    key = tlog().parse_vkey(str(LOG.key))

    verdict = tlog().verify_checkpoint(tlog().parse_note(export.note), key, expected_origin=ORIGIN)

    assert (verdict.ok, verdict.size, verdict.root) == (True, export.size, export.root)
    assert tlog().tree_root_from_tiles(export.theirs, export.size) == export.root


def test_inclusion_proofs_are_the_same_and_each_accepts_them(export):
    for index in {0, export.size - 1, *export.some()}:
        leaf = leaf_hash(b"entry %d" % index)

        proof = inclusion_proof(index, export.size, export.ours)

        assert proof == tlog().inclusion_proof_from_tiles(export.theirs, index, export.size)
        assert tlog().verify_inclusion(leaf, index, export.size, proof, export.root)
        verify_inclusion(leaf, index=index, size=export.size, proof=proof, root=export.root)


def test_consistency_proofs_are_the_same_and_each_accepts_them(export):
    for old in {1, 256, export.size, *export.some()}:
        proof, root = consistency_proof(old, export.size, export.ours), root_of_first(old, export)

        assert proof == tlog().consistency_proof_from_tiles(export.theirs, old, export.size)
        assert tlog().verify_consistency(old, export.size, root, export.root, proof)
        verify_consistency(
            old_size=old, new_size=export.size, old_root=root, new_root=export.root, proof=proof
        )


def test_others_read_an_unpacked_export_from_its_folder(tmp_path):
    log = MadeLog(1000)
    with zipfile.ZipFile(io.BytesIO(log.zip())) as archive:
        archive.extractall(tmp_path)
    reader = tlog().FileSystemTileReader(tmp_path)
    note = tlog().parse_note((tmp_path / "checkpoint").read_bytes())

    head = tlog().parse_checkpoint(note.text)

    assert tlog().verify_note(note, [tlog().parse_vkey(str(log.signer.key))])
    assert tlog().audit_tiles(reader, head.size, head.root).size == 1000
    assert [tlog().read_entry(reader, index, head.size) for index in (0, 255, 256, 999)] == [
        log.bodies[index] for index in (0, 255, 256, 999)
    ]


def test_others_read_the_export_of_the_service(log_database, tmp_path):
    record_change(1, private={"name": "Li Wei"})
    sequence()
    record_reads(600)
    sequence()
    call_command("export_log", "--out", str(tmp_path / "export.zip"))
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path)
    note = tlog().parse_note((tmp_path / "checkpoint").read_bytes())

    head = tlog().parse_checkpoint(note.text)

    assert tlog().verify_note(note, [tlog().parse_vkey(str(keys.public_key()))])
    assert tlog().audit_tiles(tlog().FileSystemTileReader(tmp_path), head.size, head.root).size == 601


def test_we_accept_the_checkpoint_and_the_cosignature_of_others(export):
    private = Ed25519PrivateKey.from_private_bytes(KEY)
    witness = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    head = tlog().Checkpoint(ORIGIN, export.size, export.root)
    note = tlog().sign_checkpoint(head, private, ORIGIN)
    _, cosignature = tlog().sign_cosignature(
        witness, "witness.example", 1767000000, ORIGIN, export.size, export.root
    )
    cosigned = tlog().Note(text=note.text, signatures=(*note.signatures, cosignature)).to_bytes()
    known = [
        VerifierKey(ORIGIN, private.public_key().public_bytes_raw()),
        VerifierKey("witness.example", witness.public_key().public_bytes_raw(), COSIGNATURE),
    ]

    policy = f"log {known[0]}\nwitness w {known[1]}\nquorum w\n".encode()

    assert [str(key) for key in known] == [
        tlog().format_vkey(tlog().vkey_from_ed25519(ORIGIN, private.public_key())),
        tlog().format_vkey(tlog().cosignature_vkey("witness.example", witness.public_key())),
    ]
    assert [parse_vkey(str(key)) for key in known] == known
    assert trusted_checkpoint(cosigned, parse_policy(policy)).root == export.root


def test_others_find_a_changed_rule_for_nodes(tmp_path, monkeypatch):
    """The planted bug: a copy of our tree that hashes nodes without their prefix."""
    source = Path(__file__).parents[2] / "audits" / "merkle"
    shutil.copytree(source, tmp_path / "planted", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (tmp_path / "planted").glob("*.py"):
        text = file.read_text()
        assert ('b"\\x01"' in text) == (file.name == "hashing.py")
        file.write_text(text.replace("audits.merkle", "planted").replace('b"\\x01"', 'b""'))
    monkeypatch.syspath_prepend(tmp_path)
    from planted.tiles import TileBuilder as Planted

    builder, full = Planted(), []
    for number in range(1000):
        full += builder.append(leaf_hash(b"entry %d" % number))
    members = {place.path: b"".join(hashes) for place, hashes in [*full, *builder.partial_tiles()]}
    reader = tlog().MemoryTileReader(members)

    with pytest.raises(tlog().TileVerificationError):
        tlog().audit_tiles(reader, 1000, builder.root(), entries=False)


@pytest.mark.parametrize("name", ["tile/0/001", "tile/1/000.p/3", "tile/entries/003.p/232"])
def test_others_find_one_bit(name):
    made = Export(1000)
    content = bytearray(made.members[name])
    content[40] ^= 4
    made.members[name] = bytes(content)

    with pytest.raises(tlog().TileVerificationError):
        tlog().audit_tiles(tlog().MemoryTileReader(made.members), 1000, made.root)
