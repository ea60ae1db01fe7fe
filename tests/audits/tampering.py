"""Ways to change an export, one line each: what is done, the index that must be named, the exit code.

The export holds entries 0 to 599 of a log in three tiles, heads at 100, 256 and 512, payloads of entries
7, 8 and 256, private values of 7 and 8. The auditor holds the log's policy and its head of 400 entries.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audits.bundle import join_entries
from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.payload import private_bytes
from tests.audits.made_log import KEY, ORIGIN, MadeLog, changed, signer

SIZE, HELD = 600, 400
LOG = MadeLog(SIZE)
HEADS = (100, 256, 512)
PARTS = LOG.parts(checkpoints=HEADS, payloads=[7, 8, 256], private=[7, 8])
OTHER_KEY = signer(9)
OTHER_LOG = MadeLog(SIZE, origin="other.example", seed=5)

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Kind:
    """One way. `index` is the entry that must be named, None where no entry is meant."""

    done: str
    make: Callable[[], Parts]
    index: int | None
    code: int = 1


def with_member(name: str, content: bytes) -> Parts:
    return PARTS | {name: content}


def without(*names: str, parts: Parts = PARTS) -> Parts:
    """The export without these members; a name that ends in a slash takes a whole folder."""
    folders = tuple(name for name in names if name.endswith("/"))
    return {
        name: content
        for name, content in parts.items()
        if name not in names and not (folders and name.startswith(folders))
    }


def moved(old: str, new: str) -> Parts:
    return without(old) | {new: PARTS[old]}


def swapped_members(one: str, other: str) -> Parts:
    return PARTS | {one: PARTS[other], other: PARTS[one]}


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def bit_in(name: str, place: int) -> Parts:
    return with_member(name, flipped(PARTS[name], place))


def replaced(old: bytes, new: bytes) -> Parts:
    """The export with these bytes in place of others in the one member that has them."""
    (name,) = (name for name, content in PARTS.items() if old in content)
    return with_member(name, PARTS[name].replace(old, new, 1))


def entries(bodies: Iterable[bytes]) -> Parts:
    """The export with other entries, its hashes as they were."""
    listed = list(bodies)
    tiles = {
        name: join_entries(listed[start : start + 256])
        for name, start in (("000", 0), ("001", 256), ("002.p/88", 512))
    }
    return PARTS | {f"tile/entries/{name}": content for name, content in tiles.items()}


def fitted(bodies: Iterable[bytes]) -> Parts:
    """The same, with every hash of every tile made to fit."""
    listed, builder, tiles = list(bodies), TileBuilder(), []
    for body in listed:
        tiles += builder.append(leaf_hash(body))
    tiles += builder.partial_tiles()
    return entries(listed) | {tile.path: b"".join(hashes) for tile, hashes in tiles}


def signed_again(bodies: Iterable[bytes], key: Any = LOG.signer) -> Parts:
    """The same, with every head in the export signed anew, as who has the log's key can."""
    listed = list(bodies)
    hashes = [leaf_hash(body) for body in listed]
    heads = {f"checkpoints/{size}": size for size in HEADS} | {"checkpoint": SIZE}
    notes = {
        name: sign_note(checkpoint_text(ORIGIN, size, root_of(hashes[:size])), key)
        for name, size in heads.items()
    }
    return fitted(listed) | notes


def with_body(index: int, body: bytes) -> list[bytes]:
    return [*LOG.bodies[:index], body, *LOG.bodies[index + 1 :]]


def with_values(index: int, **values: Any) -> list[bytes]:
    return with_body(index, changed(LOG.bodies[index], **values))


def exchanged(one: int, other: int) -> list[bytes]:
    bodies = list(LOG.bodies)
    bodies[one], bodies[other] = bodies[other], bodies[one]
    return bodies


def relinked(first: int, bodies: list[bytes]) -> list[bytes]:
    """Entries from `first` on with the right links again: the forger does careful work."""
    last: dict[str, bytes] = {}
    for index, body in enumerate(bodies):
        value = json.loads(body)
        number = value["object"]["id"]
        if index >= first and value["prev"] is not None:
            bodies[index] = changed(body, prev=leaf_hash(last[number]).hex())
        last[number] = bodies[index]
    return bodies


def another_past(index: int) -> list[bytes]:
    return relinked(index, with_values(index, request="never-asked"))


def note(size: int, root: bytes, origin: str = ORIGIN, key: Any = LOG.signer) -> bytes:
    return sign_note(checkpoint_text(origin, size, root), key)


def subject(index: int, **values: Any) -> Mapping[str, Any]:
    held: Mapping[str, Any] = json.loads(LOG.bodies[index])["object"]
    return {"object": {**held, **values}}


def private_of(index: int, field: str = "recipient", key: bytes = KEY, value: str | None = None) -> bytes:
    return private_bytes({field: (key, value or f"Person {index}")})


def head(content: bytes, size: int | None = None) -> Parts:
    """The export with another newest head, or another one of this size."""
    return with_member("checkpoint" if size is None else f"checkpoints/{size}", content)


def cut(name: str, count: int) -> Parts:
    """A member without its last bytes."""
    return with_member(name, PARTS[name][:-count])


ACTOR = {"id": "user/9", "kind": "person", "auth": "mfa"}
DIGEST = {"sha256": "00" * 32, "size": 9}
EDITIONS = {"rules": None, "lists": []}
BODY = LOG.bodies[120]
ROOT = root_of(LOG.hashes)
CHECKPOINT = PARTS["checkpoint"]
BODIES_0, BODIES_1, BODIES_2 = "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"
LEAVES_0, LEAVES_1, LEAVES_2, UPPER = "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"
