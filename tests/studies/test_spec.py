"""A study's variants: what varies, and nothing else; values and ranges that do not fit are refused."""

import numpy as np
import pytest

from nnviz import ready
from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.models.preview import preview
from nnviz.specs import DataSpec, StepSpec
from nnviz.studies.knobs import KNOBS, SWITCHES, hidden_layers
from nnviz.studies.spec import StudySpec, variants

SPIRALS, DIGITS = ready("spirals"), ready("digits")


def test_a_grid_is_every_combination_and_changes_nothing_else():
    spec = StudySpec(base=SPIRALS, kind="grid", values={"learning_rate": (0.01, 0.1), "units": (3, 5)})
    found = variants(spec)
    assert [variant.values for variant in found] == [
        {"learning_rate": rate, "units": units} for rate in (0.01, 0.1) for units in (3, 5)
    ]
    last = found[-1].experiment
    assert last.train == SPIRALS.train.replace(learning_rate=0.1) and last.data == SPIRALS.data
    assert {layer.settings["units"] for layer in hidden_layers(last)} == {5}
    assert last.model.layers[-1] == SPIRALS.model.layers[-1]
    assert found[0].name == "learning rate 0.01, hidden units 3"


def test_seeds_and_folds():
    seeds = variants(StudySpec(base=SPIRALS, kind="seeds", count=3))
    assert [own.experiment.train.seed for own in seeds] == [SPIRALS.train.seed + k for k in range(3)]
    folds = variants(StudySpec(base=SPIRALS, kind="folds", count=4))
    parts = [load(own.experiment.data).validation.rows for own in folds]
    np.testing.assert_array_equal(np.sort(np.concatenate(parts)), np.arange(500))
    assert {len(part) for part in parts} == {125}


@pytest.mark.parametrize("test_fraction", [0.0, 0.21])
@pytest.mark.parametrize("source", ["iris", "diabetes"])
def test_each_example_validates_once_and_the_test_part_never(source, test_fraction):
    spec = DataSpec(source=source, folds=5, test_fraction=test_fraction, seed=3)
    splits = [load(spec.replace(fold=fold)) for fold in range(5)]
    tests = {tuple(data.test.rows) for data in splits}
    validated = np.concatenate([data.validation.rows for data in splits])
    assert len(tests) == 1 and len(set(validated)) == len(validated)
    assert sorted([*validated, *tests.pop()]) == list(range(splits[0].size))
    sizes = [len(data.validation) for data in splits]
    assert max(sizes) - min(sizes) <= 1
    if source == "iris":
        counts = np.array([np.bincount(data.validation.y, minlength=3) for data in splits])
        assert counts.max() - counts.min() <= 1
    means = [data.scaler.offset for data in splits]
    assert not np.allclose(means[0], means[1])  # fitted on each fold's own training part


@pytest.mark.parametrize("base", [SPIRALS, DIGITS], ids=["spirals", "digits"])
@pytest.mark.parametrize("switch", SWITCHES)
def test_with_and_without_differ_in_one_thing_and_both_can_be_built(base, switch):
    without, with_it = (own.experiment for own in variants(StudySpec(base=base, switch=switch)))
    assert without != with_it
    parts = [name for name in ("data", "model", "train") if getattr(without, name) != getattr(with_it, name)]
    assert len(parts) == 1
    for experiment in (without, with_it):
        assert not preview(experiment.model, known_schema(base.data)).errors_of_keras
    off = [KNOBS[switch].turn(experiment, SWITCHES[switch][0]).replace(title="") for experiment in (with_it, without)]
    assert off[0] == off[1]


def test_every_knob_takes_its_default_and_sets_what_it_says():
    for knob in KNOBS.values():
        if knob.name != "fold":
            turned = knob.turn(DIGITS, knob.param.check(knob.param.default))
            assert knob.turn(turned, knob.param.default) == turned, knob.name


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "grid"},
        {"kind": "grid", "values": {"learning_rate": (0.1,)}},
        {"kind": "grid", "values": {"learning_rate": (0.1, "a")}},
        {"kind": "grid", "values": {"units": tuple(range(1, 12)), "batch_size": tuple(range(1, 12))}},
        {"kind": "grid", "values": {"colour": (1, 2)}},
        {"kind": "search", "values": {"learning_rate": (0.1, 0.01)}},
        {"kind": "search", "values": {"learning_rate": (0.1,)}},
        {"kind": "seeds", "count": 1},
        {"kind": "folds", "count": 30},
        {"switch": "colour"},
    ],
)
def test_what_makes_no_study_is_refused_with_a_sentence(fields):
    with pytest.raises(NnvizError) as refused:
        variants(StudySpec(base=SPIRALS, **fields))
    assert str(refused.value)[0].isupper()


def test_a_study_is_json_and_back():
    spec = StudySpec(
        base=SPIRALS, kind="search", values={"learning_rate": (0.001, 0.1), "activation": ("relu", "tanh")}
    )
    assert StudySpec.from_json(spec.to_json()) == spec


def test_a_step_of_preparation_is_switched_off_and_on():
    base = ready("spirals")
    steps = (StepSpec(name="outliers"), StepSpec(name="scale", settings={"how": "minmax"}))
    base = base.replace(data=base.data.replace(steps=steps))
    without, with_it = StudySpec(base=base, switch="step", step=1).variants
    assert (without.name, with_it.name) == ("without scaling: min–max", "with scaling: min–max")
    assert [step.on for step in without.experiment.data.steps] == [True, False]
    assert with_it.experiment.data.steps == steps
    with pytest.raises(NnvizError, match="one of 2 steps of preparation"):
        StudySpec(base=base, switch="step", step=2)
    robust = KNOBS["scaling"].turn(base, "robust").data.steps
    assert [(step.name, step.settings) for step in robust] == [("outliers", {}), ("scale", {"how": "robust"})]
    assert not KNOBS["scaling"].turn(base, "none").data.steps[1].on
