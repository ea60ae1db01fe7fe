"""Trees of every shape: hidden groups, tiles of three levels, the empty log, heads in the wrong place."""

from functools import cache

from audits.bundle.layout import pack_line
from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TILE_HEIGHT
from audits.merkle.tree import Frontier, root_of
from audits.policy import format_policy
from tests.audits.made_log import ORIGIN, MadeLog, pack, signer
from tests.audits.said import Question

BUNDLE = "bundle export.zip --policy policy.txt"
LOG = MadeLog(300)
PARTS = LOG.parts(checkpoints=[100, 256], payloads=[7, 8], private=[7])
SHORT = MadeLog(12)
SMALL = SHORT.parts(checkpoints=[4, 8])
SHORT_ENTRIES, SHORT_ROOT = "tile/entries/000.p/12", root_of(SHORT.hashes)
OTHER = MadeLog(3, origin="other.example", seed=5)
ODD = b"\x01" * 32
ENTRIES, TAIL, LEAVES = "tile/entries/000", "tile/entries/001.p/44", "tile/0/000"


def note(size: int, root: bytes, origin: str = ORIGIN) -> bytes:
    return sign_note(checkpoint_text(origin, size, root), LOG.signer)


def without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in PARTS.items() if name not in names}


def empty(root: bytes | None = None) -> dict[str, bytes]:
    return MadeLog(0).parts() | ({} if root is None else {"checkpoint": note(0, root)})


@cache
def tall() -> dict[str, bytes]:
    """66,304 entries of which nothing is known but the hashes of every 256."""
    groups, tree = [leaf_hash(b"%d" % n) for n in range(259)], Frontier()
    for one in groups:
        tree.append(one, TILE_HEIGHT)
    return {
        "checkpoint": note(259 * 256, tree.root()),
        "tile/1/000": b"".join(groups[:256]),
        "tile/1/001.p/3": b"".join(groups[256:]),
        "tile/2/000.p/1": root_of(groups[:256]),
    }


def flipped(parts: dict[str, bytes], name: str, place: int) -> dict[str, bytes]:
    content = bytearray(parts[name])
    content[place] ^= 1
    return parts | {name: bytes(content)}


def payload(name: str, *lines: bytes) -> dict[str, bytes]:
    return PARTS | {name: b"".join(lines)}


def asked(parts: dict[str, bytes], *, held: bytes = b"", logs: bool = False) -> Question:
    """Of this bundle, by who holds this head, with a policy that accepts one log or two."""
    keys = [LOG.signer.key, OTHER.signer.key] if logs else [LOG.signer.key]
    files = {"policy.txt": format_policy(keys), "held.txt": held, "export.zip": pack(parts)}
    return Question(f"{BUNDLE} --held held.txt" if held else BUNDLE, lambda: files)


