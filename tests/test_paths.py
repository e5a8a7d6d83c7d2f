"""Lazy paths: one form, resolved only when asked; every public name stands behind one."""

import math

import pytest

import nnviz
from nnviz import paths


def test_a_path_gives_what_stands_there():
    assert paths.resolve("math:sqrt") is math.sqrt


@pytest.mark.parametrize("path", ["math.sqrt", "math:", ":sqrt", "math:a.b", "math:sqrt:x", ""])
def test_any_other_form_is_refused(path):
    with pytest.raises(ValueError, match="Expected the form 'package.module:name'"):
        paths.resolve(path)


@pytest.mark.parametrize("name", [name for name in nnviz.__all__ if name != "__version__"])
def test_every_public_name_is_what_it_says(name):
    assert getattr(nnviz, name).__name__ == name or name == "load_data"
