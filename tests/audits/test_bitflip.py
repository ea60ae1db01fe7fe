"""One bit anywhere in an export: FAULT_N flips (100,000 in the full form), drawn by FAULT_SEED.

Half are flips in the bytes of the zip, half in a member that is packed again with a right checksum. A flip
may pass in one place alone: where the verifier says itself that it vouches for nothing (README.txt,
policy.txt, verify.pyz), and in what a zip says of itself (dates, versions, attributes). Then the report is
the very same.
"""

import io
import os
import random
import struct
import zipfile
from collections import Counter

from audits.bundle import BundleError, open_bundle
from audits.bundle.layout import NOT_VOUCHED_FOR
from audits.policy import parse_policy
from audits.verify.failure import VerifyError
from audits.verify.whole import Report, verify_bundle
from tests.audits.made_log import MadeLog, pack

FLIPS = int(os.environ.get("FAULT_N", "3000"))
SEED = int(os.environ.get("FAULT_SEED", "7"))
LOG = MadeLog(9)
PARTS = LOG.parts(checkpoints=[5], payloads=[2, 7], private=[7]) | {"verify.pyz": b"x" * 300}
ZIP = pack(PARTS)
POLICY = parse_policy(LOG.policy)


def verdict(content: bytes) -> Report | None:
    """The report on a bundle; None when it is refused in one of the two ways there are."""
    try:
        return verify_bundle(open_bundle(io.BytesIO(content)), POLICY)
    except (VerifyError, BundleError):
        return None


CLEAN = verdict(ZIP)


def regions() -> list[str]:
    """For each byte of the zip, the member whose content it is, or `zip` for what frames the members."""
    found = ["zip"] * len(ZIP)
    with zipfile.ZipFile(io.BytesIO(ZIP)) as archive:
        for member in archive.infolist():
            lengths = struct.unpack_from("<HH", ZIP, member.header_offset + 26)
            start = member.header_offset + 30 + sum(lengths)
            found[start : start + member.file_size] = [member.filename] * member.file_size
    return found


def flipped(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def in_the_zip(draw: random.Random, where: list[str]) -> tuple[str, bytes]:
    place = draw.randrange(len(ZIP))
    return where[place], flipped(ZIP, place, draw.randrange(8))


def in_a_member(draw: random.Random) -> tuple[str, bytes]:
    name = draw.choice([name for name, content in PARTS.items() if content])
    changed = flipped(PARTS[name], draw.randrange(len(PARTS[name])), draw.randrange(8))
    return name, pack(PARTS | {name: changed})


def passed(flips: int, seed: int) -> Counter[str]:
    """How many flips were not refused, by where they were. A report that differs counts as `wrong report`."""
    draw, where, found = random.Random(seed), regions(), Counter[str]()
    for number in range(flips):
        place, content = in_a_member(draw) if number % 2 else in_the_zip(draw, where)
        if (report := verdict(content)) is not None:
            found[place if report == CLEAN else "wrong report"] += 1
    return found


def test_no_flip_of_what_is_vouched_for_passes():
    assert CLEAN is not None

    found = passed(FLIPS, SEED)

    print(f"bitflip: {FLIPS} flips of seed {SEED}; passed where nothing is vouched for: {dict(found)}")
    assert found.keys() <= {*NOT_VOUCHED_FOR, "zip"}


def test_a_flip_that_passes_changes_nothing_that_is_read():
    draw, where = random.Random(SEED), regions()
    for _ in range(max(FLIPS // 4, 2000)):
        _, content = in_the_zip(draw, where)
        if verdict(content) is None:
            continue
        bundle = open_bundle(io.BytesIO(content))
        for name in PARTS.keys() - set(NOT_VOUCHED_FOR):
            assert bundle.read(name) == PARTS[name]


def test_verifier_that_takes_any_value_for_a_commitment_is_found(monkeypatch):
    """The planted bug."""
    monkeypatch.setattr("hmac.compare_digest", lambda one, other: True)

    found = passed(1500, 7)

    assert found.keys() - {*NOT_VOUCHED_FOR, "zip"}
    assert all(name.startswith("private/") for name in found.keys() - {*NOT_VOUCHED_FOR, "zip"})
