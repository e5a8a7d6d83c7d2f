"""Networks trained in lockstep are what each would be by itself, and their record says what a page shows."""

import base64
import json

import keras
import numpy as np
import pytest

from nnviz import settings
from nnviz.data.load import load
from nnviz.errors import NnvizError, RunError, SpecError
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies import lockstep
from nnviz.studies.entrants import shape_key
from nnviz.studies.knobs import KNOBS
from nnviz.studies.lockstep import moments, train_race
from nnviz.studies.race import Race, folder, news, record_of, sweep
from nnviz.training.train import train
from tests.sampling import ALL, whole

EPOCHS = 6


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    return tmp_path


def base(**data) -> Experiment:
    """Spirals with few points, a dropout layer and momentum: all that has a state of its own."""
    spirals = ready("spirals")
    with_dropout = KNOBS["dropout"].turn(spirals, 0.2)
    train_spec = TrainSpec(optimizer="adagrad", learning_rate=0.05, epochs=EPOCHS, batch_size=16)
    return with_dropout.replace(data=spirals.data.replace(settings={"points": 90}, **data), train=train_spec, title="")


def variants(knob: str, *values, of: Experiment | None = None):
    return tuple((str(value), KNOBS[knob].turn(of or base(), value)) for value in values)


def curve(activation: str) -> Experiment:
    """A small network that follows a wave."""
    hidden = LayerSpec(id="h", kind="Dense", settings={"units": 4, "activation": activation})
    return Experiment(
        data=DataSpec(source="curve", settings={"points": 60, "shape": "wave"}),
        model=ModelSpec(layers=(hidden, LayerSpec(id="o", kind="Dense", settings={"units": 1}))),
        train=TrainSpec(epochs=2),
    )


def recorded(race: Race) -> list[dict]:
    train_race(race)
    told = news(race.key)
    assert told.state == "finished"
    return [json.loads(line) for line in told.lines]


def frames(lines: list[dict], network: int) -> list[dict]:
    return [line for line in lines if line.get("network") == network and "epoch" in line]


def rows(lines: list[dict], network: int) -> list[dict]:
    return [row for line in frames(lines, network) for row in line["rows"]]


def test_every_network_learns_as_it_would_alone(tmp_path):
    """Two that share a graph and differ in seed and learning rate, and one with a graph of its own."""
    other_start = base().replace(train=base().train.replace(seed=7, learning_rate=0.3))
    race = Race("test", (("a", base()), ("b", other_start), ("c", KNOBS["activation"].turn(base(), "relu"))), frames=4)
    lines = recorded(race)
    for network, (_, experiment) in [*enumerate(race.variants)][slice(None) if ALL else slice(1, 2)]:
        alone = train(experiment, home=tmp_path / "alone").history()
        together = rows(lines, network)
        assert [len(together), frames(lines, network)[-1]["state"]] == [EPOCHS, "finished"]
        for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
            np.testing.assert_allclose([row[name] for row in together], alone[name], rtol=2e-5, atol=1e-6)


def test_networks_of_one_shape_share_a_graph_and_others_do_not():
    def shapes(knob, *values):
        return len({shape_key(own) for _, own in variants(knob, *values)})

    assert shapes("seed", 0, 1, 2) == shapes("learning_rate", 0.1, 0.2) == 1
    assert shapes("units", 3, 4) == shapes("optimizer", "sgd", "adam") == shapes("batch_size", 8, 16) == 2
    by_schedule = [
        own.replace(train=own.train.replace(schedule="cosine")) for _, own in variants("learning_rate", 0.1, 0.2)
    ]
    assert len({shape_key(own) for own in by_schedule}) == 2, "a schedule holds its rate itself"


def test_a_frame_measures_the_network_as_it_is():
    """Gradients and activations of an untrained network, computed once more by plain Keras."""
    import tensorflow as tf

    experiment = base().replace(train=base().train.replace(seed=3))
    plain = KNOBS["dropout"].turn(experiment, 0.0)
    lines = recorded(Race("test", (("a", plain), ("b", plain.replace(train=plain.train.replace(seed=4)))), frames=2))
    frame, ground = frames(lines, 0)[0], lines[0]["ground"]
    dataset = load(plain.data)
    model = build(plain.model, dataset.schema, seed=3)
    x, y = dataset.train.x[:128], dataset.train.y[:128].reshape(-1, 1)
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy()(y, model(x))
    kernels = [layer.kernel for layer in model.layers if hasattr(layer, "kernel")]
    expected = [float(tf.norm(g)) for g in tape.gradient(loss, [kernel.value for kernel in kernels])]
    np.testing.assert_allclose(frame["gradients"], expected, rtol=1e-3)
    for quantiles, kernel in zip(frame["weights"], kernels, strict=True):
        np.testing.assert_allclose(
            quantiles, np.percentile(kernel.numpy(), (0, 5, 25, 50, 75, 95, 100)), rtol=1e-3, atol=1e-4
        )
    hidden = next(layer for layer in model.layers if hasattr(layer, "kernel"))(x).numpy()
    assert frame["deviation"][0] == pytest.approx(hidden.std(), rel=1e-3)
    plane = ground["plane"]
    shown = np.frombuffer(base64.b64decode(frame["output"]), np.uint8).reshape(plane["rows"], plane["cols"])
    corner = dataset.scaler.apply(np.array([[plane["x"][0], plane["y"][0]]]))
    assert shown[0, 0] / 254 == pytest.approx(float(model(corner.astype("float32"))[0, 0]), abs=1 / 254)


