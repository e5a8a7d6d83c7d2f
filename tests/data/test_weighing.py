"""What training examples count for, by numbers of one's own and by a column."""

import numpy as np
import pytest

from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.specs import DataSpec

WINE = DataSpec(source="wine")


def test_own_numbers_and_a_column_multiply():
    plain, own = load(WINE), load(WINE.replace(class_weights={"cultivar 2": 3.0}, weight_column="alcohol"))
    alcohol = plain.unscaled(plain.train.x)[:, plain.schema.feature_names.index("alcohol")]
    expected = alcohol * np.where(plain.train.y == 1, 3.0, 1.0)
    np.testing.assert_allclose(own.weights, expected, rtol=1e-5)
    assert own.weights.dtype == np.float32 and "cultivar 2 3" in " ".join(own.notes)


def test_they_come_on_top_of_balanced_classes():
    balanced = load(WINE.replace(balance="class_weights")).weights
    both = load(WINE.replace(balance="class_weights", class_weights={"cultivar 1": 0.5}))
    np.testing.assert_allclose(both.weights, balanced * np.where(both.train.y == 0, 0.5, 1.0), rtol=1e-6)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"class_weights": {"red": 2.0}}, "no class 'red'. Expected one of cultivar 1"),
        ({"weight_column": "price"}, "no input column 'price'"),
        ({"class_weights": {"cultivar 1": -1.0}}, "weights between 0 and 1,000,000"),
    ],
)
def test_what_cannot_weigh_is_a_sentence(changes, sentence):
    with pytest.raises(SpecError, match=sentence):
        load(WINE.replace(**changes))


def test_numbers_below_zero_do_not_weigh():
    with pytest.raises(SpecError, match="cannot say how much"):
        load(DataSpec(source="moons", weight_column=known_schema(DataSpec(source="moons")).feature_names[1]))
