"""The bytes of a bundle: the same whether written or sent while they are made, and none out of its place."""

import io
import zipfile
from hashlib import sha256

import pytest

from audits.asked import Asked
from audits.bundle import BundleError, open_bundle, stream_bundle, write_bundle
from audits.bundle.layout import MAX_LINE
from audits.bundle.writer import _Window, write_members
from audits.merkle.tiles import Tile
from tests.audits.made_log import MadeLog

LOG = MadeLog(5)
HASH = b"x" * 32
PARTS = {
    "checkpoint": LOG.note(),
    "policy": LOG.policy,
    "readme": "Grüße\n",
    "app": b"app",
    "asked": Asked(kind="disclosure.").encode(),
    "checkpoints": [(0, LOG.note(0)), (3, LOG.note(3))],
    "anchors": [(3, "cosigned", b"c"), (3, "1.tsr", b"t")],
    "entries": [(0, LOG.bodies)],
    "tiles": [(Tile(0, 0, 5), LOG.hashes), (Tile(1, 0, 1), [HASH])],
    "payloads": [(0, b"{}"), (255, b"{}"), (256, b"[]"), (70_000, b"")],
    "private": [(1, b"{}"), (300, b"{}")],
}
NAMES = [
    "README.txt",
    "policy.txt",
    "verify.pyz",
    "asked.json",
    "checkpoint",
    "checkpoints/0",
    "checkpoints/3",
    "anchors/3/cosigned",
    "anchors/3/1.tsr",
    "tile/entries/000.p/5",
    "tile/0/000.p/5",
    "tile/1/000.p/1",
    "payloads/000",
    "payloads/001",
    "payloads/273",
    "private/000",
    "private/001",
]


def written(**changes):
    out = io.BytesIO()
    write_bundle(out, **({"checkpoint": b"c", "policy": b"p", "app": b"a"} | changes))
    return out.getvalue()


def test_every_part_stands_under_its_name():
    with zipfile.ZipFile(io.BytesIO(written(**PARTS))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    assert list(parts) == NAMES
    assert parts | {"tile/entries/000.p/5": b""} == {
        "README.txt": "Grüße\n".encode(),
        "policy.txt": LOG.policy,
        "verify.pyz": b"app",
        "asked.json": PARTS["asked"],
        "checkpoint": LOG.note(),
        "checkpoints/0": LOG.note(0),
        "checkpoints/3": LOG.note(3),
        "anchors/3/cosigned": b"c",
        "anchors/3/1.tsr": b"t",
        "tile/entries/000.p/5": b"",
        "tile/0/000.p/5": b"".join(LOG.hashes),
        "tile/1/000.p/1": HASH,
        "payloads/000": b"0 {}\n255 {}\n",
        "payloads/001": b"256 []\n",
        "payloads/273": b"70000 \n",
        "private/000": b"1 {}\n",
        "private/001": b"300 {}\n",
    }
    assert list(write_members(io.BytesIO(), **PARTS)) == NAMES


def test_bytes_are_the_same_for_ever():
    content = written(**PARTS)

    assert sha256(content).hexdigest() == ("06b9e6ee8f43d5866f362be2fd44384f8cdd6809c6268d05d80b130bfea7fb74")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {
            (one.date_time, one.create_system, one.external_attr, one.compress_type)
            for one in archive.infolist()
        }
    assert members == {((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16, zipfile.ZIP_STORED)}


def test_what_is_sent_is_what_would_be_written():
    pieces = list(stream_bundle(**PARTS))

    assert b"".join(pieces) == written(**PARTS)
    assert len(pieces) == len(NAMES) + 1


def test_large_members_are_sent_in_pieces():
    pieces = list(stream_bundle(checkpoint=b"c", policy=b"p", app=bytes(600_000)))
    sizes = [len(piece) for piece in pieces]

    assert sizes[2:5] == [262_144, 262_144, 600_000 + 30 + len("verify.pyz") - 2 * 262_144]


def test_a_member_is_kept_until_it_is_sent():
    window = _Window()

    assert (window.write(b"abc"), window.tell(), window.seekable()) == (3, 3, True)
    assert (list(window.drained()), window.tell(), list(window.drained())) == ([b"abc"], 3, [])
    assert (window.write(b"defg"), window.seek(4), window.write(b"X"), window.tell()) == (4, 4, 1, 5)
    assert (window.seek(0, 2), window.seek(-1, 1), window.write(b"YZ")) == (7, 6, 2)
    window.flush()
    assert (list(window.drained()), window.tell()) == ([b"dXfYZ"], 8)
    assert (window.write(b"!"), list(window.drained()), window.tell()) == (1, [b"!"], 9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"checkpoints": [(-1, b"")]}, "checkpoints: -1 after -1"),
        ({"entries": [(0, [b"x"]), (0, [b"x"])]}, "entries: 0 after 0"),
        ({"private": [(7, b""), (7, b"")]}, "private: 7 after 7"),
        ({"tiles": [(Tile(None, 0, 1), [HASH])]}, "tile/entries/000.p/1 is out of order or not of its width"),
        ({"tiles": [(Tile(0, 0, 2), [HASH])]}, "tile/0/000.p/2 is out of order or not of its width"),
        (
            {"tiles": [(Tile(0, 0, 1), [HASH]), (Tile(0, 0, 1), [HASH])]},
            "tile/0/000.p/1 is out of order or not of its width",
        ),
        (
            {"tiles": [(Tile(1, 0, 1), [HASH]), (Tile(0, 9, 1), [HASH])]},
            "tile/0/009.p/1 is out of order or not of its width",
        ),
        ({"anchors": [(3, "other", b"")]}, "member 'anchors/3/other' has no place in a bundle"),
        ({"anchors": [(3, "1.tsr", bytes(65_537))]}, "anchors/3/1.tsr has 65537 bytes, more than 65536"),
        ({"private": [(256, b"\n")]}, "private/001 cannot hold 1 bytes of entry 256"),
        (
            {"private": [(7, bytes(MAX_LINE - 2))]},
            f"private/000 cannot hold {MAX_LINE - 2} bytes of entry 7",
        ),
        ({"checkpoint": bytes(262_145)}, "checkpoint has 262145 bytes, more than 262144"),
    ],
)
def test_parts_out_of_place_are_refused(changes, message):
    with pytest.raises(BundleError) as refused:
        written(**changes)

    assert str(refused.value) == message


def test_parts_as_large_as_can_be():
    line = bytes(MAX_LINE - 3)

    bundle = open_bundle(io.BytesIO(written(checkpoint=bytes(262_144), private=[(7, line)])))

    assert bundle.read("checkpoint") == bytes(262_144)
    assert list(bundle.lines("private/000")) == [(0, b"7 " + line + b"\n")]


def test_parts_that_nobody_gives():
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert archive.namelist() == ["README.txt", "policy.txt", "verify.pyz", "checkpoint"]
        assert archive.read("README.txt").startswith(b"An export of the audit log.\n\ncheckpoint ")
    assert open_bundle(io.BytesIO(written())).numbers == {
        "checkpoints": set(),
        "payloads": set(),
        "private": set(),
    }
