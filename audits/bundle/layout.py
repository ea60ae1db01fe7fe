"""Which files a bundle may hold, how large each may be, and how entries are packed.

Source: C2SP tlog-tiles for `checkpoint` and everything under `tile/`.
"""

import re
from collections.abc import Sequence

from audits.asked import MAX_ASKED
from audits.checkpoint import MAX_NOTE
from audits.envelope import MAX_ENVELOPE, MAX_PAYLOAD
from audits.merkle.hashing import HASH_SIZE
from audits.merkle.tiles import TILE_WIDTH, Tile, parse_tile_path

CHECKPOINT = "checkpoint"
POLICY = "policy.txt"
README = "README.txt"
APP = "verify.pyz"
ASKED = "asked.json"
# Members that nothing in the log speaks of: whoever carries the bundle may have changed them.
NOT_VOUCHED_FOR = (README, POLICY, APP, ASKED)

README_TEXT = """\
An export of the audit log.

checkpoint           the signed tree head that everything here leads to
checkpoints/SIZE     earlier signed tree heads
tile/                hashes of the tree and the entries, laid out as C2SP tlog-tiles
anchors/SIZE/        what outsiders said of the head of that size: `cosigned` is its note with cosignatures
                     of witnesses, `K.tsr` a reply of a time stamping authority (RFC 3161) to the SHA-256
                     of checkpoints/SIZE
payloads/NNN         what entries say beyond their envelopes, where it was asked for: goes with
                     tile/entries/NNN, one line an entry: its number, a space, the payload
private/NNN          personal values and the keys of their commitments, where asked for
asked.json           which period, kind, body and object were asked for
policy.txt           a copy of the policy; it proves nothing: use the one that was handed to you
verify.pyz           the verifier; to be independent of this file, take it from somewhere else

    python3 verify.pyz bundle THIS.zip --policy YOUR-POLICY.txt --held A-CHECKPOINT-YOU-KEPT.txt

Exit code: 0 verified, 1 contradiction, 2 unreadable, 3 not enough evidence.
"""

# Bounds that keep a hostile zip from filling memory or time; an export beyond them is cut by period.
MAX_MEMBERS = 200_000
MAX_DIRECTORY = 32 * 1024 * 1024
MAX_TOTAL = 64 * 1024**3
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024

_FIXED = {CHECKPOINT: MAX_NOTE, POLICY: MAX_NOTE, README: MAX_NOTE, APP: 8 * 1024 * 1024, ASKED: MAX_ASKED}
_ANCHOR = re.compile(
    r"anchors/(?P<size>0|[1-9][0-9]{0,17})/(?P<name>cosigned|[1-9][0-9]{0,5}\.tsr)", re.ASCII
)
COSIGNED = "cosigned"
MAX_STAMP = 64 * 1024
# A pack has a line for each entry of an entry tile that has something there: number, space, content.
PACKS = ("payloads", "private")
MAX_LINE = MAX_PAYLOAD + 20

_HEAD = re.compile(r"checkpoints/(0|[1-9][0-9]{0,17})", re.ASCII)


class BundleError(ValueError):
    """A file is not a bundle: not a zip, cut off, too large, or with members that have no place in it."""


def member_limit(path: str) -> int:
    """The most bytes a member of this name may have. Raises: BundleError for a name with no place."""
    if path in _FIXED:
        return _FIXED[path]
    if (tile := parse_tile_path(path)) is not None:
        return tile.width * ((2 + MAX_ENVELOPE) if tile.level is None else HASH_SIZE)
    if (place := numbered(path)) is not None:
        return TILE_WIDTH * MAX_LINE if place[0] in PACKS else MAX_NOTE
    if (anchor := anchored(path)) is not None:
        return MAX_NOTE if anchor[1] == COSIGNED else MAX_STAMP
    raise BundleError(f"member {path[:200]!r} has no place in a bundle")


def numbered(path: str) -> tuple[str, int] | None:
    """('checkpoints', size), ('payloads', n) or ('private', n) of such a member's name."""
    if (match := _HEAD.fullmatch(path)) is not None:
        return "checkpoints", int(match[1])
    folder, _, rest = path.partition("/")
    tile = parse_tile_path(f"tile/entries/{rest}") if folder in PACKS else None
    return None if tile is None or tile.width != TILE_WIDTH else (folder, tile.n)


def pack_path(folder: str, n: int) -> str:
    """The name of the pack that goes with entry tile `n`, as in `payloads/x003/906`."""
    return f"{folder}/{Tile(None, n).path.removeprefix('tile/entries/')}"


def pack_line(index: int, content: bytes) -> bytes:
    """What a pack holds of one entry; content is canonical JSON, which has no line feed of its own."""
    return b"%d %b\n" % (index, content)


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
    position, length = 0, len(content)
    while (start := position + 2) <= length:
        position = start + (content[position] << 8 | content[position + 1])
        if position > length:
            break
        found.append((start, content[start:position]))
    return found
