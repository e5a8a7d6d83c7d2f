"""What is simulated goes the way of what is served, and Watch sees what was changed and nothing else."""

import numpy as np
import pytest
from pydantic import ValidationError

import nnviz
from nnviz.errors import NnvizError
from nnviz.serving.contract import request_model
from nnviz.serving.log import REAL, SIMULATED, ServedLog
from nnviz.serving.raw_rows import raw_codes
from nnviz.serving.service import Service


def verdicts(drift) -> dict[str, str]:
    return {own.column.name: own.verdict for own in drift.columns}


def test_rows_as_they_are_are_as_in_training_and_answered_as_the_app_does(people):
    assert nnviz.simulate(people) == 30
    drift = nnviz.watch(people, "simulated")
    assert set(verdicts(drift).values()) == {"as in training"} and drift.rows == 30 and drift.training_rows == 90
    data = nnviz.load_data(people.experiment.data)
    expected = data.unscaled_targets(people.model().predict(data.test.x, verbose=0))
    rows, said = ServedLog(people, SIMULATED).read()
    np.testing.assert_allclose(said, expected, rtol=1e-5)
    np.testing.assert_allclose(rows, raw_codes(people.experiment.data, "test")[0])


def test_a_shift_is_that_of_the_column_and_is_seen(people):
    raw, columns = raw_codes(people.experiment.data, "test")
    training = raw_codes(people.experiment.data, "train")[0]
    nnviz.simulate(people.id, "age (years)", shift=2.0)
    rows, _ = ServedLog(people, SIMULATED).read()
    np.testing.assert_allclose(rows[:, 0], raw[:, 0] + 2 * np.nanstd(training[:, 0]))
    np.testing.assert_allclose(rows[:, 1:], raw[:, 1:])
    drift = nnviz.watch(people.id, "simulated")
    assert drift.columns[0].verdict == "drifted" and "age (years)" in drift.sentence
    assert verdicts(drift)["city"] == verdicts(drift)["member"] == "as in training"


def test_names_swapped_and_values_taken_away_are_seen(people):
    nnviz.simulate(people, "city", becomes="Rome", share=0.8)
    drift = nnviz.watch(people, "simulated")
    assert drift.columns[0].column.name == "city" and drift.columns[0].verdict == "drifted"
    nnviz.simulate(people, "member", missing=0.7, count=25)
    drift = nnviz.watch(people, "simulated")
    assert verdicts(drift)["member"] == "drifted" and drift.rows == 25
    assert drift.columns[0].missing[1] == pytest.approx(0.7, abs=0.25)


def test_images_are_watched_by_brightness_contrast_and_answers(digits):
    nnviz.simulate(digits)
    drift = nnviz.watch(digits, "simulated")
    assert verdicts(drift) == dict.fromkeys(("brightness", "contrast", "predicted digit"), "as in training")
    data = nnviz.load_data(digits.experiment.data)
    own = next(own for own in drift.columns if own.is_prediction)
    called = digits.model().predict(data.test.x, verbose=0).argmax(1)
    np.testing.assert_allclose(own.now, np.bincount(called, minlength=10) / 180)
    nnviz.simulate(digits, "contrast", shift=-2.0)
    drift = nnviz.watch(digits, "simulated")
    assert verdicts(drift)["contrast"] == "drifted" and verdicts(drift)["brightness"] == "as in training"
    assert drift.columns[0].shift == pytest.approx(-2, abs=0.3)


def test_what_is_really_asked_is_watched_apart(people):
    ServedLog(people, REAL).clear()
    assert nnviz.watch(people).rows == 0
    service = Service(people, ServedLog(people, REAL))
    row = {"age (years)": 20, "city": "Paris", "member": True, "joined": "2020-01-05"}
    service.ask([row] * 40)
    drift = nnviz.watch(people)
    assert drift.rows == 40 and verdicts(drift)["city"] == "drifted" and "did not know" in str(drift.columns)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"column": "agee", "shift": 1.0}, "Did you mean 'age (years)'"),
        ({"column": "city", "becomes": "Paris"}, "There is no value of city 'Paris'"),
        ({"column": "age (years)", "becomes": "old"}, "There is no value of age"),
    ],
)
def test_what_cannot_be_changed_is_a_sentence_and_the_simulation_before_stays(people, change, sentence):
    nnviz.simulate(people)
    with pytest.raises(NnvizError) as told:
        nnviz.simulate(people, **change)
    assert sentence in str(told.value) and nnviz.watch(people, "simulated").rows == 30


def test_values_that_training_always_had_cannot_be_missing(digits):
    with pytest.raises(NnvizError, match="brightness is measured on whole arrays"):
        nnviz.simulate(digits, "brightness", missing=0.5)
    own = {
        "name": "width",
        "kind": "number",
        "unit": "cm",
        "categories": [],
        "values": [],
        "fill": None,
        "required": True,
    }
    request = request_model({"columns": [own], "kind": "vector"}, most=3)
    assert request(rows=[{"width": 2}]).rows[0].model_dump(by_alias=True) == {"width": 2.0}
    for row in ({"width": None}, {}):
        with pytest.raises(ValidationError):
            request(rows=[row])
