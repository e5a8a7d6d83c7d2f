"""Examples in order and in their own terms: by error, by sureness, in deviations, as a picture."""

import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.inspection.examples import Examples
from nnviz.training.meaning import decide


def examples(schema, inputs, truth, predictions, loss, last):
    count = len(inputs)
    meaning = decide(schema, loss, last, np.shape(predictions)[1], None)
    rows = np.arange(count) + 100
    return Examples(schema, "test", np.arange(count), rows, inputs, truth, predictions, meaning)


@pytest.fixture
def flowers():
    schema = Schema("vector", "multiclass", (2,), ("a", "b"), ("x", "y", "z"), outputs=3)
    predictions = np.array([[0.5, 0.4, 0.1], [0.05, 0.9, 0.05], [0.1, 0.3, 0.6], [0.4, 0.35, 0.25]])
    inputs = np.array([[1.0, 10.0], [3.0, 10.0], [5.0, 10.0], [7.0, 10.0]])
    return examples(schema, inputs, np.array([1, 1, 0, 0]), predictions, "sparse_categorical_crossentropy", "softmax")


def test_classes_in_order_wrong_first_and_least_sure_first(flowers):
    np.testing.assert_allclose(flowers.errors, [0.1, 0, 0.5, 0], atol=1e-12)  # the lead of the class over the true one
    assert flowers.order("given").tolist() == [0, 1, 2, 3]
    assert flowers.order("errors").tolist() == [2, 0, 1, 3]
    assert flowers.order("sureness").tolist()[-1] == 1


def test_regression_goes_by_the_largest_difference():
    schema = Schema("vector", "regression", (1,), outputs=1)
    given = examples(
        schema, np.zeros((3, 1)), np.array([[1.0], [5.0], [2.0]]), np.array([[1.5], [2.0], [1.0]]), "mse", "linear"
    )
    assert given.errors.tolist() == [0.5, 3.0, 1.0]
    assert given.order("errors").tolist() == given.order("sureness").tolist() == [1, 2, 0]


def test_an_example_is_found_by_its_part_and_index(flowers):
    assert flowers.place("test", 2) == 2
    assert flowers.place("test", 9) is None and flowers.place("validation", 2) is None


def test_deviations_are_from_the_mean_and_a_constant_column_has_none(flowers):
    np.testing.assert_allclose(flowers.deviations(3), [3 / np.sqrt(5), 0.0])
    assert flowers.value_texts(0) == ["1", "10"]


def test_a_picture_spans_all_examples_from_black_to_white():
    schema = Schema("image", "binary", (1, 2, 1), class_names=("no", "yes"))
    inputs = np.array([[[[0.0], [8.0]]], [[[16.0], [4.0]]]])
    given = examples(schema, inputs, np.array([0, 1]), np.array([[0.2], [0.7]]), "binary_crossentropy", "sigmoid")
    assert given.picture(0, 4).tolist() == [[0, 0, 127, 127], [0, 0, 127, 127]]
    assert given.picture(1, 1).tolist() == [255, 63]
