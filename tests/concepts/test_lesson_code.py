"""Every block of Python on the Learn pages runs, and prints what its comments promise."""

import contextlib
import io
import re

import pytest

from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.sampling import ALL, sample

ALL_BLOCKS = [(name, number, block) for name in LESSONS for number, block in enumerate(read(LESSONS[name].text).code)]
BLOCKS = ALL_BLOCKS if ALL else [block for block in ALL_BLOCKS if block[0] in sample(LESSONS, 3)]
"""Those of five lessons, and all by `make test-all`."""


@pytest.mark.parametrize(("name", "number", "block"), BLOCKS, ids=[f"{name}-{number}" for name, number, _ in BLOCKS])
def test_block_runs_and_prints_what_it_says(name, number, block):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, f"{name}-{number}", "exec"), {"__name__": "__lesson__"})
    promised = re.findall(r"# → (.+)$", block, re.M)
    assert promised, "a block shows at least one number"
    assert printed.getvalue().split("\n")[:-1] == [line.strip() for line in promised]
