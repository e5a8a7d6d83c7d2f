"""Stores that are bounded in bytes."""

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.shared.session.bounded import BoundedStore, size_of


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        (np.zeros(10_000), 80_000, 81_000),
        (np.zeros((200, 100))[:, ::2], 80_000, 81_000),
        ({"frames": [np.zeros(1000, "uint8")] * 3}, 1000, 4000),
        ("a" * 5000, 5000, 5100),
        (go.Figure(go.Heatmap(z=np.zeros((100, 100)))), 80_000, 120_000),
    ],
)
def test_sizes_are_those_of_the_numbers_inside(value, least, most):
    assert least <= size_of(value) <= most


def test_what_was_used_longest_ago_gives_way():
    store = BoundedStore(25_000)
    for name in "abc":
        store.put(name, bytes(8000))
    assert store.get("a") == bytes(8000), "now b is the one used longest ago"
    store.put("d", bytes(8000))
    assert [name for name, _ in store.items()] == ["c", "a", "d"]
    assert 24_000 < store.bytes <= store.limit


def test_one_that_is_larger_than_the_store_is_kept_alone():
    store = BoundedStore(1000)
    store.put("small", 1)
    store.put("large", bytes(5000))
    assert "large" in store and len(store) == 1
    store.put("small", 1)
    assert "large" not in store and store.bytes < 100


def test_what_is_there_is_not_made_again():
    store, made = BoundedStore(1000), []
    for _ in range(3):
        assert store.get_or_make("key", lambda: made.append(1)) is None
    assert made == [1]


def test_a_key_put_again_counts_once():
    store = BoundedStore(10_000)
    for _ in range(5):
        store.put("key", bytes(4000))
    assert 4000 < store.bytes < 4200
