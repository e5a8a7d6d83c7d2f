"""The coach's rules, on records made by hand of which the right answer is plain."""

import dataclasses
import math

import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.plots.coach import evidence
from nnviz.runs import mended
from nnviz.runs.recorded_gradients import RecordedGradients
from nnviz.runs.recorded_vitals import RecordedVitals, recorded_vitals
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.coach.catalog import DIAGNOSES, diagnoses
from nnviz.training.coach.facts import NAME, DataFacts, data_facts, read_facts
from nnviz.training.coach.live import Watch, looked
from nnviz.training.coach.neighbours import odd_ones
from nnviz.training.coach.records import Recorded
from pages.shared.lessons.course import LESSONS
from tests.training.coach_cases import WIDE, changed, dense, normalized

T = np.arange(1, 41)
PLANE = Schema("vector", "binary", (2,), ("x", "y"), ("no", "yes"))
NUMBERS = Schema("vector", "regression", (2,), ("x", "y"), target_name="z")
FACTS = DataFacts((400, 100, 0), ("x", "y"), (0.0, 0.1), (1.0, 0.9), ("no", "yes"), (210, 190), (50, 50), odd=0.01)
FALLS = 0.68 * np.exp(-T / 6) + 0.01


def gradients(back=(1.0, 1.0, 1.0, 1.0), step=1e-3, weights=(0.5, 0.5)) -> RecordedGradients:
    """Four layers at two moments: ∂loss/∂output of each, a step against weights, weights at both moments."""
    layers = tuple((f"dense_{k}", "Dense") for k in range(1, 4)) + (("output", "Dense"),)
    readings = np.array([[[w, own, own, step * weights[0]] for own in back] for w in weights])
    return RecordedGradients(layers, 64, np.array([0, 400]), np.array([0.0, 40.0]), np.array([0.7, 0.1]), readings)


def vitals(silent=0.1, saturated=math.nan, function="relu", width=0.5) -> RecordedVitals:
    spread = np.tile(np.array([-1, -0.9, -0.4, 0, 0.4, 0.9, 1.0]) * width, (2, 2, 1))
    shares = [np.tile([own, math.nan], (2, 1)) for own in (silent, saturated)]
    names, moments = ("dense_1", "output"), (np.array([0, 400]), np.array([0.0, 40.0]), np.full(2, 0.01))
    return RecordedVitals(names, names, (function, "sigmoid"), *moments, spread, spread, *shares)


def recorded(loss=FALLS, val_loss=None, accuracy=0.99, model=None, data=None, schema=PLANE, **more) -> Recorded:
    """A healthy run, but for what is told."""
    loss = np.asarray(loss, float)
    train = {"epochs": len(loss), "optimizer": "adam", **more.pop("train", {})}
    history = {"epoch": np.arange(1, len(loss) + 1), "loss": loss, "val_loss": loss if val_loss is None else val_loss}
    if schema.has_classes:
        history["accuracy"] = np.linspace(0.5, accuracy, len(loss))
    experiment = Experiment(data=data or DataSpec(source="moons"), model=model or dense(16), train=TrainSpec(**train))
    guess = 0.5 if schema.has_classes else None
    parts = {"gradients": gradients(), "vitals": vitals(), "facts": FACTS, "guess": guess, "untrained": {"loss": 0.69}}
    return Recorded(experiment, history, schema=schema, **{**parts, **more})


def facts(**changes) -> DataFacts:
    return dataclasses.replace(FACTS, **changes)


