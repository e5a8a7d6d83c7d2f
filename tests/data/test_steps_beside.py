"""A table beside an image goes through the same steps as a table alone, and none is fitted on held-out data."""

import json

import numpy as np
import pytest

from nnviz.data.beside import fit as fit_beside
from nnviz.data.column import Column
from nnviz.data.fitted import fitted_json
from nnviz.data.further import RawFurther
from nnviz.data.load import load
from nnviz.data.preparing import step_edits
from nnviz.data.preparing.effects import prepared_through
from nnviz.data.preparing.fit import fit
from nnviz.data.preparing.jointly import for_first, jointly, speak_of_tables
from nnviz.data.preparing.pipeline import parts_of
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec

COLUMNS = (Column("age"), Column("city", "category", categories=("Lima", "Oslo", "Rome")), Column("day", "date"))
RANDOM = np.random.default_rng(0)
CODES = np.column_stack([RANDOM.normal(40, 9, 60), RANDOM.integers(0, 3, 60), RANDOM.uniform(17_000, 19_000, 60)])
CODES[::7, 0], CODES[::9, 1] = np.nan, np.nan
STEPS = (
    StepSpec(name="missing", settings={"how": "mean"}),
    StepSpec(name="outliers", columns=("age",)),
    StepSpec(name="dates", settings={"how": "cyclic"}),
    StepSpec(name="categories", settings={"how": "one_hot"}),
    StepSpec(name="resize", settings={"height": 6, "width": 6}),
    StepSpec(name="scale", settings={"how": "minmax"}),
)


def test_the_same_numbers_as_of_a_table_alone():
    rows = np.arange(40)
    beside = fit_beside(RawFurther("table", CODES, COLUMNS), rows, STEPS, "standard")
    alone = fit([step for step in STEPS if step.name != "resize"], parts_of(CODES, COLUMNS, rows), COLUMNS, "vector")
    assert beside.form.feature_names == alone.feature_names
    assert np.array_equal(beside.apply(CODES), alone.inputs(CODES))
    changed = CODES.copy()
    changed[40:] *= 3
    again = fit_beside(RawFurther("table", changed, COLUMNS), rows, STEPS, "standard")
    assert np.array_equal(again.apply(CODES), beside.apply(CODES)), "held-out rows are not looked at"


def test_steps_that_do_not_speak_of_tables_leave_them_to_the_scaling():
    images = (StepSpec(name="resize", settings={"height": 6, "width": 6}), StepSpec(name="scale"))
    assert not speak_of_tables(images) and speak_of_tables(STEPS)
    before = fit_beside(RawFurther("table", CODES, COLUMNS), np.arange(40), (), "robust")
    after = fit_beside(RawFurther("table", CODES, COLUMNS), np.arange(40), images, "robust")
    assert np.array_equal(before.apply(CODES), after.apply(CODES))
    raw = Raw(np.zeros((60, 8, 8, 1)), np.zeros(60), Schema("image", "binary", (8, 8, 1)),
              further=(RawFurther("table", CODES, COLUMNS),))  # fmt: skip
    steps = jointly(DataSpec(steps=images, scaling="robust"), raw)
    both = fit_beside(RawFurther("table", CODES, COLUMNS), np.arange(40), steps, "none")
    assert np.array_equal(both.apply(CODES), after.apply(CODES))
    assert for_first(steps, raw, ()) == images
    with pytest.raises(NnvizError, match="There is no column 'agee'"):
        for_first((StepSpec(name="scale", columns=("agee",)),), raw, ())


def test_a_run_of_data_goes_through_them_and_a_missing_value_can_leave_its_example_out():
    steps = (
        StepSpec(name="missing", settings={"how": "drop"}),
        StepSpec(name="outliers", columns=("weight (kg)",), settings={"how": "quantiles", "low": 0.1, "high": 0.9}),
        StepSpec(name="scale", settings={"how": "minmax"}, columns=("image", "weight (kg)", "length (cm)")),
    )
    plain = load(DataSpec(source="parcels", settings={"points": 100}, scaling="none"))
    data = load(DataSpec(source="parcels", settings={"points": 100}, steps=steps))
    own, raw = data.train.further["table"], plain.train.further["table"]
    low, high = np.quantile(raw[:, 0], [0.1, 0.9])
    expected = (np.clip(raw[:, 0], low, high) - low) / (high - low)
    assert own[:, 0] == pytest.approx(expected, abs=1e-5)
    assert own[:, 2] == pytest.approx(raw[:, 2]) and own[:, 1].min() == 0 and own[:, 1].max() == 1
    assert (data.train.x.min(), data.train.x.max()) == pytest.approx((0, 1), abs=1e-6)
    kept = json.loads(fitted_json(data))["further"]["table"]["steps"]
    assert kept[1]["columns"]["weight (kg)"]["low"] == pytest.approx(low)
    told = prepared_through(DataSpec(source="parcels", settings={"points": 100}, steps=steps), "weight (kg)")
    assert told.columns == ("image", "weight (kg)", "length (cm)", "distance (km)")
    assert [own.changes for own in told.effects] == [False, True, True] and "Kept from" in told.effects[1].told
    told = prepared_through(DataSpec(source="parcels", settings={"points": 100}), "image")
    assert told.implied and told.effects[-1].spec.name == "scale" and told.effects[-1].pictures is not None


def test_a_table_is_left_as_it_is_once_its_last_step_is_taken_away():
    parcels = DataSpec(source="parcels", settings={"points": 100})
    columns = ("weight (kg)", "length (cm)", "distance (km)")
    image = (StepSpec(name="rescale"),)
    steps = step_edits.saying_nothing(image, columns)
    assert steps[:-1] == image and not steps[-1].on and step_edits.saying_nothing(STEPS, columns) == STEPS
    assert step_edits.saying_nothing((), columns) == () and step_edits.saying_nothing(image, ()) == image
    data = load(parcels.replace(steps=steps))
    raw = load(parcels.replace(scaling="none")).train.further["table"]
    assert data.train.further["table"] == pytest.approx(raw) and data.train.x.max() <= 1
    standard = load(parcels.replace(steps=image)).train.further["table"]
    assert standard.std(axis=0) == pytest.approx([1, 1, 1], rel=1e-4)
    effects = prepared_through(parcels.replace(steps=steps)).effects
    assert [effect.spec for effect in effects] == list(steps) and effects[-1].before is None
