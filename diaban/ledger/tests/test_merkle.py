"""The tree against the known answers of Certificate Transparency, and against a definition written another way."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.ledger import merkle

#: The eight leaves and roots that implementations of RFC 6962 test themselves with.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(data) for data in INPUTS]

trees = st.integers(1, 70).map(lambda size: [merkle.leaf_hash(str(i).encode()) for i in range(size)])


def definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + definition(leaves[:k]) + definition(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_empty_root() -> None:
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_known_paths() -> None:
    """Paths that the RFC's own example draws: d0, d3, d4 and d6 of a tree of seven leaves."""
    tree = LEAVES[:7]
    h = merkle.node_hash
    a, b, c, d, e, f, j = tree
    assert merkle.inclusion_path(0, tree) == [b, h(c, d), h(h(e, f), j)]
    assert merkle.inclusion_path(3, tree) == [c, h(a, b), h(h(e, f), j)]
    assert merkle.inclusion_path(4, tree) == [f, j, h(h(a, b), h(c, d))]
    assert merkle.inclusion_path(6, tree) == [h(e, f), h(h(a, b), h(c, d))]
    assert merkle.consistency_path(3, tree) == [c, d, h(a, b), h(h(e, f), j)]
    assert merkle.consistency_path(4, tree) == [h(h(e, f), j)]
    assert merkle.consistency_path(6, tree) == [h(e, f), j, h(h(a, b), h(c, d))]


@given(trees)
def test_roots_by_definition(tree: list[bytes]) -> None:
    assert merkle.root_of(tree) == definition(tree)


@given(trees, st.data())
def test_a_frontier_goes_on_where_it_was_packed(tree: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(tree)))
    first = merkle.Frontier()
    for leaf in tree[:cut]:
        first.append(leaf)
    second = merkle.Frontier.from_bytes(cut, first.to_bytes())
    for leaf in tree[cut:]:
        second.append(leaf)
    assert second.root() == definition(tree)


@given(trees, st.data())
@settings(max_examples=150)
def test_inclusion_is_proved_and_nothing_else_is(tree: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(tree) - 1))
    path, root, size = merkle.inclusion_path(index, tree), definition(tree), len(tree)
    assert merkle.verify_inclusion(tree[index], index, size, path, root)
    wrong = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else None
    assert wrong is None or not merkle.verify_inclusion(tree[index], wrong, size, path, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, path, root)
    assert not merkle.verify_inclusion(tree[index], index, size, [*path, root], root)
    assert not path or not merkle.verify_inclusion(tree[index], index, size, path[:-1], root)
    assert not merkle.verify_inclusion(tree[index], size, size, path, root)


@given(trees, st.data())
@settings(max_examples=150)
def test_consistency_is_proved_and_a_changed_past_is_not(tree: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(tree)))
    path, old_root, new_root = merkle.consistency_path(old, tree), definition(tree[:old]), definition(tree)
    assert merkle.verify_consistency(old, len(tree), old_root, new_root, path)
    forged = [merkle.leaf_hash(b"forged"), *tree[1:]]
    if old == len(tree):
        assert not merkle.verify_consistency(old, old, old_root, definition(forged), [])
        return
    forged_path = merkle.consistency_path(old, forged)
    assert not merkle.verify_consistency(old, len(tree), old_root, definition(forged), forged_path)
    assert not merkle.verify_consistency(old, len(tree), old_root, new_root, [*path, new_root])
    assert not merkle.verify_consistency(old, len(tree), old_root, new_root, path[:-1])


@pytest.mark.parametrize("call", [(0, 3), (4, 3)])
def test_no_consistency_outside_of_the_tree(call: tuple[int, int]) -> None:
    old, size = call
    with pytest.raises(IndexError):
        merkle.consistency_path(old, LEAVES[:size])
    assert not merkle.verify_consistency(old, size, LEAVES[0], LEAVES[1], [])


def test_bad_frontiers_and_indexes_are_refused() -> None:
    with pytest.raises(ValueError):
        merkle.Frontier.from_bytes(3, LEAVES[0])
    with pytest.raises(ValueError):
        merkle.Frontier.from_bytes(1, b"short")
    with pytest.raises(IndexError):
        merkle.inclusion_path(3, LEAVES[:3])
