"""Making proofs from stored hashes.

Source: RFC 9162, sections 2.1.3.1 (inclusion) and 2.1.4.1 (consistency).
"""

from audits.merkle.tree import NodeReader, TreeError, complete_subtrees, fold


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves, leaf's sibling first.

    Raises: TreeError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise TreeError(f"no leaf {index} in a tree of {size} leaves")
    siblings: list[tuple[int, int]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    return [_range_root(*sibling, read) for sibling in reversed(siblings)]


def consistency_proof(old_size: int, new_size: int, read: NodeReader) -> list[bytes]:
    """The hashes that show the tree of `old_size` leaves to be the beginning of that of `new_size`.

    Gives: an empty list for equal sizes.
    Raises: TreeError unless 1 <= old_size <= new_size.
    """
    if not 1 <= old_size <= new_size:
        raise TreeError(f"no proof from {old_size} to {new_size} leaves: 1 <= old <= new")
    siblings: list[tuple[int, int]] = []
    begin, end = 0, new_size
    while old_size != end:
        middle = begin + _split(end - begin)
        if old_size <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    # The verifier knows the old root, so a subtree that is the whole old tree is left out.
    if begin:
        siblings.append((begin, end))
    return [_range_root(*sibling, read) for sibling in reversed(siblings)]


def _split(count: int) -> int:
    """The largest power of two below `count`; count >= 2."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(begin: int, end: int, read: NodeReader) -> bytes:
    return fold([read(level, index) for level, index in complete_subtrees(begin, end)])