LINES = {index: pack_line(index, LOG.payloads[index]) for index in (256, 299)}
WITHOUT_GROUP = without(ENTRIES, LEAVES, "payloads/000", "private/000", "checkpoints/100")
QUESTIONS = {
    "an empty log": asked(empty()),
    "an empty log of another root": asked(empty(ODD)),
    "a head of no entries with another root": asked(SMALL | {"checkpoints/0": note(0, ODD)}),
    "a head of one entry with another root": asked(SMALL | {"checkpoints/1": note(1, ODD)}),
    "an earlier head of another root": asked(SMALL | {"checkpoints/8": note(8, ODD)}),
    "a head of the size of the last": asked(SMALL | {"checkpoints/12": note(12, SHORT_ROOT)}),
    "a head of the size of the last, of another root": asked(SMALL | {"checkpoints/12": note(12, ODD)}),
    "a head beyond the last": asked(SMALL | {"checkpoints/13": note(13, ODD)}),
    "a head in another place": asked(SMALL | {"checkpoints/9": note(8, ODD)}),
    "a held head of another root": asked(SMALL, held=note(12, ODD)),
    "a held head of an earlier root": asked(SMALL, held=note(6, ODD)),
    "a held head between others": asked(SMALL, held=SHORT.note(6)),
    "a held head that is newer": asked(SMALL, held=MadeLog(13).note()),
    "a held head of another log": asked(SMALL, held=OTHER.note(), logs=True),
    "a held head of nobody": asked(SMALL, held=OTHER.note()),
    "a head that its log did not sign": asked(SMALL | {"checkpoint": SHORT.note(12, signer(9))}),
    "an earlier head that its log did not sign": asked(SMALL | {"checkpoints/4": SHORT.note(4, signer(9))}),
    "a head that is no note": asked(SMALL | {"checkpoint": b"hello"}),
    "an earlier head that is no note": asked(SMALL | {"checkpoints/4": b"hello"}),
    "a bit in a leaf": asked(flipped(SMALL, "tile/0/000.p/12", 33)),
    "a bit in an entry": asked(flipped(SMALL, SHORT_ENTRIES, 9)),
    "a bit in the last entry": asked(flipped(SMALL, SHORT_ENTRIES, -5)),
    "the last entry cut": asked(SMALL | {SHORT_ENTRIES: SMALL[SHORT_ENTRIES][:-1]}),
    "a byte too many": asked(SMALL | {SHORT_ENTRIES: SMALL[SHORT_ENTRIES] + b"x"}),
    "an entry too many": asked(SMALL | {SHORT_ENTRIES: SMALL[SHORT_ENTRIES] + b"\0\2{}"}),
    "a leaf too few": asked(SMALL | {"tile/0/000.p/12": SMALL["tile/0/000.p/12"][:-32]}),
    "a tile of entries of another width": asked(SMALL | {"tile/entries/000.p/11": SMALL[SHORT_ENTRIES]}),
    "a tile of leaves of another width": asked(SMALL | {"tile/0/000.p/13": bytes(13 * 32)}),
    "tiles of every kind of another width": asked(
        SMALL | {"tile/1/000.p/1": bytes(32), "tile/0/000.p/13": b"", "tile/entries/000.p/11": b""}
    ),
    "a tile of groups too early": asked(SMALL | {"tile/1/000.p/1": bytes(32)}),
    "nothing but the head": asked({"checkpoint": SHORT.note()}),
    "nothing but leaves": asked({name: c for name, c in SMALL.items() if name != SHORT_ENTRIES}),
    "a group known by its hash": asked(WITHOUT_GROUP),
    "a group known by its hash, a head within": asked(WITHOUT_GROUP, held=LOG.note(100)),
    "a group known by its hash, a head at its end": asked(WITHOUT_GROUP, held=LOG.note(256)),
    "a group known by its leaves": asked(without(ENTRIES, "payloads/000", "private/000")),
    "a tail known by its leaves": asked(without(TAIL)),
    "a tail of which nothing is known": asked(without(TAIL, "tile/0/001.p/44")),
    "no stored hashes at all": asked(without(LEAVES, "tile/0/001.p/44", "tile/1/000.p/1")),
    "a tall tree": asked(tall()),
    "a tall tree, a bit in the first group": asked(flipped(tall(), "tile/1/000", 0)),
    "a tall tree, a bit in the last group": asked(flipped(tall(), "tile/1/001.p/3", 95)),
    "a tall tree, a bit at the top": asked(flipped(tall(), "tile/2/000.p/1", 31)),
    "a tall tree, a group gone": asked({n: c for n, c in tall().items() if n != "tile/1/001.p/3"}),
    "a tile of leaves beyond the end": asked(PARTS | {"tile/0/007": bytes(8192)}),
    "a tile of groups that is too wide": asked(PARTS | {"tile/1/000.p/9": bytes(9 * 32)}),
    "a payload of another tile": asked(payload("payloads/000", LINES[256])),
    "a payload behind the last entry": asked(payload("payloads/001", LINES[299], pack_line(300, b"{}"))),
    "payloads of the last entries": asked(payload("payloads/001", LINES[256], LINES[299])),
    "payloads of no tile": asked(payload("payloads/002", pack_line(512, b"{}"))),
    "payloads right behind a whole tile": asked(
        MadeLog(256).parts() | {"payloads/001": pack_line(256, b"{}")}
    ),
    "a second line of the last entry": asked(payload("payloads/001", LINES[299], LINES[299])),
    "payloads of hidden entries": asked(without(ENTRIES)),
    "private values of hidden entries": asked(without(ENTRIES, "payloads/000")),
    "whole with a part hidden": Question(
        f"{BUNDLE} --whole",
        lambda: {"policy.txt": LOG.policy, "export.zip": pack(without(TAIL))},
    ),
    "whole as JSON": Question(
        f"{BUNDLE} --whole --json", lambda: {"policy.txt": LOG.policy, "export.zip": pack(SMALL)}
    ),
    "a contradiction as JSON": Question(
        f"{BUNDLE} --json",
        lambda: {"policy.txt": LOG.policy, "export.zip": pack(flipped(SMALL, "tile/0/000.p/12", 0))},
    ),
}
