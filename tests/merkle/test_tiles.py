import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audits.merkle.hashing import EMPTY_ROOT
from audits.merkle.tiles import (
    Tile,
    TileBuilder,
    node_reader,
    parse_tile_path,
    split_hashes,
    tile_width,
    tiles_of,
)
from audits.merkle.tree import TreeError, root_of
from tests.merkle import reference

PATHS = [
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 273, 112), "tile/0/273.p/112"),
    (Tile(1, 1234067), "tile/1/x001/x234/067"),
    (Tile(None, 1000, 1), "tile/entries/x001/000.p/1"),
    (Tile(63, 999), "tile/63/999"),
]


@pytest.mark.parametrize(("tile", "path"), PATHS)
def test_path_both_ways(tile, path):
    assert tile.path == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/64/000",
        "tile/00/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/001",
        "tile/-1/000",
        "tile/0/000\n",
        "tile/0/../000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/\N{ARABIC-INDIC DIGIT ZERO}00",
    ],
)
def test_other_names_are_no_tiles(path):
    assert parse_tile_path(path) is None


def test_tiles_of_the_size_in_the_specification():
    tiles = list(tiles_of(70_000))

    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert [tile for tile in tiles if tile.width != 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert list(tiles_of(256)) == [Tile(0, 0, 256), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []
    assert tile_width(0, 5, 256) == 0


def built(size):
    """A builder and every full tile it gave on the way."""
    builder, stored = TileBuilder(), {}
    for digest in reference.hashes_of(size):
        stored.update(builder.append(digest))
    return builder, stored


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 900))
@example(256)
@example(257)
@example(512)
def test_builder_gives_the_tiles_and_the_root(size):
    builder, stored = built(size)
    stored |= dict(builder.partial_tiles())

    assert sorted(stored, key=lambda tile: (tile.level, tile.n)) == list(tiles_of(size))
    assert builder.size == size
    assert builder.root() == reference.root(reference.hashes_of(size))
    for tile, hashes in stored.items():
        assert len(hashes) == tile.width


def test_builder_at_level_two_names_its_tiles():
    digest = b"s" * 32
    builder, full = TileBuilder(), []
    for _ in range(256 * 2 + 3):
        full += builder.append_at(1, digest)

    assert [tile for tile, _ in full] == [Tile(1, 0), Tile(1, 1)]
    assert [tile for tile, _ in builder.partial_tiles()] == [Tile(1, 2, 3), Tile(2, 0, 2)]
    assert builder.size == 256 * (256 * 2 + 3)


def test_builder_restored_from_its_rows_goes_on():
    builder, _ = built(300)
    restored = TileBuilder(builder.rows)
    for digest in reference.hashes_of(400)[300:]:
        restored.append(digest)

    assert restored.root() == reference.root(reference.hashes_of(400))


def test_empty_builder():
    assert (TileBuilder().root(), TileBuilder().partial_tiles()) == (EMPTY_ROOT, [])


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: TileBuilder([[b"x" * 32] * 256]),
            "level 0 is not an open row of at most 255 hashes of 32 bytes",
        ),
        (lambda: TileBuilder([[b"x"]]), "level 0 is not an open row of at most 255 hashes of 32 bytes"),
        (
            lambda: TileBuilder([[b"x" * 32]]).append_at(1, b"y" * 32),
            "no subtree of level 1 can follow 1 leaves",
        ),
        (lambda: TileBuilder().append(b"y"), "no subtree of level 0 can follow 0 leaves"),
        (lambda: split_hashes(b"y" * 33, 1), "a tile of width 1 has 32 bytes, not 33"),
        (
            lambda: node_reader(lambda level, n, width: b"y" * 32 * width, 3)(1, 1),
            "no complete subtree at level 1, index 1, size 3",
        ),
    ],
)
def test_impossible_tiles_are_refused(act, message):
    with pytest.raises(TreeError) as refused:
        act()

    assert str(refused.value) == message


def test_node_reader_reads_each_level():
    size = 600
    builder, stored = built(size)
    stored |= dict(builder.partial_tiles())
    read = node_reader(lambda level, n, width: b"".join(stored[Tile(level, n, width)]), size)
    hashes = reference.hashes_of(size)

    assert [read(level, 0) for level in range(10)] == [root_of(hashes[: 1 << level]) for level in range(10)]
    assert read(3, 74) == root_of(hashes[592:600])