FLAT = np.full(40, 0.69)
UNSCALED = {"means": (500.0, 0.0), "deviations": (100.0, 1.0)}
UNLIKE = {"unlike": "x", "unlike_by": 0.5, "unlike_chance": 1e-9, "unlike_parts": ((0.0,) * 5, (1.0,) * 5)}
PLAIN = DataSpec(source="breast_cancer", scaling="none")
SICK = {
    "divergence": recorded(0.7 * np.exp(T / 4), accuracy=0.5),
    "rate_too_high": recorded(0.6 + 0.3 * np.sin(2 * T), accuracy=0.6),
    "rate_too_low": recorded(0.69 - 0.001 * T, accuracy=0.55, gradients=gradients(step=1e-5)),
    "plateau": recorded(FLAT, accuracy=0.52, train={"optimizer": "sgd"}),
    "overfitting": recorded(FALLS, 0.4 + 0.02 * np.abs(T - 8)),
    "underfitting": recorded(0.3 * np.exp(-T / 3) + 0.39, accuracy=0.7, model=dense(3)),
    "too_few_epochs": recorded(1 - 0.02 * T, accuracy=0.8),
    "stopped_too_early": recorded(1 - 0.02 * T, accuracy=0.8, state="stopped", train={"epochs": 400}),
    "vanishing_gradients": recorded(FLAT, accuracy=0.6, gradients=gradients((1e-6, 1e-4, 1.0, 1.0))),
    "exploding_gradients": recorded(gradients=gradients((5e4, 100.0, 1.0, 1.0))),
    "dead_relus": recorded(vitals=vitals(silent=0.8)),
    "saturation": recorded(FLAT, accuracy=0.6, vitals=vitals(math.nan, 0.9, "tanh")),
    "unsuitable_initializer": recorded(FLAT, accuracy=0.5, model=dense(16, kernel_initializer="zeros")),
    "wrong_output": recorded(FLAT, model=dense(16, end="sigmoid"), schema=NUMBERS),
    "unscaled_inputs": recorded(facts=facts(**UNSCALED), data=PLAIN),
    "class_imbalance": recorded(facts=facts(training_counts=(380, 20)), confusion=np.array([[95.0, 0], [5, 0]])),
    "label_noise": recorded(facts=facts(odd=0.12)),
    "validation_too_small": recorded(facts=facts(sizes=(490, 10, 0))),
    "validation_unlike": recorded(facts=facts(**UNLIKE)),
    "leakage_suspected": recorded(facts=facts(alone="x", alone_score=0.999, alone_guess=0.5)),
    "tiny_batch_norm": recorded(model=normalized(), train={"batch_size": 2}),
}


def names(run: Recorded) -> list[str]:
    return [own.name for own in diagnoses(run)]


@pytest.mark.parametrize("name", list(DIAGNOSES))
def test_what_is_plain_to_see_is_told_with_evidence_and_a_lesson_and_the_mend_changes_something(name):
    found = DIAGNOSES[name](SICK[name])
    assert found is not None and found.name == name and found.lesson in LESSONS
    assert any(np.isfinite(np.asarray(values, float)).any() for values in found.evidence.series.values())
    own = found.evidence
    drawn = evidence(own.kind, own.x, own.series, own.x_title, own.y_title, marks=own.marks, limits=own.limits)
    assert len(drawn.data) == len(own.series)
    for told in (found.sentence, found.reason):
        assert told.endswith(".") and "nan" not in told
    if found.mend is not None and name != "stopped_too_early":
        assert found.mend.experiment.key != SICK[name].experiment.key


def test_nothing_is_told_of_a_healthy_run_but_that_nothing_is_wrong():
    assert names(recorded()) == ["nothing_wrong"]
    assert names(recorded(gradients=None, vitals=None, facts=None, untrained={})) == ["nothing_wrong"]
    assert names(Recorded(Experiment(), {})) == []


def test_a_run_that_learnt_little_for_no_known_reason_is_not_called_well():
    told = diagnoses(recorded(0.69 * np.exp(-T / 20), accuracy=0.6), names=())
    assert told[0].title == "No cause stands out"


def test_a_cause_hides_the_plateau_that_it_explains():
    assert "plateau" in names(recorded(FLAT, accuracy=0.52))
    assert names(recorded(FLAT, accuracy=0.52, vitals=vitals(silent=0.9))) == ["dead_relus"]


@pytest.mark.parametrize(
    ("name", "healthy"),
    [
        ("rate_too_high", recorded(np.tile([0.05, 0.06], 500) + 0.6 * np.exp(-np.arange(1000) / 50), accuracy=0.95)),
        ("overfitting", recorded(FALLS, FALLS + 0.02)),
        ("overfitting", recorded(FALLS, 0.4 + 0.02 * np.abs(T - 8), train={"early_stopping": 5})),
        ("exploding_gradients", recorded(gradients=gradients((50.0, 10.0, 1.0, 1.0)))),
        ("vanishing_gradients", recorded(gradients=gradients((0.01, 0.1, 1.0, 1.0)))),
        ("dead_relus", recorded(vitals=vitals(silent=0.3))),
        ("unscaled_inputs", recorded(facts=facts(means=(2.0, 0.1), deviations=(1.0, 0.5)), data=PLAIN)),
        ("class_imbalance", recorded(facts=facts(training_counts=(380, 20)), confusion=np.array([[90.0, 5], [1, 4]]))),
        ("validation_unlike", recorded(facts=facts(**{**UNLIKE, "unlike_chance": 0.2}))),
        ("tiny_batch_norm", recorded(model=normalized(), train={"batch_size": 32})),
        ("unsuitable_initializer", recorded(model=dense(16, kernel_initializer="he_normal"))),
        ("stopped_too_early", recorded(1 - 0.02 * T, state="finished")),
        ("wrong_output", recorded(model=dense(16, end="linear"), schema=NUMBERS)),
    ],
)
def test_what_is_near_it_but_sound_is_not_told(name, healthy):
    assert DIAGNOSES[name](healthy) is None


