"""Sizes and shapes in words."""


def shape(numbers) -> str:
    """(8, 8, 16) → "8 × 8 × 16", (10,) → "10 numbers"."""
    told = " × ".join("any" if number is None else f"{number:,}" for number in numbers) or "1"
    return told if len(numbers) > 1 else f"{told} number{'s' * (told != '1')}"


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
