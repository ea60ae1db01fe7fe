"""A zip is its members, one after the other, and one list of them; whatever else is in it is named."""

import io
import struct
import zipfile

import pytest

from audits.bundle import BundleError, open_bundle
from audits.bundle.layout import member_limit
from tests.audits.bad_zips import (
    END,
    FIRST,
    LIST,
    MEGABYTE,
    NOTE,
    PARTS,
    ZIP,
    end64,
    listed_at,
    lying_bomb,
    overlapping,
    patched,
    symlink,
)
from tests.audits.made_log import pack

NAMES = list(PARTS)
OTHER = "tile/0/000 is another member where it stands than in the list"


def moved(content, by):
    """The zip with its list of members, and every place in it, further on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            place = listed_at(content, name) + 42
            (offset,) = struct.unpack_from("<I", content, place)
            content = patched(content, place, struct.pack("<I", offset + by))
    return content


def shorter_list():
    """The list without its last member, and an end that knows nothing of it."""
    last = listed_at(ZIP, NAMES[-1])
    return ZIP[:last] + patched(ZIP[END:], 12, struct.pack("<I", last - LIST))


def with_end(count):
    return patched(ZIP, END + 10, struct.pack("<H", count))


def beyond_the_end():
    """A first member that is said to be as long as the whole zip, and a second behind it."""
    content = pack({"checkpoint": NOTE, "policy.txt": b""})
    first, second = listed_at(content, "checkpoint"), listed_at(content, "policy.txt")
    longer = patched(content, first + 20, struct.pack("<I", len(content)))
    return patched(longer, second + 42, struct.pack("<I", 30 + len("checkpoint") + len(content)))


class Unseekable(io.RawIOBase):
    """A file to which programs write without going back."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, content):
        self.content += bytes(content)
        return len(content)


def streamed():
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return out.content


def test_honest_zips_of_other_programs_are_read():
    for content in (ZIP, streamed(), pack(dict(reversed(PARTS.items())))):
        bundle = open_bundle(io.BytesIO(content))
        assert {name: bundle.read(name) for name in PARTS} == PARTS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"MZ" + ZIP, f"2 bytes before {NAMES[0]} belong to no member"),
        (ZIP + ZIP, f"{len(ZIP)} bytes before {NAMES[0]} belong to no member"),
        (moved(ZIP[:LIST] + b"more" + ZIP[LIST:], 0), f"4 bytes before {NAMES[0]} belong to no member"),
        (shorter_list(), f"lists {len(NAMES) - 1} members and states {len(NAMES)}"),
        (with_end(len(NAMES) + 1), f"lists {len(NAMES)} members and states {len(NAMES) + 1}"),
        (overlapping(), "8232 bytes before tile/0/001.p/44 are of two members"),
        (patched(ZIP, FIRST + 30, b"tile/0/999"), OTHER),
        (patched(ZIP, FIRST, b"PK\x03\x05"), OTHER),
        (patched(ZIP, FIRST + 6, b"\x02\x00"), OTHER),
        (patched(ZIP, FIRST + 8, b"\x08\x00"), OTHER),
        (beyond_the_end(), "policy.txt is cut off"),
        (symlink("checkpoints/7", b"/etc/passwd"), "checkpoints/7 is a link or a device, not a file"),
        (end64(len(NAMES), 46, 2**40), "is not a zip file: Bad magic number for central directory"),
    ],
)  # fmt: skip
def test_zip_with_anything_else(content, message):
    with pytest.raises(BundleError) as refused:
        open_bundle(io.BytesIO(content))

    assert str(refused.value) == message


def test_bytes_between_the_last_member_and_the_list():
    content = pack({"checkpoint": NOTE})
    place = listed_at(content, "checkpoint")
    later = struct.pack("<I", place + 4)
    content = content[:place] + b"more" + content[place:]

    with pytest.raises(BundleError, match=r"^4 bytes before the list of members belong to no member$"):
        open_bundle(io.BytesIO(patched(content, len(content) - 6, later)))


def test_member_that_unpacks_to_more_than_it_states_is_read_no_further():
    bundle = open_bundle(io.BytesIO(lying_bomb(3 * MEGABYTE)))

    assert bundle.read("tile/entries/000") == bytes(1000)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("checkpoint", 262_144),
        ("policy.txt", 262_144),
        ("README.txt", 262_144),
        ("verify.pyz", 8_388_608),
        ("checkpoints/7", 262_144),
        ("tile/entries/000", 256 * 4098),
        ("tile/entries/000.p/7", 7 * 4098),
        ("tile/0/000", 256 * 32),
        ("tile/3/000.p/7", 7 * 32),
        ("payloads/000", 256 * (4 * MEGABYTE + 20)),
        ("private/x001/000", 256 * (4 * MEGABYTE + 20)),
    ],
)
def test_most_that_a_member_may_hold(name, most):
    assert member_limit(name) == most


def test_name_without_a_place_is_cut():
    with pytest.raises(BundleError) as refused:
        member_limit("x" * 300)

    assert str(refused.value) == f"member {'x' * 200!r} has no place in a bundle"
