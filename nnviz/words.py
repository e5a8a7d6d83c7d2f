"""Numbers, sizes and shapes in words, the same wherever they are told."""

import math
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


def article(noun: str) -> str:
    """ "image" → "an image", "Dense layer" → "a Dense layer"; a U that sounds like "you" has "a"."""
    start = noun[:3].lower()
    vowel = start.startswith(("a", "e", "i", "o")) or (start.startswith("u") and start != "uni")
    return f"{'an' if vowel else 'a'} {noun}"


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


def number(value: float, digits: int = 3) -> str:
    """A measured number, as the browser's `short` writes it: 0.214, 12.3, 1,280, −0.36, 0.000021, 1e−7, NaN, ∞."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = abs(float(f"{value:.{digits}g}"))
    if size >= 1e6 or size < 1e-6:
        return _power(f"{value:.{max(digits - 2, 0)}e}")
    if size < 1e-3:
        return _decimal(float(f"{value:.{max(digits - 2, 0)}e}"))
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    return f"{value:,.{decimals}f}".replace("-", "−")


def plain(value: float, digits: int = 4) -> str:
    """A number as it comes: as `number`, with no zeros at its end. 0.5, 151, −0.359, 0.000021."""
    text = number(value, digits)
    if "e" in text or "." not in text:
        return text
    return text.rstrip("0").rstrip(".")


def setting(value: float) -> str:
    """A number that somebody chose, with no more digits than it has: 0.9999, 100, 65,536, 0.0000001."""
    size = abs(value)
    if value == 0 or (math.isfinite(value) and 1e-8 <= size < 1e10):
        return _decimal(value)
    return _power(f"{value:g}") if math.isfinite(value) else number(value)


def percent(share: float) -> str:
    """0.964 → "96.4 %"; whole where it is all or nothing."""
    if not math.isfinite(share):
        return "not a number"
    return f"{100 * share:.{0 if share >= 0.9995 or share < 0.0005 else 1}f} %".replace("-", "−")


def within(share: float) -> str:
    """A bound that is easy to say for a small share: 0.00068 → "0.1 %"; never below what it bounds."""
    bound = next((bound for bound in (0.01, 0.1, 1, 2, 5, 10, 20, 50, 100) if 100 * share <= bound), None)
    return f"{100 * share:,.0f} %" if bound is None else f"{bound:g} %"


def _decimal(value: float) -> str:
    return f"{value:,.10f}".rstrip("0").rstrip(".").replace("-", "−")


def _power(text: str) -> str:
    """ "1.0e-07" → "1e−7"."""
    mantissa, _, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return (mantissa + (f"e{int(exponent)}" if exponent else "")).replace("-", "−")


def listed(names: Sequence[str]) -> str:
    """ "", "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(number: int, noun: str) -> str:
    """ "1 image", "1,200 images"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def few(names: Sequence[str], most: int = 6) -> str:
    """ "a, b, c"; of more than a few "a, b, c, d, e, f and 150 more"."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"