def test_what_is_drawn_along_a_line_is_the_networks_own_answer():
    experiment = curve("tanh")
    lines = recorded(Race("test", variants("seed", 0, 5, of=experiment), frames=2))
    dataset, ground = load(experiment.data), lines[0]["ground"]
    model = build(experiment.model, dataset.schema, seed=5)
    inputs = dataset.scaler.apply(np.array(ground["line"]["x"])[:, None])
    expected = dataset.unscaled_targets(model(inputs.astype("float32")).numpy())[:, 0]
    np.testing.assert_allclose(frames(lines, 1)[0]["output"][0], expected, rtol=2e-3, atol=2e-3)
    assert len(ground["line"]["points"][0]["x"]) == len(dataset.train)


def test_a_network_that_diverges_ends_and_the_others_go_on():
    steep = curve("relu").replace(train=TrainSpec(optimizer="sgd", epochs=EPOCHS, batch_size=16))
    lines = recorded(Race("test", variants("learning_rate", 0.1, 100.0, of=steep), frames=3))
    assert [frames(lines, own)[-1]["state"] for own in (0, 1)] == ["finished", "diverged"]
    assert (
        rows(lines, 1)[-1]["loss"] is None
        and frames(lines, 1)[-1]["output"][0][0] is None
        and len(rows(lines, 0)) == EPOCHS
    )


@whole  # training/test_train.py stops early, and the networks above learn as alone
def test_early_stopping_keeps_the_best_weights_as_train_does(tmp_path):
    spirals = KNOBS["dropout"].turn(base(), 0.0)
    patient = spirals.replace(
        train=spirals.train.replace(optimizer="adam", learning_rate=0.5, early_stopping=2, epochs=30)
    )
    lines = recorded(Race("test", (("with", patient), ("without", spirals)), frames=5))
    last = frames(lines, 0)[-1]
    alone = train(patient, home=tmp_path / "alone")
    assert last["state"] == "stopped early" and len(rows(lines, 0)) == len(alone.history()["loss"])
    layers = keras.saving.load_model(alone.model_path, compile=False).layers
    kernel = next(layer for layer in layers if hasattr(layer, "kernel")).kernel.numpy()
    np.testing.assert_allclose(last["weights"][0][0], kernel.min(), rtol=1e-3)


def test_moments_rise_from_the_first_epoch_to_the_last():
    for epochs, count in ((1, 40), (7, 40), (150, 40), (1000, 20)):
        own = moments(epochs, count)
        assert (own[0], own[-1]) == (0, epochs) and own == sorted(set(own)) and len(own) <= count + 1
        assert np.all(np.diff(np.diff(own)) >= -1), "denser at the beginning"


def test_a_race_is_recorded_once_and_read_in_pieces(monkeypatch):
    race = Race("test", variants("seed", 0, 1), frames=2)
    train_race(race)
    whole = news(race.key)
    monkeypatch.setattr(lockstep, "_Lockstep", None)  # nobody trains again
    train_race(race)
    assert news(race.key) == whole and news(race.key, whole.next).lines == ()

    rest = news(race.key, len(whole.lines[0].encode()) + 1)
    assert rest.lines == whole.lines[1:]
    assert news(race.key, 10**9).lines == () and news("0" * 32).state == "waiting"


def test_a_record_that_breaks_off_is_gone_after_a_while_and_is_made_again(monkeypatch):
    import os

    race = Race("test", variants("seed", 0, 1), frames=2)
    record_of(race.key).parent.mkdir(parents=True)
    record_of(race.key).write_text('{"ground":{}}\n{"netw')
    told = news(race.key)
    assert (told.state, told.lines) == ("running", ('{"ground":{}}',))
    os.utime(record_of(race.key), (1, 1))
    assert news(race.key).state == "gone"
    train_race(race)
    assert news(race.key).state == "finished"


def test_races_are_bounded_and_refused_in_sentences(tmp_path):
    with pytest.raises(SpecError, match="race of 1"):
        Race("test", variants("seed", 0))
    for key in ("", "../../etc", "a" * 31, "A" * 32):
        with pytest.raises(SpecError, match="no such race"):
            folder(key)
    wide = KNOBS["units"].turn(base(), 512)
    wider = wide.replace(model=wide.model.replace(layers=tuple(_doubled(layer) for layer in wide.model.layers)))
    with pytest.raises(RunError, match="at most 400,000 parameters"):
        train_race(Race("test", variants("seed", 0, 1, of=wider)))
    with pytest.raises(NnvizError):
        train_race(Race("test", variants("batch_size", 4096, 4095)))
    for i in range(5):
        (folder(f"{i:032x}")).mkdir(parents=True, exist_ok=True)
    sweep(keep=2)
    assert len(list((tmp_path / "lessons" / "races").iterdir())) == 2


def _doubled(layer: LayerSpec) -> LayerSpec:
    units = layer.settings.get("units")
    return layer.replace(settings={**layer.settings, "units": 2048}) if units == 512 else layer


def test_the_key_names_what_is_trained():
    one, same = Race("a", variants("seed", 0, 1)), Race("b", variants("seed", 0, 1))
    assert one.key == same.key != Race("a", variants("seed", 0, 2)).key
