import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.bundle import BundleError, join_entries, open_bundle, split_entries, write_bundle
from audits.bundle.layout import MAX_LINE, member_limit, numbered, pack_path
from audits.merkle.tiles import Tile
from tests.audits.made_log import MadeLog, pack

LOG = MadeLog(5)
ZIP = LOG.zip(checkpoints=[0, 3], payloads=[1, 4], private=[4])
NOTE = LOG.note()


def opened(content):
    return open_bundle(io.BytesIO(content))


def write(**changes):
    out = io.BytesIO()
    write_bundle(out, **({"checkpoint": NOTE, "policy": LOG.policy, "app": b""} | changes))
    return out.getvalue()


def test_bundle_read_back():
    bundle = opened(ZIP)

    assert bundle.tiles == {Tile(None, 0, 5), Tile(0, 0, 5)}
    assert bundle.numbers == {"checkpoints": {0, 3}, "payloads": {0}, "private": {0}}
    assert bundle.read("checkpoint") == NOTE
    assert list(bundle.lines("payloads/000")) == [
        (0, b"1 " + LOG.payloads[1] + b"\n"),
        (len(LOG.payloads[1]) + 3, b"4 " + LOG.payloads[4] + b"\n"),
    ]
    assert [body for _, body in split_entries(bundle.read("tile/entries/000.p/5"))] == LOG.bodies


def test_same_parts_give_the_same_bytes():
    assert MadeLog(5).zip(checkpoints=[0, 3], payloads=[1, 4], private=[4]) == ZIP
    with zipfile.ZipFile(io.BytesIO(ZIP)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == [
            "README.txt",
            "policy.txt",
            "verify.pyz",
            "checkpoint",
            "checkpoints/0",
            "checkpoints/3",
            "tile/entries/000.p/5",
            "tile/0/000.p/5",
            "payloads/000",
            "private/000",
        ]


def test_entries_keep_their_bytes_and_offsets():
    packed = join_entries([b"abc", b"", b"x" * 300])

    assert packed == b"\x00\x03abc\x00\x00\x01\x2c" + b"x" * 300
    assert split_entries(packed) == [(2, b"abc"), (7, b""), (9, b"x" * 300)]
    assert split_entries(packed[:-1]) == [(2, b"abc"), (7, b"")]
    assert split_entries(packed[:6]) == [(2, b"abc")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"checkpoints": [(3, b"x"), (3, b"x")]}, "checkpoints: 3 after 3"),
        ({"entries": [(1, [b"x"]), (0, [b"x"])]}, "entries: 0 after 1"),
        ({"payloads": [(2, b"x"), (1, b"x")]}, "payloads: 1 after 2"),
        ({"payloads": [(700, b"{\n}")]}, "payloads/002 cannot hold 3 bytes of entry 700"),
        (
            {"payloads": [(700, b"x" * (MAX_LINE - 4))]},
            f"payloads/002 cannot hold {MAX_LINE - 4} bytes of entry 700",
        ),
        (
            {"tiles": [(Tile(0, 1, 1), [b"x" * 32]), (Tile(0, 0, 1), [b"x" * 32])]},
            "tile/0/000.p/1 is out of order or not of its width",
        ),
        (
            {"tiles": [(Tile(0, 1, 2), [b"x" * 32])]},
            "tile/0/001.p/2 is out of order or not of its width",
        ),
        ({"checkpoint": b"x" * 300_000}, "checkpoint has 300000 bytes, more than 262144"),
        (
            {"entries": [(0, [b"x" * 5000])]},
            "an entry tile has at most 256 entries of 4096 bytes",
        ),
    ],
)
def test_parts_out_of_place_are_not_written(changes, message):
    with pytest.raises(BundleError) as refused:
        write(**changes)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    "name",
    [
        "../etc/passwd",
        "/checkpoint",
        "tile/../checkpoint",
        "checkpoints/../policy.txt",
        "checkpoints/03",
        "payloads/1.json",
        "payloads/000.p/1",
        "payloads/-1.json",
        "payloads/1",
        "payloads/",
        "private/001\n",
        "C:\\checkpoint",
        "checkpoint\\x",
        "tile/0/",
        "README",
        "",
    ],
)
def test_names_without_a_place_are_refused(name):
    with pytest.raises(BundleError, match="has no place in a bundle"):
        member_limit(name)
    if name:
        with pytest.raises(BundleError):
            opened(pack({"checkpoint": NOTE, name: b"x"}))


