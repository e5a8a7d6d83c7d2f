"""A changed row: its prediction is the network's, and the columns' shares add up to what they explain."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.errors import NnvizError
from nnviz.explanation.beside import rows_beside_of_run
from nnviz.explanation.what_if import answer_of_run, row_of_run
from nnviz.explanation.what_if_image import painted_of_run, picture_of_run
from nnviz.specs import DataSpec, Experiment, StepSpec, TrainSpec


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


def test_names_that_are_embedded_are_changed_column_by_column():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"city": rng.choice(["Oslo", "Rome", "Lima"], 90), "plan": rng.choice(["basic", "plus"], 90)})
    frame["age"] = rng.integers(18, 80, 90)
    frame["spent"] = 10.0 * (frame["city"] == "Rome") + 5 * (frame["plan"] == "plus") + frame["age"]
    steps = (StepSpec(name="missing"), StepSpec(name="categories", settings={"how": "embedding"}))
    run, dataset = run_on(nnviz.own_data(frame, target="spent", steps=steps))
    row, beside = row_of_run(run.id, "train", 2), rows_beside_of_run(run.id, "train", 2)["numbers"]
    assert (
        dataset.schema.kind == "tokens"
        and [own.name for own in beside.columns] == ["age"]
        and [own.kind for own in row.columns] == ["category", "category"]
    )
    model = run.model()
    for code in range(3):
        answer = answer_of_run(run.id, (float(code), row.codes[1]), tables={"numbers": (55.0,)})
        x = dataset.inputs(np.array([[code, row.codes[1]]]))
        assert x.dtype == "int32" and dataset.schema.token_names[x[0, 0]] == f"city = {row.columns[0].categories[code]}"
        expected = dataset.unscaled_targets(np.asarray(model([x, dataset.further[0].apply(np.array([[55.0]]))])))[0]
        np.testing.assert_allclose(answer.shown, expected, rtol=1e-4, atol=1e-4)
        assert answer.shares.shape == (2,)
        whole = answer.shares.sum() + answer.beside[0].shares.sum()
        assert whole == pytest.approx(answer.value - answer.base, abs=0.1)


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


def test_inputs_that_are_made_of_a_planes_coordinates_follow_them():
    run, dataset = run_on(DataSpec(source="circles", settings={"further_inputs": "x1², x1·x2"}))
    row = row_of_run(run.id, "train", 3)
    assert [column.name for column in row.columns] == ["x1", "x2"]
    answer = answer_of_run(run.id, (0.5, -0.4))
    x = dataset.scaler.apply(np.array([[0.5, -0.4, 0.25, -0.2]]))
    assert answer.shown[0] == pytest.approx(float(run.model().predict(x, verbose=0)[0, 0]), abs=1e-5)
    assert len(answer.shares) == 2 and answer.shares.sum() == pytest.approx(answer.value - answer.base, abs=0.01)


def test_a_changed_row_is_what_the_network_says_of_it(people):
    run, dataset = people
    row = row_of_run(run.id, "train", 0)
    codes = np.array([50.0, row.columns[1].categories.index("Rome"), 1.0, row.codes[3]])
    x = dataset.inputs(codes[None])
    expected = dataset.unscaled_targets(run.model().predict(x, verbose=0))[0, 0]
    assert answer_of_run(run.id, tuple(codes)).shown[0] == pytest.approx(expected, rel=1e-4)
    codes[1] = np.nan
    assert np.isfinite(answer_of_run(run.id, tuple(codes)).shares).all()


def test_plain_tables_and_classes(trained):
    run, dataset = trained("iris")
    row = row_of_run(run.id, "validation", 2)
    np.testing.assert_allclose(row.codes, dataset.unscaled(dataset.validation.x[2]), rtol=1e-5)
    assert (row.low <= row.codes).all() and (row.codes <= row.high * 1.5).all()
    answer = answer_of_run(run.id, tuple(row.codes))
    expected = run.model().predict(dataset.validation.x[2:3], verbose=0)[0]
    np.testing.assert_allclose(answer.shown, expected, atol=1e-5)
    assert answer.target == dataset.schema.class_names[expected.argmax()]
    assert answer.value == pytest.approx(expected.max(), abs=1e-5)


@pytest.fixture(scope="module")
def digits(trained):
    return trained("digits")


def test_images_are_no_rows_and_rows_no_images(digits, people):
    with pytest.raises(NnvizError, match="not rows of a table"):
        row_of_run(digits[0].id, "validation", 0)
    for ask in (picture_of_run, painted_of_run):
        with pytest.raises(NnvizError, match="not images"):
            ask(people[0].id, "validation", 0)


def test_a_painted_image_is_what_the_network_says_of_it(digits):
    run, dataset = digits
    picture = picture_of_run(run.id, "validation", 5)
    own = dataset.unscaled(dataset.validation.x[5])
    np.testing.assert_allclose(picture.low + picture.pixels / 255 * (picture.high - picture.low), own, atol=0.05)
    plain = painted_of_run(run.id, "validation", 5)
    np.testing.assert_allclose(plain.shown, run.model()(dataset.validation.x[5:6]).numpy()[0], atol=1e-5)
    changed = own.copy()
    changed[0, 3], changed[7, 7] = picture.high, picture.low + 102 / 255 * (picture.high - picture.low)
    answer = painted_of_run(run.id, "validation", 5, (3, 63), (255, 102), (3, 8))
    p = run.model()(dataset.scaler.apply(changed)[None]).numpy()[0]
    np.testing.assert_allclose(answer.shown, p, atol=1e-5)
    assert (
        answer.value == pytest.approx(np.log(p[3] / p[8]), abs=1e-3) and answer.target == "3 rather than 8, in logits"
    )
    assert answer.map.shape == (8, 8)
    assert answer.map.sum() == pytest.approx(answer.value - answer.base, rel=0.02, abs=0.02)


@pytest.mark.parametrize(
    ("pixels", "shades"),
    [
        ((64,), (1,)),
        ((-1,), (1,)),
        ((1,), (256,)),
        ((1, 1), (2, 2)),
        ((1, 2), (3,)),
        ((1.5,), (2,)),
        ((None,), (None,)),
    ],
)
def test_strokes_that_cannot_be_are_a_sentence(digits, pixels, shades):
    with pytest.raises(NnvizError, match="painted|shade"):
        painted_of_run(digits[0].id, "validation", 5, pixels, shades)