def test_first_weights_ten_times_too_wide_are_told_with_how_many_times():
    run = recorded(model=dense(16, kernel_initializer=WIDE), vitals=vitals(width=5.0))
    assert "9 times too large" in DIAGNOSES["unsuitable_initializer"](run).sentence  # 4.5 against 0.9·√(6 / 18)


def test_the_vanishing_layers_are_named():
    assert "dense_1, dense_2 hardly learn" in DIAGNOSES["vanishing_gradients"](SICK["vanishing_gradients"]).sentence


def test_odd_ones_are_those_amid_another_class():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 200)
    x = rng.normal(size=(400, 2)) + 20 * y[:, None]
    order = rng.permutation(400)
    x, y = x[order], y[order]
    assert odd_ones(x, y) == 0
    wrong = y.copy()
    wrong[:20] = 1 - wrong[:20]
    assert 18 / 400 <= odd_ones(x, wrong) <= 20 / 400  # one or the other has two wrong ones beside it
    assert math.isnan(odd_ones(x, rng.integers(0, 2, 400)))  # where neighbours know nothing, nothing is odd


def test_facts_of_data_are_counted_and_kept(plane, tmp_path):
    found = data_facts(plane)
    assert found.sizes == (83, 20, 0) and sum(found.training_counts) == 83 and found.classes == ("no", "yes")
    np.testing.assert_allclose(found.means, plane.train.x.mean(0), rtol=1e-5)
    (tmp_path / NAME).write_text(found.to_json())
    assert read_facts(tmp_path) == found
    (tmp_path / NAME).write_text("{")
    assert read_facts(tmp_path) is None
    moved = changed(plane, lambda x, y, rows: (x + 5, y, rows), ("validation",))
    assert data_facts(moved).unlike_by == 1 and data_facts(moved).unlike_chance < 1e-6
    again = dataclasses.replace(plane, validation=plane.train)
    assert data_facts(again).shared == 1 and found.shared == 0


def test_vitals_are_read_as_they_were_written_and_thinned_to_what_fits(tmp_path):
    run = Run.create(Experiment(), tmp_path)
    run.write("vitals.npz", vitals().content())
    kept = recorded_vitals(run)
    assert kept.layers == ("dense_1", "output") and kept.functions == ("relu", "sigmoid")
    np.testing.assert_allclose(kept.weights, vitals().weights, rtol=1e-6)
    count = 1000
    many = {
        name: np.repeat(getattr(kept, name)[:1], count, 0)
        for name in ("rates", "weights", "outputs", "silent", "saturated")
    }
    long = dataclasses.replace(kept, steps=np.arange(count), epochs=np.arange(count) / 10.0, **many)
    assert long.thinned().steps[[0, -1]].tolist() == [0, 999] and len(long.thinned().steps) == 501


def test_a_run_remembers_which_one_it_mends(tmp_path):
    first, second = Run.create(Experiment(), tmp_path), Run.create(Experiment(), tmp_path)
    assert mended.mended(second) is None
    mended.note(second, first.id, "Learning rate 0.1")
    assert mended.mended(second).former.id == first.id and mended.mended(second).words == "Learning rate 0.1"
    mended.note(second, "../../etc", "x")
    assert mended.mended(second) is None


def test_while_a_run_trains_only_what_holds_on_is_told_and_what_was_told_stays():
    def followed(records) -> list[str]:
        watch, said = Watch(), []
        for own in records:
            watch = looked(own, watch)
            said.append(watch.told.name if watch.told else "")
        return said

    away = 0.5 * 1.4 ** np.arange(30)
    ran = followed(recorded(away[:n], state="running") for n in range(1, 30))
    assert ran.index("divergence") == 4 and set(ran[4:]) == {"divergence"}
    dead = [recorded(FALLS[:n], vitals=vitals(silent=0.8), accuracy=0.6, state="running") for n in range(1, 40)]
    said = followed(dead)
    assert said.index("dead_relus") == 19 and set(said[19:]) == {"dead_relus"}, "12 epochs, and 1.6 times as many"
    assert looked(dead[-1], looked(dead[11], Watch())).told.sentence.startswith("By now 80")
    dead[15] = recorded(FALLS[:16], state="running")
    assert followed(dead).index("dead_relus") > 24, "what comes and goes is not told"
    assert not any(followed(recorded(FALLS[:n], state="running") for n in range(1, 40)))
    assert Watch(seen=20).is_due(22) and not Watch(seen=20).is_due(21)
