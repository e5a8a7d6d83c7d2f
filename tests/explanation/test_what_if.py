"""A changed row: its prediction is the network's, and the columns' shares add up to what they explain."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.errors import NnvizError
from nnviz.explanation.what_if import answer_of_run, row_of_run
from nnviz.specs import DataSpec, Experiment, TrainSpec


def run_on(data: DataSpec):
    dataset = nnviz.load_data(data)
    model = nnviz.suggest(dataset.schema, len(dataset.train))
    return nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=2))), dataset


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(0)
    n = 120
    age, city = rng.integers(18, 80, n).astype(float), rng.choice(["Oslo", "Rome", "Lima"], n).astype(object)
    age[::9], city[::10] = np.nan, None
    frame = pd.DataFrame({"age": age, "city": city, "member": rng.choice(["yes", "no"], n)})
    frame["joined"] = pd.date_range("2020-01-01", periods=n).strftime("%Y-%m-%d")
    frame["spent"] = np.nan_to_num(age) * 2 + (frame["member"] == "yes") * 30
    return run_on(nnviz.own_data(frame, target="spent"))


def test_an_unchanged_row_is_predicted_as_ever(people):
    run, dataset = people
    expected = dataset.unscaled_targets(run.model().predict(dataset.validation.x, verbose=0))
    for index in (0, 3, 9):
        row = row_of_run(run.id, "validation", index)
        assert [column.name for column in row.columns] == ["age", "city", "member", "joined"]
        answer = answer_of_run(run.id, tuple(row.codes))
        assert answer.shown[0] == pytest.approx(expected[index, 0], rel=1e-4)
        assert answer.shares.sum() == pytest.approx(answer.value - answer.base, rel=0.01, abs=0.05)
        assert answer.value == pytest.approx(answer.shown[0], rel=1e-4)


def test_a_changed_row_is_what_the_network_says_of_it(people):
    run, dataset = people
    row = row_of_run(run.id, "train", 0)
    codes = np.array([50.0, row.columns[1].categories.index("Rome"), 1.0, row.codes[3]])
    x = dataset.scaler.apply(dataset.preparation.apply(codes[None]))
    expected = dataset.unscaled_targets(run.model().predict(x, verbose=0))[0, 0]
    assert answer_of_run(run.id, tuple(codes)).shown[0] == pytest.approx(expected, rel=1e-4)
    codes[1] = np.nan
    assert np.isfinite(answer_of_run(run.id, tuple(codes)).shares).all()


def test_plain_tables_and_classes():
    run, dataset = run_on(DataSpec(source="iris"))
    row = row_of_run(run.id, "validation", 2)
    np.testing.assert_allclose(row.codes, dataset.unscaled(dataset.validation.x[2]), rtol=1e-5)
    assert (row.low <= row.codes).all() and (row.codes <= row.high * 1.5).all()
    answer = answer_of_run(run.id, tuple(row.codes))
    expected = run.model().predict(dataset.validation.x[2:3], verbose=0)[0]
    np.testing.assert_allclose(answer.shown, expected, atol=1e-5)
    assert answer.target == dataset.schema.class_names[expected.argmax()]
    assert answer.value == pytest.approx(expected.max(), abs=1e-5)


def test_images_are_no_rows():
    run, _ = run_on(DataSpec(source="digits"))
    with pytest.raises(NnvizError, match="not rows of a table"):
        row_of_run(run.id, "validation", 0)
