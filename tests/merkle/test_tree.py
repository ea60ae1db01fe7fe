import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.merkle.hashing import EMPTY_ROOT, leaf_hash, leaf_hashes, node_hash
from audits.merkle.tree import Frontier, TreeError, complete_subtrees, root_of
from tests.merkle import reference


def test_known_roots():
    hashes = leaf_hashes(reference.LEAVES)

    assert [root_of(hashes[:size]) for size in range(1, 9)] == reference.ROOTS
    assert [reference.root(hashes[:size]) for size in range(1, 9)] == reference.ROOTS
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_leaf_is_never_a_node():
    left, right = leaf_hashes([b"a", b"b"])

    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 255, 256, 257, 300])
def test_root_of_equals_reference(size):
    hashes = reference.hashes_of(size)

    assert root_of(hashes) == reference.root(hashes)


@settings(deadline=None)
@given(st.integers(0, 70), st.integers(0, 70))
def test_frontier_restored_anywhere_grows_to_the_same_root(first, more):
    hashes = reference.hashes_of(first + more)
    tree = Frontier()
    tree.extend(hashes[:first])

    restored = Frontier(tree.size, tree.nodes)
    restored.extend(hashes[first:])

    assert (restored.size, restored.root()) == (first + more, reference.root(hashes))


@settings(deadline=None)
@given(st.integers(0, 70))
def test_frontier_restored_from_a_reader(size):
    hashes = reference.hashes_of(size)

    tree = Frontier.restored(size, lambda level, n: reference.root(hashes[n << level : (n + 1) << level]))

    assert tree.root() == reference.root(hashes)


def test_frontier_takes_subtrees_and_copies():
    hashes = reference.hashes_of(13)
    tree = Frontier()
    tree.append(root_of(hashes[:8]), level=3)
    before = tree.copy()
    tree.append(root_of(hashes[8:12]), level=2)
    tree.append(hashes[12])

    assert tree.root() == reference.root(hashes)
    assert (before.size, before.root()) == (8, reference.root(hashes[:8]))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: Frontier(3, [b"x" * 32]), "a tree of 3 leaves has not 1 complete subtrees"),
        (lambda: Frontier(-1), "a tree of -1 leaves has not 0 complete subtrees"),
        (lambda: Frontier(1, [b"short"]), "a hash has 32 bytes, not 5"),
        (lambda: Frontier().append(b"short"), "a hash has 32 bytes, not 5"),
        (
            lambda: Frontier(1, [b"x" * 32]).append(b"y" * 32, level=1),
            "a subtree of 2**1 leaves cannot follow 1 leaves",
        ),
        (lambda: complete_subtrees(1, 3), "leaves [1, 3) do not start where a subtree starts"),
    ],
)
def test_impossible_trees_are_refused(act, message):
    with pytest.raises(TreeError) as refused:
        act()

    assert str(refused.value) == message
