"""The generated training compiles what the app compiles, and run on its own arrives at the app's weights."""

from itertools import product

import keras
import numpy as np
import pytest

import nnviz
from nnviz import gallery
from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.errors import SpecError, TrainingError
from nnviz.models.build import build
from nnviz.models.codegen import notebook
from nnviz.models.heads import unit_counts
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, METRICS, OPTIMIZERS, SCHEDULES
from nnviz.training.codegen import script, training_code
from nnviz.training.compiling import compile_model
from nnviz.training.schedules import LIVE
from nnviz.training.train import train
from tests.sampling import sample

SOURCES = {"binary": "moons", "multiclass": "wine", "regression": "diabetes"}
ROWS = 64
OTHERS = {"decay_epochs": 3.5, "t_mul": 1.5, "begin_divisor": 8.0, "end_divisor": 80.0}


def tiny(task: str, units: int | None = None) -> tuple[Experiment, object]:
    data = DataSpec(source=SOURCES[task])
    schema = known_schema(data)
    layer = LayerSpec(id="out", kind="Dense", settings={"units": units or schema.outputs})
    return Experiment(data=data, model=ModelSpec(layers=(layer,))), schema


def compiled(text: str, model: keras.Model) -> keras.Model:
    """`model` after the script's own `compile`."""
    start = text.find("learning_rate = ") if "learning_rate = " in text else text.index("model.compile(")
    exec(
        text[start : text.index("history = model.fit(")],
        {"keras": keras, "nnviz": nnviz, "model": model, "steps_per_epoch": -(-ROWS // 32)},
    )
    return model


def same_compilation(experiment, schema):
    ours, theirs = (build(experiment.model, schema, 0) for _ in range(2))
    compile_model(ours, experiment.train, schema, -(-ROWS // experiment.train.batch_size))
    compiled(training_code(experiment, schema), theirs)
    for one, two in ((ours.optimizer, theirs.optimizer), (ours.loss, theirs.loss)):
        assert type(one) is type(two) and {**one.get_config(), "name": ""} == {**two.get_config(), "name": ""}
    wide = schema.task == "regression" or LOSSES[experiment.train.loss].one_hot
    for model in (ours, theirs):  # metrics come to be with the first batch; one needs no graph for it
        model.run_eagerly = True
        model.test_on_batch(np.zeros((2, *schema.input_shape)), np.zeros((2, model.output_shape[-1] if wide else 1)))
    assert [type(m) for m in ours.metrics] == [type(m) for m in theirs.metrics]
    assert [m.name for m in ours._compile_metrics.metrics] == [m.name for m in theirs._compile_metrics.metrics]


def other(param):
    """A value that is not its default."""
    if param.kind == "bool":
        return not param.default
    if param.kind == "int":
        return (param.default or 1) + 2
    return 0.5 if param.maximum > 0 else param.default / 2


@pytest.mark.parametrize("name", sample(OPTIMIZERS, 5))
def test_every_optimizer_with_its_defaults_and_with_other_settings(name):
    experiment, schema = tiny("regression")
    one_of_three = ("clipvalue", "global_clipnorm")
    changed = {p.name: other(p) for p in OPTIMIZERS[name].params if p.name not in one_of_three}
    for settings in ({}, changed):
        same_compilation(
            experiment.replace(
                train=TrainSpec(
                    optimizer=name, optimizer_settings=settings, loss="mean_squared_error", learning_rate=0.003
                )
            ),
            schema,
        )


@pytest.mark.parametrize("name", sample([name for name in SCHEDULES if name not in LIVE], 4))
def test_every_schedule(name):
    experiment, schema = tiny("regression")
    changed = {p.name: OTHERS.get(p.name, 0.25) for p in SCHEDULES[name].params}
    for settings in ({}, changed, {**changed, "warmup_epochs": 2.0} if name == "cosine" else {}):
        same_compilation(
            experiment.replace(train=TrainSpec(schedule=name, schedule_settings=settings, loss="huber")), schema
        )


@pytest.mark.parametrize(
    ("task", "name"), sample(pair for pair in product(SOURCES, LOSSES) if pair[0] in LOSSES[pair[1]].tasks)
)
def test_every_loss_with_every_metric_that_fits(task, name):
    units = unit_counts(task, tiny(task)[1].outputs, name)[0]
    experiment, schema = tiny(task, units)
    metrics = tuple(m for m, choice in METRICS.items() if task in choice.tasks)
    settings = {p.name: True if p.kind == "bool" else 0.25 for p in LOSSES[name].params}
    same_compilation(experiment.replace(train=TrainSpec(loss=name, loss_settings=settings, metrics=metrics)), schema)


@pytest.mark.parametrize("name", sample(["spirals", "digits", "diabetes"], 1))
def test_the_whole_script_arrives_at_the_weights_of_the_app(name, tmp_path):
    ready = gallery.ready(name)
    around = {"gradient_accumulation_steps": 2, "global_clipnorm": 0.1}
    experiment = ready.replace(
        train=ready.train.replace(
            epochs=3, shuffle=False, early_stopping=2, schedule="exponential", seed=4, optimizer_settings=around
        )
    )
    run = train(experiment, home=tmp_path)
    scope = {}
    schema = load(experiment.data).schema
    text = script(experiment, schema)
    exec(text, scope)
    for ours, theirs in zip(run.model().get_weights(), scope["model"].get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_without_held_out_examples_the_loss_itself_is_watched():
    experiment, schema = tiny("multiclass")
    experiment = experiment.replace(
        data=experiment.data.replace(validation_fraction=0.0),
        train=TrainSpec(early_stopping=3, loss="categorical_crossentropy"),
    )
    text = training_code(experiment, schema)
    assert "validation" not in text.replace("validation_fraction", "") and 'EarlyStopping("loss", patience=3' in text
    assert "keras.utils.to_categorical(data.train.y, 3)" in text


def test_a_loss_that_does_not_suit_the_data_is_a_sentence():
    experiment, schema = tiny("regression")
    with pytest.raises(SpecError, match="does not suit regression"):
        training_code(experiment.replace(train=TrainSpec(loss="hinge")), schema)


def test_several_inputs_are_a_sentence():
    experiment, schema = tiny("binary")
    layers = (
        LayerSpec(id="more", kind="InputLayer"),
        LayerSpec(id="both", kind="Concatenate", inputs=("input", "more")),
    )
    with pytest.raises(TrainingError, match="2 inputs"):
        training_code(experiment.replace(model=ModelSpec(layers=layers)), schema)


def test_the_notebook_takes_it_as_a_cell():
    experiment, schema = tiny("binary")
    assert "model.fit(" in notebook(experiment, schema, training_code(experiment, schema))
