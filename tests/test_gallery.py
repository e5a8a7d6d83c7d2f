"""How training starts on data that somebody chooses."""

import pytest

from nnviz import gallery
from nnviz.data.catalog import known_schema
from nnviz.specs import DataSpec

IRIS = known_schema(DataSpec(source="iris"))


@pytest.mark.parametrize("examples, batch", [(3, 1), (26, 4), (127, 16), (128, 32), (10_000, 32), (None, 32)])
def test_few_examples_make_small_batches_which_are_nobodys_own_choice(examples, batch):
    start = gallery.start_for("iris", IRIS, examples)
    assert start.batch_size == batch and gallery.is_start(start)


def test_what_somebody_chose_is_no_start():
    start = gallery.start_for("iris", IRIS)
    assert not gallery.is_start(start.replace(batch_size=64))
    assert not gallery.is_start(start.replace(epochs=start.epochs + 1))
