"""Only some classes, and only so many training examples."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from nnviz.data.catalog import known_schema
from nnviz.data.choosing import first_of
from nnviz.data.load import load
from nnviz.data.summary import summarise
from nnviz.errors import DataError
from nnviz.specs import DataSpec

_ODD = DataSpec(source="digits", only_classes=("9", "3"), scaling="none")


def test_only_the_examples_of_these_classes_are_there_numbered_anew():
    x, y = load_digits(return_X_y=True)
    data = load(_ODD)
    assert data.schema == known_schema(_ODD)
    assert (data.schema.class_names, data.schema.task, data.schema.outputs) == (("3", "9"), "binary", 1)
    assert data.size == np.isin(y, (3, 9)).sum()
    for part in (data.train, data.validation):
        np.testing.assert_array_equal(part.x.reshape(len(part), 64), x[part.rows])
        np.testing.assert_array_equal(np.array([3, 9])[part.y], y[part.rows])
    assert sum(map(sum, summarise(_ODD).class_counts.values())) == data.size


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (_ODD.replace(only_classes=("3", "ten")), "no class 'ten'"),
        (_ODD.replace(only_classes=("3",)), "Only the class 3"),
        (DataSpec(source="diabetes", only_classes=("a", "b")), "no classes to choose from"),
    ],
)
def test_classes_that_cannot_be_chosen_are_a_sentence(spec, words):
    with pytest.raises(DataError, match=words):
        load(spec)


def test_fewer_training_examples_leave_the_other_parts_and_are_among_more():
    spec = DataSpec(source="digits", test_fraction=0.1)
    whole = load(spec)
    rows = {count: set(load(spec.replace(training_examples=count)).train.rows) for count in (10, 25, 100)}
    assert rows[10] < rows[25] < rows[100] < set(whole.train.rows)
    few = load(spec.replace(training_examples=10))
    assert sorted(few.train.y) == list(range(10))
    for part in ("validation", "test"):
        np.testing.assert_array_equal(few.split(part).rows, whole.split(part).rows)
    np.testing.assert_allclose(few.scaler.offset, load_digits().data[few.train.rows].mean())


def test_every_class_comes_in_its_share():
    classes = np.repeat([0, 1, 2], [60, 30, 10])
    rows = np.arange(100)
    chosen = first_of(rows, 20, classes)
    np.testing.assert_allclose(np.bincount(classes[chosen]), (12, 6, 2), atol=1)
    assert len(first_of(rows, 0, classes)) == len(first_of(rows, 1000, classes)) == 100
    assert len(first_of(rows, 2, classes)) == 2 and list(first_of(rows, 5, None)) == [0, 1, 2, 3, 4]
