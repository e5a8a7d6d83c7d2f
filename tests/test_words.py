"""Sizes and shapes in words."""

from nnviz import words


def test_shapes():
    assert [words.shape(shape) for shape in ((8, 8, 16), (10,), (1,), (None, 3), (None,), (), (1200,))] == [
        "8 × 8 × 16", "10 numbers", "1 number", "any × 3", "some numbers", "a single number", "1,200 numbers",
    ]  # fmt: skip


def test_counts_and_memory():
    assert [words.count(n) for n in (12810, 3_500_000, 1.2e9)] == ["12,810", "3.5 million", "1.2 billion"]
    assert [words.memory(n) for n in (340, 12_400, 3.1e6, 2e9)] == ["340 B", "12.4 kB", "3.1 MB", "2 GB"]
