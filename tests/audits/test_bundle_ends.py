"""The end of a zip, which says how much there is: how far it is believed, to the byte."""

import io
import zipfile

import pytest

from audits.bundle import BundleError, open_bundle
from tests.audits.bad_zips import END, LIST, PARTS, ZIP, deflated, end64, listed_at, patched
from tests.audits.made_log import pack

COUNT = len(PARTS)
CUT = "is not a zip file that ends where it should (cut off, or something follows)"


def opened(content):
    return open_bundle(io.BytesIO(content))


def said(content):
    with pytest.raises(BundleError) as refused:
        opened(content)
    return str(refused.value)


def larger_kind(count=COUNT, size=END - LIST, offset=LIST):
    """The same members, with the end of the larger kind of zip."""
    return end64(count, size, offset)


def test_a_zip_of_the_larger_kind_is_read():
    bundle = opened(larger_kind())

    assert {name: bundle.read(name) for name in PARTS} == PARTS


@pytest.mark.parametrize(
    "content",
    [
        ZIP[END : END + 21],
        ZIP[:END] + b"PK\x05\x07" + ZIP[END + 4 :],
        ZIP[:-1] + b"\x01",
        ZIP[:-2] + b"\x01\x00",
        b"x" * 22,
    ],
)
def test_what_does_not_end_as_a_zip(content):
    assert said(content) == CUT


@pytest.mark.parametrize("content", [ZIP, larger_kind()], ids=["small", "larger"])
def test_members_are_counted_before_they_are_read(monkeypatch, content):
    monkeypatch.setattr("audits.bundle.reader.MAX_MEMBERS", COUNT)
    assert opened(content).tiles
    monkeypatch.setattr("audits.bundle.reader.MAX_MEMBERS", COUNT - 1)

    assert said(content) == f"lists more than {COUNT - 1} members"


@pytest.mark.parametrize("content", [ZIP, larger_kind()], ids=["small", "larger"])
def test_the_list_is_measured_before_it_is_read(monkeypatch, content):
    monkeypatch.setattr("audits.bundle.reader.MAX_DIRECTORY", END - LIST)
    assert opened(content).tiles
    monkeypatch.setattr("audits.bundle.reader.MAX_DIRECTORY", END - LIST - 1)

    assert said(content) == "lists more than 200000 members"


@pytest.mark.parametrize(
    "content", [patched(ZIP, END + 12, b"\xff" * 4), larger_kind(2**64 - 1), larger_kind(size=2**64 - 1)]
)
def test_the_largest_numbers_are_not_taken_for_negative(content):
    assert said(content) == "lists more than 200000 members"


def test_a_member_with_fields_of_its_own_is_measured_with_them():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("checkpoint", "policy.txt"):
            member = zipfile.ZipInfo(name)
            member.extra = b"\x99\x99\x04\x00abcd"
            archive.writestr(member, b"hello")

    assert opened(out.getvalue()).read("policy.txt") == b"hello"


def test_a_member_that_promises_its_sizes_behind_it():
    content = pack({"checkpoint": b"hello", "policy.txt": b""})
    promised = patched(content, 6, b"\x08\x00")
    promised = patched(promised, listed_at(content, "checkpoint") + 8, b"\x08\x00")

    assert said(promised) == "0 bytes before policy.txt belong to no member"


def test_what_no_zip_is_told_as():
    no_list = patched(ZIP, LIST, b"PK\x01\x03")

    assert said(ZIP[END:]) == "is not a zip file: Bad offset for central directory"
    assert said(no_list) == "is not a zip file: Bad magic number for central directory"


def test_names_are_cut_where_they_are_told():
    long = pack([*PARTS.items(), ("x" * 250 + "Xy", b"")]).replace(b"xXy", b"x\0y")

    assert said(long) == f"member {'x' * 200!r} is there twice or has a hidden name"


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_pack_that_bundles_do_not_use(way):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        archive.writestr("checkpoint", PARTS["checkpoint"])

    assert said(out.getvalue()) == "checkpoint is encrypted or packed in a way that bundles do not use"


def test_members_in_secret_writing():
    first = listed_at(ZIP, "checkpoint")

    assert said(patched(ZIP, first + 8, b"\x01\x00")) == (
        "checkpoint is encrypted or packed in a way that bundles do not use"
    )


def test_a_member_is_measured_against_its_packed_size(monkeypatch):
    monkeypatch.setattr("audits.bundle.reader.RATIO_FROM", 0)
    monkeypatch.setattr("audits.bundle.reader.MAX_RATIO", 1)

    assert opened(ZIP).read("checkpoint") == PARTS["checkpoint"]
    assert said(deflated()) == "checkpoint unpacks to more than 1 times its size"


def test_a_damaged_member_is_told_whole():
    content = pack({"checkpoint": b"hello"}).replace(b"hello", b"hallo")

    with pytest.raises(BundleError) as refused:
        opened(content).read("checkpoint")
    assert str(refused.value) == "checkpoint cannot be unpacked: Bad CRC-32 for file 'checkpoint'"
    with pytest.raises(BundleError) as refused:
        list(opened(content).lines("checkpoint"))
    assert str(refused.value) == "checkpoint cannot be unpacked: Bad CRC-32 for file 'checkpoint'"
