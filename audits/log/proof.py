"""The proof of one entry: its exact bytes, their place in the tree, the signed head above them."""

from dataclasses import dataclass

from audits import storage
from audits.bundle import join_entries
from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tiles import TILE_WIDTH, Tile, node_reader
from audits.models import Entry
from audits.receipt import Receipt
from audits.sealed import FORMS, sealed_record


@dataclass(frozen=True, slots=True)
class EntryProof:
    """`body` are the bytes of the envelope; `receipt` encodes to a `.tlog-proof` file."""

    body: bytes
    size: int
    receipt: Receipt


def entry_with_proof(entry: Entry) -> EntryProof | None:
    """The entry's proof under the newest checkpoint; None until it has been sequenced and signed."""
    head = storage.latest_checkpoint()
    leaf = getattr(entry, "leaf", None)
    if head is None or leaf is None or leaf.leaf_index >= head.tree_size:
        return None
    read = node_reader(storage.tile_reader(), head.tree_size)
    proof = inclusion_proof(leaf.leaf_index, head.tree_size, read)
    return EntryProof(
        bytes(entry.body),
        head.tree_size,
        Receipt(leaf.leaf_index, tuple(proof), head.note.encode()),
    )


def has_record_file(entry: Entry) -> bool:
    """Whether entries of this kind travel in a file of their own."""
    return entry.kind in FORMS


def record_file(entry: Entry) -> bytes:
    """The file of one decision: what its entry says, with its proof, or saying that it waits for one.

    Raises: SealedError for a kind of entry that has no such file.
    """
    proven = entry_with_proof(entry)
    receipt = None if proven is None else proven.receipt
    return sealed_record(bytes(entry.body), bytes(entry.payload), receipt)


def growth_proof(old_size: int, new_size: int) -> list[bytes]:
    """That the tree of `old_size` is the beginning of that of `new_size`. Raises: TreeError."""
    return consistency_proof(old_size, new_size, node_reader(storage.tile_reader(), new_size))


def tile_content(tile: Tile) -> bytes:
    """The bytes of a tile of entries or hashes. Raises: TreeError where the tree has no such tile."""
    if tile.level is None:
        first = tile.n * TILE_WIDTH
        found = storage.leaf_entries(first, first + tile.width)
        return join_entries([bytes(entry.body) for _, entry in found])
    return storage.tile_reader()(tile.level, tile.n, tile.width)
