"""Merkle trees as RFC 6962 (Certificate Transparency) section 2.1 defines them. Pure: bytes in, bytes out.

A leaf's hash is SHA-256(0x00 ‖ data), a node's SHA-256(0x01 ‖ left ‖ right); the tree over n leaves splits at the
largest power of two below n. The empty tree's root is SHA-256 of nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf holding `data`."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree that keeps only the roots of its complete subtrees, largest first: at most 64 hashes."""

    __slots__ = ("nodes", "size")

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)
        if len(self.nodes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(self.nodes)}")

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """The tree that `to_bytes` packed. Raises ValueError if the length doesn't fit the size."""
        if len(packed) % 32:
            raise ValueError("a packed frontier is a row of 32-byte hashes")
        return cls(size, (packed[i : i + 32] for i in range(0, len(packed), 32)))

    def to_bytes(self) -> bytes:
        return b"".join(self.nodes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf by its hash."""
        carry = self.size
        while carry & 1:
            leaf = node_hash(self.nodes.pop(), leaf)
            carry >>= 1
        self.nodes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over every leaf so far."""
        if not self.nodes:
            return EMPTY_ROOT
        top = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            top = node_hash(node, top)
        return top


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root over `leaves`, from the bottom up."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of a tree of {len(leaves)}")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that leaf hash `leaf` is number `index` of the tree of `size` leaves with `root`."""
    if not 0 <= index < size:
        return False
    node, last, top = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            top = node_hash(step, top)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            top = node_hash(top, step)
        node, last = node >> 1, last >> 1
    return last == 0 and top == root


def consistency_path(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that prove that the tree over the first `old` leaves was only added to."""
    if not 0 < old <= len(leaves):
        raise IndexError(f"no tree of {old} within {len(leaves)}")
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while old - low != high - low:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        path.append(root_of(leaves[low:high]))
    return path[::-1]


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `new` leaves begins with the tree of `old` leaves."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old.bit_count() == 1:
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
