"""Text that somebody gives to do harm: a seeded generator of it, for the tests of every place where text goes."""

import random

FRAGMENTS = (
    "\r", "\n", "\t", "\0", "\x0b", "\x0c", "\x1b[31m", "\x1c", "\x1d", "\x1e", "\x7f", "\x85", "\u2028", "\u2029",
    "\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad", "\ud800", "\U000e0041",
    '"""', "'''", '"', "'", "\\", "\\n", "\\u000d", "print('PWN')", "import os", ";", "#", "{}", "{0}", "f{x}", "%s",
    "**x**", "__y__", "_z_", "`c`", "$y$", "$$", ":red[z]", ":material/home:", ":smile:", ":streamlit:", "~~s~~", "1. ",
    "[a](http://b.example)", "![i](http://b.example/i.png)", "http://b.example", "www.b.example", "a@b.example", "- ",
    "<script>alert(1)</script>", "</script>", "<b>", "</b>", "<br>", "<!--", "-->", "&lt;", "&amp;", "&#60;",
    "> ", "+ ",
    "<a href='javascript:1'>", "' onload='x", "%{x}", "%{customdata}", "=1+1", "+1", "-1", "@SUM(A1)", "|", "==", "--",
    "->", "<-", ">=", "| a | b |", "# h", "\u00e9", "\u6f22\u5b57", "\U0001f600", "\u0627\u0628", "a", "B7", " ", "  ",
)  # fmt: skip
"""What separates, quotes, marks up or commands somewhere, and ordinary text of several scripts between."""


def texts(count: int, seed: int, longest: int = 5) -> list[str]:
    """`count` texts of up to `longest` fragments; every fragment stands alone among the first ones."""
    draw = random.Random(seed)
    mixed = ["".join(draw.choices(FRAGMENTS, k=draw.randint(1, longest))) for _ in range(count)]
    return [*FRAGMENTS, *mixed][: max(count, len(FRAGMENTS))]
