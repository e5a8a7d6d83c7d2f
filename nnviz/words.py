"""Sizes and shapes in words, the same wherever they are told."""

from collections.abc import Sequence


def sizes(shape: Sequence[int | None]) -> str:
    """(8, 8, 16) → "8 × 8 × 16"; a size that is not fixed is "any"."""
    return " × ".join("any" if size is None else f"{size:,}" for size in shape)


def shape(shape: Sequence[int | None]) -> str:
    """(8, 8, 16) → "8 × 8 × 16", (10,) → "10 numbers", (None,) → "some numbers", () → "a single number"."""
    if not len(shape):
        return "a single number"
    if len(shape) > 1:
        return sizes(shape)
    return "some numbers" if shape[0] is None else f"{shape[0]:,} number{'s' * (shape[0] != 1)}"


def count(number: float) -> str:
    """12,810; 3.5 million; 1.2 billion."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:.3g} {word}"
    return f"{number:,.0f}"


def memory(size: float) -> str:
    """340 B, 12.4 kB, 3.1 MB, 2.0 GB."""
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= step:
            return f"{size / step:.3g} {unit}"
    return f"{size:.0f} B"
