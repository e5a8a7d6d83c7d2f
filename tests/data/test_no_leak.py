"""No statistic of held-out data reaches training: every step, every way of a step, balancing, scaling and filling."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.data.preparing import pipeline
from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.preparing.step_catalog import STEPS
from nnviz.specs import StepSpec
from tests.data.reviews import reviews

NUMBERED = StepSpec(name="categories", settings={"how": "ordinal"})
KINDS = {"age": "number", "income": "number", "city": "category", "member": "boolean", "joined": "date"}
WAYS = [(name, how, step.suits) for name, step in STEPS.items() for how in (step.ways or {"": ""})]
OF_TABLES = [(name, how) for name, how, suits in WAYS if set(suits) & set(KINDS.values())]
OF_TEXTS = [(name, how) for name, how, suits in WAYS if "text" in suits]
OF_ARRAYS = [
    (name, how, kind)
    for name, how, suits in WAYS
    for kind in ("image", "sequence")
    if kind in suits and (kind, how) not in (("image", "log"), ("image", "quantile"))
]  # which are refused


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table that says who is held out, and the same with garbage in all rows that are."""
    rng = np.random.default_rng(7)
    n = 150
    table = pd.DataFrame(
        {
            "age": rng.integers(18, 80, n).astype(float),
            "income": rng.lognormal(10, 1, n),
            "city": rng.choice(["Bern", "Lima", "Oslo"], n, p=[0.6, 0.3, 0.1]).astype(object),
            "member": rng.choice(["yes", "no"], n).astype(object),
            "joined": pd.date_range("2020-01-01", periods=n, freq="37h").strftime("%Y-%m-%dT%H:%M:%S"),
            "part": rng.choice(["train", "validation", "test"], n, p=[0.6, 0.2, 0.2]),
            "y": rng.normal(size=n),
        }
    )
    for place, name in enumerate(("age", "income", "city", "member")):
        table.loc[table.index % (6 + place) == 0, name] = None
    garbage = table.copy()
    held = (table["part"] != "train").to_numpy()
    count = int(held.sum())
    for name in ("age", "income", "y"):
        garbage.loc[held, name] = rng.normal(1e7, 1e6, count)
    garbage.loc[held, "city"] = rng.choice(["Atlantis", "Zzz", "Lima"], count)
    garbage.loc[held, "member"] = "yes"
    garbage.loc[held, "joined"] = "2525-01-01T00:00:00"
    return table, garbage


def described() -> dict:
    kinds = {name: {"kind": kind, "role": "input"} for name, kind in KINDS.items()}
    return {**kinds, "part": {"role": "split"}, "y": {"kind": "number", "role": "target"}}


def loaded(table: pd.DataFrame, **fields):
    return load(nnviz.own_data(table, columns=described(), **fields))


def assert_nothing_leaks(tables, **fields) -> None:
    before, after = (loaded(table, **fields) for table in tables)
    np.testing.assert_array_equal(before.train.x, after.train.x)
    np.testing.assert_array_equal(before.train.y, after.train.y)
    assert before.schema.feature_names == after.schema.feature_names
    assert before.target_scaler == after.target_scaler or (
        before.target_scaler.offset == after.target_scaler.offset
        and before.target_scaler.scale == after.target_scaler.scale
    )
    if isinstance(before.preparation, Pipeline):
        assert before.preparation.steps == after.preparation.steps
    assert not np.array_equal(before.validation.x, after.validation.x)  # the garbage has arrived


@pytest.mark.parametrize(("name", "how"), OF_TABLES)
def test_a_step_knows_the_training_examples_alone(home, tables, name, how):
    own = StepSpec(name=name, settings={"how": how} if how else {})
    first = () if name == "missing" else (StepSpec(name="missing", settings={"indicator": True}),)
    last = () if name == "categories" else (NUMBERED,)
    steps = (*first, own, *last)
    if how == "embedding":  # which stands alone
        steps, only = (own,), {name: {"role": "ignored"} for name in ("age", "income", "member", "joined")}
        before, after = (load(nnviz.own_data(table, columns={**described(), **only}, steps=steps)) for table in tables)
        np.testing.assert_array_equal(before.train.x, after.train.x)
        assert before.preparation.steps == after.preparation.steps
        return
    assert_nothing_leaks(tables, steps=steps)


@pytest.mark.parametrize(("name", "how", "kind"), OF_ARRAYS)
def test_a_step_of_images_or_sequences_knows_them_alone_as_well(home, name, how, kind):
    rng = np.random.default_rng(3)
    x, garbage = (rng.uniform(0, most, (60, 26, 30, 3)[: 4 if kind == "image" else 3]) for most in (200, 1e6))
    y = np.resize([0, 1], 60)
    steps = (StepSpec(name=name, settings={"how": how} if how else {}),)
    before, after = (
        load(nnviz.own_data(x[:40], y[:40], validation=(held[40:], y[40:]), steps=steps)) for held in (x, garbage)
    )
    assert before.schema.kind == kind and before.preparation.steps == after.preparation.steps
    np.testing.assert_array_equal(before.train.x, after.train.x)
    assert not np.array_equal(before.validation.x, after.validation.x)


@pytest.mark.parametrize(("name", "how"), OF_TEXTS)
def test_a_step_of_texts_knows_them_alone_as_well(home, name, how):
    frame = reviews(80).assign(part=np.resize(["train", "train", "validation"], 80))
    garbage = frame.copy()
    garbage.loc[frame["part"] != "train", "review"] = "Zzz & ÿ unheard-of syllables 0123456789"
    roles = {"review": {"kind": "text", "role": "input"}, "mood": {"role": "target"}, "part": {"role": "split"}}
    for standardize in ("marks", "strip", "lower", "none"):
        steps = (StepSpec(name=name, settings={"how": how, "standardize": standardize}),)
        before, after = (load(nnviz.own_data(own, columns=roles, steps=steps)) for own in (frame, garbage))
        assert before.preparation == after.preparation
        np.testing.assert_array_equal(before.train.x, after.train.x)
        assert not np.array_equal(before.validation.x, after.validation.x)


def test_every_step_is_among_those_above():
    tested = {name for name, *_ in (*OF_TABLES, *OF_ARRAYS, *OF_TEXTS)}
    assert tested == set(STEPS)


@pytest.mark.parametrize("scaling", ["standard", "minmax", "robust"])
def test_what_stands_where_no_steps_do_knows_them_alone_too(home, tables, scaling):
    assert_nothing_leaks(tables, scaling=scaling)


@pytest.mark.parametrize("balance", ["class_weights", "oversample", "undersample"])
def test_balancing_counts_the_training_examples_alone(home, tables, balance):
    columns = {**described(), "member": {"kind": "category", "role": "target"}, "y": {"role": "input"}}
    before, after = (load(nnviz.own_data(table, columns=columns, balance=balance)) for table in tables)
    np.testing.assert_array_equal(before.train.x, after.train.x)
    if balance == "class_weights":
        np.testing.assert_array_equal(before.weights, after.weights)


def test_the_test_above_can_fail(tables, home, monkeypatch):
    """Were the steps fitted to all rows, the garbage would be found."""
    from nnviz.data import load as loading

    def of_all(x, columns, rows):
        return pipeline.parts_of(x, columns)

    monkeypatch.setattr(loading, "parts_of", of_all)
    caches = (loading._load, loading._ready, loading._shared_out)
    for cache in caches:
        cache.cache_clear()
    with pytest.raises(AssertionError):
        assert_nothing_leaks(tables, steps=(StepSpec(name="missing"), StepSpec(name="scale"), NUMBERED))
    for cache in caches:
        cache.cache_clear()
