"""What a bundle holds under which name, up to which size, and in which words it refuses the rest."""

import io
import struct

import pytest

from audits.bundle import BundleError, join_entries, open_bundle, split_entries
from audits.bundle.layout import anchored, member_limit, numbered
from audits.merkle.tiles import Tile
from tests.audits.bad_zips import NOTE, PARTS, ZIP, deflated, listed_at, patched
from tests.audits.made_log import pack

ANCHORED = {"anchors/7/cosigned": (7, "cosigned"), "anchors/0/12.tsr": (0, "12.tsr")}


def said(content, name="checkpoint"):
    """Why a bundle, or one member of it, cannot be read."""
    with pytest.raises(BundleError) as refused:
        open_bundle(io.BytesIO(content)).read(name)
    return str(refused.value)


def test_names_of_anchors():
    assert {name: anchored(name) for name in ANCHORED} == ANCHORED
    assert [anchored(name) for name in ("anchors/07/cosigned", "anchors/7/0.tsr", "anchors/7/x", "x")] == [
        None
    ] * 4
    assert [member_limit(name) for name in ANCHORED] == [262_144, 65_536]
    assert numbered("payloads/x001/000") == ("payloads", 1000)
    assert numbered("payloads/000.p/7") is None
    assert numbered("anchors/000") is None


def test_what_is_in_it():
    bundle = open_bundle(io.BytesIO(pack(PARTS | dict.fromkeys(ANCHORED, b""))))

    assert bundle.anchors == set(ANCHORED.values())
    assert ("checkpoint" in bundle, "anchors/7/cosigned" in bundle, "anchors/8/cosigned" in bundle) == (
        True,
        True,
        False,
    )
    assert Tile(0, 0) in bundle.tiles


def test_longest_entries():
    longest = [b"x" * 4096] * 256

    assert split_entries(join_entries(longest)) == [(n * 4098 + 2, longest[0]) for n in range(256)]
    for bodies in ([*longest, b""], [b"x" * 4097]):
        with pytest.raises(BundleError) as refused:
            join_entries(bodies)
        assert str(refused.value) == "an entry tile has at most 256 entries of 4096 bytes"
    assert split_entries(b"\0\0\0") == split_entries(b"\0\0") == [(2, b"")]
    assert split_entries(b"\x01\x00" + bytes(256)) == [(2, bytes(256))]


def test_words_of_refusal():
    twice = pack([*PARTS.items(), ("checkpoinX", b"")]).replace(b"checkpoinX", b"checkpoint")

    assert said(pack({"policy.txt": b""})) == "has no checkpoint"
    assert said(ZIP, "checkpoints/9") == "has no checkpoints/9"
    assert said(twice) == "member 'checkpoint' is there twice or has a hidden name"
    assert (
        said(pack(PARTS | {"README.txt": bytes(262_145)})) == "README.txt has 262145 bytes, more than 262144"
    )
    assert said(b"x") == "is not a zip file that ends where it should (cut off, or something follows)"


def test_total_of_all_members(monkeypatch):
    total = sum(map(len, PARTS.values()))
    monkeypatch.setattr("audits.bundle.reader.MAX_TOTAL", total)
    open_bundle(io.BytesIO(ZIP))
    monkeypatch.setattr("audits.bundle.reader.MAX_TOTAL", total - 1)

    assert said(ZIP) == f"members have more than {total - 1} bytes in all"


@pytest.mark.parametrize("size", [1024 * 1024, 1024 * 1024 + 1])
def test_ratio_counts_from_a_megabyte(size):
    content = deflated(tile__entries__000=bytes(size))

    if size > 1024 * 1024:
        assert said(content) == "tile/entries/000 unpacks to more than 200 times its size"
    else:
        assert open_bundle(io.BytesIO(content)).read("tile/entries/000") == bytes(size)


def test_pack_line_by_line():
    lines = [b"7 {}\n", b"8 " + b"x" * 300_000 + b"\n", b"9"]
    bundle = open_bundle(io.BytesIO(pack({"checkpoint": NOTE, "payloads/000": b"".join(lines)})))

    assert list(bundle.lines("payloads/000")) == [(0, lines[0]), (5, lines[1]), (5 + len(lines[1]), b"9")]
    with pytest.raises(BundleError, match=r"^has no payloads/001$"):
        list(bundle.lines("payloads/001"))


def test_damaged_pack_is_named():
    content = pack({"checkpoint": NOTE, "payloads/000": b"7 {}\n"}).replace(b"7 {}\n", b"8 {}\n")
    bundle = open_bundle(io.BytesIO(content))

    with pytest.raises(
        BundleError, match=r"^payloads/000 cannot be unpacked: Bad CRC-32 for file 'payloads/000'$"
    ):
        list(bundle.lines("payloads/000"))
    assert said(content, "payloads/000").startswith("payloads/000 cannot be unpacked: Bad CRC-32")


def test_line_that_is_too_long_comes_cut_off(monkeypatch):
    monkeypatch.setattr("audits.bundle.reader.MAX_LINE", 4)
    bundle = open_bundle(io.BytesIO(pack({"checkpoint": NOTE, "payloads/000": b"7 {}\n8 {}xx\n"})))

    assert list(bundle.lines("payloads/000")) == [(0, b"7 {}\n"), (5, b"8 {}x"), (10, b"x\n")]


@pytest.mark.parametrize("kind", [0o040755, 0o120777, 0o020666])
def test_member_that_is_no_file(kind):
    place = listed_at(ZIP, "tile/0/000")

    message = said(patched(ZIP, place + 38, struct.pack("<I", kind << 16)))

    assert message == "tile/0/000 is a link or a device, not a file"
