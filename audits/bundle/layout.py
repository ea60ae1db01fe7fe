"""Which files a bundle may hold, how large each may be, and how entries are packed.

Source: C2SP tlog-tiles for `checkpoint` and everything under `tile/`.
"""

import re
from collections.abc import Sequence

from audits.checkpoint import MAX_NOTE
from audits.envelope import MAX_ENVELOPE, MAX_PAYLOAD
from audits.merkle.hashing import HASH_SIZE
from audits.merkle.tiles import TILE_WIDTH, Tile, parse_tile_path

CHECKPOINT = "checkpoint"
POLICY = "policy.txt"
README = "README.txt"
APP = "verify.pyz"
# Members that nothing in the log speaks of: whoever carries the bundle may have changed them.
NOT_VOUCHED_FOR = (README, POLICY, APP)

README_TEXT = """\
An export of the audit log.

checkpoint           the signed tree head that everything here leads to
checkpoints/SIZE     earlier signed tree heads
tile/                hashes of the tree and the entries, laid out as C2SP tlog-tiles
anchors/SIZE/        what outsiders said of the head of that size: `cosigned` is its note with cosignatures
                     of witnesses, `K.tsr` a reply of a time stamping authority (RFC 3161) to the SHA-256
                     of checkpoints/SIZE
payloads/N.json      what entry N says beyond its envelope, where it was asked for
private/N.json       personal values of entry N and the keys of their commitments, where asked for
policy.txt           a copy of the policy; it proves nothing: use the one that was handed to you
verify.pyz           the verifier; to be independent of this file, take it from somewhere else

    python3 verify.pyz bundle THIS.zip --policy YOUR-POLICY.txt --held A-CHECKPOINT-YOU-KEPT.txt

Exit code: 0 verified, 1 contradiction, 2 unreadable, 3 not enough evidence.
"""

# Bounds that keep a hostile zip from filling memory or time; an export beyond them is cut by period.
MAX_MEMBERS = 1_000_000
MAX_DIRECTORY = 128 * 1024 * 1024
MAX_TOTAL = 64 * 1024**3
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024

_FIXED = {CHECKPOINT: MAX_NOTE, POLICY: MAX_NOTE, README: MAX_NOTE, APP: 8 * 1024 * 1024}
_NUMBERED = re.compile(
    r"(?P<folder>checkpoints)/(?P<size>0|[1-9][0-9]{0,17})"
    r"|(?P<values>payloads|private)/(?P<index>0|[1-9][0-9]{0,17})\.json",
    re.ASCII,
)
_ANCHOR = re.compile(
    r"anchors/(?P<size>0|[1-9][0-9]{0,17})/(?P<name>cosigned|[1-9][0-9]{0,5}\.tsr)", re.ASCII
)
COSIGNED = "cosigned"
MAX_STAMP = 64 * 1024


class BundleError(ValueError):
    """A file is not a bundle: not a zip, cut off, too large, or with members that have no place in it."""


def member_limit(path: str) -> int:
    """The most bytes a member of this name may have. Raises: BundleError for a name with no place."""
    if path in _FIXED:
        return _FIXED[path]
    if (tile := parse_tile_path(path)) is not None:
        return tile.width * ((2 + MAX_ENVELOPE) if tile.level is None else HASH_SIZE)
    if (match := _NUMBERED.fullmatch(path)) is not None:
        return MAX_NOTE if match["folder"] else MAX_PAYLOAD
    if (place := anchored(path)) is not None:
        return MAX_NOTE if place[1] == COSIGNED else MAX_STAMP
    raise BundleError(f"member {path[:200]!r} has no place in a bundle")


def numbered(path: str) -> tuple[str, int] | None:
    """('checkpoints', size), ('payloads', index) or ('private', index) of such a member's name."""
    match = _NUMBERED.fullmatch(path)
    if match is None:
        return None
    return (match["folder"] or match["values"], int(match["size"] or match["index"]))


def anchored(path: str) -> tuple[int, str] | None:
    """(size of the tree, name) of a member that holds an anchor of the head of that size."""
    match = _ANCHOR.fullmatch(path)
    return None if match is None else (int(match["size"]), match["name"])


def entry_tile(n: int, width: int) -> Tile:
    """The place of `width` entries from number n * 256."""
    return Tile(None, n, width)


def join_entries(bodies: Sequence[bytes]) -> bytes:
    """The bytes of an entry tile: each body after its length in two bytes, high byte first."""
    if len(bodies) > TILE_WIDTH or any(len(body) > MAX_ENVELOPE for body in bodies):
        raise BundleError(f"an entry tile has at most {TILE_WIDTH} entries of {MAX_ENVELOPE} bytes")
    return b"".join(len(body).to_bytes(2, "big") + body for body in bodies)


def split_entries(content: bytes) -> list[tuple[int, bytes]]:
    """(offset of the body, body) of each whole entry in an entry tile; stops before one that is cut short."""
    found: list[tuple[int, bytes]] = []
    position = 0
    while position + 2 <= len(content):
        start = position + 2
        position = start + int.from_bytes(content[position:start], "big")
        if position > len(content):
            break
        found.append((start, content[start:position]))
    return found