@pytest.mark.parametrize("n", [0, 7, 999, 1000, 3906, 1_234_567])
def test_a_pack_is_named_as_its_entry_tile(n):
    assert pack_path("private", n) == Tile(None, n).path.replace("tile/entries", "private")
    assert numbered(pack_path("private", n)) == ("private", n)


def test_numbered_names():
    assert numbered("checkpoints/0") == ("checkpoints", 0)
    assert numbered("private/x001/017") == ("private", 1017)
    assert numbered("checkpoint") is None


def deflated(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("checkpoint"), NOTE)
        archive.writestr(name, content)
    return out.getvalue()


def with_size(content, name, size):
    """The zip with another unpacked size of one member in its table of contents."""
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(name))
    return content[: place + 24] + struct.pack("<I", size) + content[place + 28 :]


def encrypted(content):
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 8] + b"\x01\x00" + content[place + 10 :]


TWICE = pack({"checkpoint": NOTE, "checkpoinx": NOTE}).replace(b"checkpoinx", b"checkpoint")
END64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 10**9, 46, 0)
LOCATOR = b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a zip file that ends"),
        (ZIP[:-1], "is not a zip file that ends"),
        (ZIP[:500], "is not a zip file that ends"),
        (ZIP + b"x", "is not a zip file that ends"),
        (ZIP[:-2] + b"\x01\x00x", "is not a zip file that ends"),
        (ZIP[-22:], "is not a zip file"),
        (ZIP[:-10] + b"\xff\xff\xff\x7f" + ZIP[-6:], "lists more than"),
        (ZIP[:-22] + END64 + LOCATOR + ZIP[-22:], "lists more than"),
        (pack({"policy.txt": b""}), "has no checkpoint"),
        (TWICE, "is there twice"),
        (pack({"checkpoint": b"x" * 300_000}), "more than 262144"),
        (deflated("payloads/001", b"0" * 4_000_000), "unpacks to more than 200 times"),
        (with_size(ZIP, b"verify.pyz", 2**31), "verify.pyz has 2147483648 bytes"),
        (encrypted(ZIP), "is encrypted"),
    ],
)
def test_hostile_files_are_refused(content, message):
    with pytest.raises(BundleError, match=message):
        opened(content)


def test_total_is_bounded(monkeypatch):
    monkeypatch.setattr("audits.bundle.reader.MAX_TOTAL", 1000)

    with pytest.raises(BundleError, match="members have more than 1000 bytes in all"):
        opened(ZIP)


def test_deflated_members_are_read():
    assert opened(deflated("payloads/001", LOG.payloads[1])).read("payloads/001") == LOG.payloads[1]


def test_damaged_or_absent_member():
    place = ZIP.index(b"reason")
    bundle = opened(ZIP[:place] + b"X" + ZIP[place + 1 :])

    with pytest.raises(BundleError, match=r"payloads/000 cannot be unpacked: Bad CRC-32"):
        bundle.read("payloads/000")
    with pytest.raises(BundleError, match=r"payloads/000 cannot be unpacked: Bad CRC-32"):
        list(bundle.lines("payloads/000"))
    with pytest.raises(BundleError, match=r"has no payloads/002"):
        bundle.read("payloads/002")
    with pytest.raises(BundleError, match=r"has no payloads/002"):
        list(bundle.lines("payloads/002"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_zip_is_read_or_refused_and_nothing_else(data):
    content = bytearray(ZIP)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(ZIP) - 1))] = data.draw(st.integers(0, 255))
    try:
        bundle = opened(bytes(content))
        for tile in bundle.tiles:
            bundle.read(tile.path)
    except BundleError:
        return
