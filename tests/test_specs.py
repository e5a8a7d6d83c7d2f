"""The frozen specifications: JSON both ways, links, and refusals in sentences."""

import base64
import tracemalloc
import zlib

import pytest

from nnviz import gallery, paths
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.models.preview import preview
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, METRICS, OPTIMIZERS, SCHEDULES, resolve
from nnviz.training.compiling import learning_rate


@pytest.mark.parametrize("name", gallery.READY)
def test_ready_experiments_survive_json_and_links_and_fit_their_data(name):
    exp = gallery.ready(name)
    assert Experiment.from_json(exp.to_json()) == exp
    assert Experiment.from_token(exp.to_token()) == exp
    assert exp.key == Experiment.from_json(exp.to_json(indent=2)).key and len(exp.key) == 16
    data = load(exp.data)
    assert preview(exp.model, data.schema, exp.train, len(data.train)).ok
    assert gallery.READY[name].examples == len(data.train)


def test_two_experiments_that_differ_have_different_keys():
    a = gallery.ready("spirals")
    assert a.key != a.replace(train=a.train.replace(seed=1)).key


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: TrainSpec(epochs=0), "Epochs must be at least 1, not 0."),
        (lambda: TrainSpec(learning_rate="abc"), "Learning rate: received 'abc'. Expected a number such as 0.01."),
        (lambda: TrainSpec(learning_rate=1e9), "Learning rate must be at most 100, not 1000000000.0."),
        (lambda: TrainSpec(epoch=3), "no setting 'epoch'"),
        (lambda: DataSpec(validation_fraction=0.6, test_fraction=0.39), "leave at least 5 % for training"),
        (lambda: LayerSpec(id="1 2", kind="Dense"), "Id: received '1 2'"),
        (
            lambda: ModelSpec(layers=(LayerSpec(id="a", kind="Dense"), LayerSpec(id="a", kind="Dense"))),
            "'a' stands twice",
        ),
        (lambda: ModelSpec(layers=(LayerSpec(id="a", kind="Dense", inputs=("b",)),)), "names 'b'"),
        (lambda: ModelSpec(outputs=("z",)), "there is no 'z'"),
        (lambda: Experiment.from_json("[1]"), "a JSON object"),
        (lambda: Experiment.from_json("{"), "not JSON"),
        (lambda: Experiment.from_json("[" * 100_000), "not JSON"),
        (lambda: Experiment.from_json('{"train": {"epochs": "many"}}'), "Epochs must be a whole number, not 'many'."),
        (lambda: Experiment.from_json('{"data": 3}'), "Data must be settings by their names, not 3."),
        (lambda: Experiment.from_json('{"model": {"layers": [3]}}'), "Layers must be settings by their names, not 3."),
        (lambda: Experiment.from_token("no token"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_a_sentence(make, words):
    with pytest.raises(SpecError) as refused:
        make()
    assert words in str(refused.value)


def test_a_link_that_would_unpack_to_a_mountain_is_refused():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000, 9)).decode()
    with pytest.raises(SpecError, match="cannot be read"):
        Experiment.from_token(bomb)


HOSTILE = {
    "endless": lambda: base64.urlsafe_b64encode(zlib.compress(b" " * 3_000_000 + b"{}", 9)).decode(),
    "long": lambda: "A" * 300_000_000,
    "nested": lambda: base64.urlsafe_b64encode(zlib.compress(b'{"data":' + b"[" * 900_000, 9)).decode(),
    "deep": lambda: base64.urlsafe_b64encode(
        zlib.compress(b'{"data":{"settings":{"a":' + b"[" * 700 + b"]" * 700 + b"}}}")
    ).decode(),
    "digits": lambda: base64.urlsafe_b64encode(zlib.compress(b'{"data":{"seed":' + b"9" * 1_000_000 + b"}}")).decode(),
    "binary": lambda: base64.urlsafe_b64encode(zlib.compress(bytes(range(256)) * 100)).decode(),
    "accents": lambda: "é" * 50,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_links_are_sentences_within_little_memory(name):
    token = HOSTILE[name]()
    tracemalloc.start()
    try:
        with pytest.raises(SpecError) as refused:
            Experiment.from_token(token)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 60e6 and len(str(refused.value)) < 600


def test_wiring_is_spelled_out():
    spec = ModelSpec(
        layers=(
            LayerSpec(id="a", kind="Dense"),
            LayerSpec(id="b", kind="Dense"),
            LayerSpec(id="c", kind="Add", inputs=("a", "b")),
        )
    )
    assert [spec.sources(name) for name in "abc"] == [("input",), ("a",), ("a", "b")]
    assert spec.new_id("Dense") == "dense_1" and spec.new_id("Conv2D") == "conv2d_1"
    assert spec.new_id("MaxPooling2D") == "max_pooling2d_1"


def test_every_entry_of_the_training_catalogs_is_what_keras_has():
    import inspect

    for registry in (OPTIMIZERS, LOSSES, METRICS, SCHEDULES):
        for name, entry in registry.items():
            if entry.path:
                known = inspect.signature(paths.resolve(entry.path)).parameters
                own = {p.name for p in entry.params} - {"decay_epochs", "warmup_epochs"}
                assert own <= set(known), (name, own - set(known))
                for param in entry.params:
                    if param.name in known and known[param.name].default is not inspect.Parameter.empty:
                        assert param.check(known[param.name].default) == known[param.name].default, (name, param.name)


def test_optimizer_defaults_are_keras_defaults():
    import inspect

    for name, entry in OPTIMIZERS.items():
        known = inspect.signature(paths.resolve(entry.path)).parameters
        for param in entry.params:
            assert param.default == known[param.name].default, (name, param.name)


def test_gradients_are_clipped_in_one_way():
    schema, settings = load(gallery.ready("spirals").data).schema, {"clipnorm": 1.0, "clipvalue": 0.5}
    with pytest.raises(SpecError, match="clip by norm and clip by value") as refused:
        resolve(TrainSpec(optimizer_settings=settings), schema)
    assert refused.value.where == "optimizer"


def test_schedules_count_in_epochs():
    schema = load(gallery.ready("spirals").data).schema
    train = resolve(
        TrainSpec(learning_rate=0.1, schedule="exponential", schedule_settings={"decay_epochs": 2, "decay_rate": 0.5}),
        schema,
    )
    rate = learning_rate(train, steps_per_epoch=10)
    assert float(rate(0)) == pytest.approx(0.1) and float(rate(20)) == pytest.approx(0.05)
    cosine = resolve(
        TrainSpec(learning_rate=0.1, schedule="cosine", schedule_settings={"decay_epochs": 4, "warmup_epochs": 1}),
        schema,
    )
    rate = learning_rate(cosine, steps_per_epoch=10)
    assert float(rate(5)) == pytest.approx(0.05) and float(rate(10)) == pytest.approx(0.1) and float(rate(50)) < 1e-6
