"""Mixed labels reach the loss as shares and the metrics as the class with the larger share; and the code that is shown
trains as the loop does."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

import nnviz
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.models.build import build
from nnviz.specs import AugmentationSpec, DataSpec, Experiment, TrainSpec
from nnviz.training.augment import augmenter
from nnviz.training.codegen import script
from nnviz.training.train import array_loop
from tests.sampling import whole

MIX = (AugmentationSpec(name="mix_up", settings={"alpha": 1.0}),)


def first_step(data: DataSpec, train: TrainSpec):
    """The logs of one step over all training examples, and by hand: their mixed targets and the answers before it."""
    dataset = load(data)
    model = build(nnviz.suggest(dataset.schema), dataset.schema, seed=1)
    before = model.predict(dataset.train.x, verbose=0), model.predict(dataset.validation.x, verbose=0)
    train = train.replace(batch_size=len(dataset.train), shuffle=False, epochs=1, learning_rate=1e-9)
    loop, spec, meaning = array_loop(model, dataset, train, data.augmentations)
    change = augmenter(data.augmentations, dataset, spec.seed)
    x, y = (np.asarray(part) for part in change.pair(dataset.train.x, meaning.encode(dataset.train.y)))
    assert 0.2 < np.abs(y - np.round(y)).max() <= 0.5
    answers = model.predict(x, verbose=0)
    return loop.advance(1)[0], y, answers, dataset, before[1]


def test_classes_are_judged_by_the_shares_of_their_labels():
    logs, y, p, dataset, held_out = first_step(DataSpec(source="wine", augmentations=MIX), TrainSpec())
    assert logs["loss"] == pytest.approx(float(-(y * np.log(p)).sum(axis=1).mean()), rel=1e-4)
    assert logs["accuracy"] == pytest.approx(float((y.argmax(1) == p.argmax(1)).mean()), abs=1e-6)
    assert logs["val_accuracy"] == pytest.approx(float((held_out.argmax(1) == dataset.validation.y).mean()), abs=1e-6)


def test_yes_or_no_is_judged_by_the_larger_share():
    train = TrainSpec(metrics=("accuracy", "auc", "recall"))
    logs, y, p, dataset, held_out = first_step(DataSpec(source="moons", augmentations=MIX), train)
    assert logs["loss"] == pytest.approx(float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()), rel=1e-4)
    assert logs["accuracy"] == pytest.approx(float(((p > 0.5) == (y > 0.5)).mean()), abs=1e-6)
    assert logs["recall"] == pytest.approx(float((p > 0.5)[y > 0.5].mean()), abs=1e-6)
    assert logs["auc"] == pytest.approx(roc_auc_score(y[:, 0] > 0.5, p[:, 0]), abs=0.01)
    assert logs["val_accuracy"] == pytest.approx(
        float(((held_out[:, 0] > 0.5) == dataset.validation.y).mean()), abs=1e-6
    )


@whole  # what the two above prove of classes
def test_numbers_are_mixed_as_they_are():
    logs, y, p, *_ = first_step(DataSpec(source="diabetes", augmentations=MIX), TrainSpec())
    assert logs["loss"] == pytest.approx(float(((y - p) ** 2).mean()), rel=1e-4)


def test_a_loss_that_knows_only_yes_and_no_is_refused():
    with pytest.raises(SpecError, match="MixUp mixes labels, and the loss Hinge knows only yes and no"):
        first_step(DataSpec(source="moons", augmentations=MIX), TrainSpec(loss="hinge"))


def steps(*names: str) -> tuple[AugmentationSpec, ...]:
    return tuple(AugmentationSpec(name=name, settings={"probability": 0.5}) for name in names)


@pytest.mark.parametrize(
    ("source", "augmentations"),
    [
        pytest.param("wine", steps("feature_dropout", "mix_up"), marks=whole),
        pytest.param("digits", steps("rotation", "noise"), marks=whole),
        pytest.param("patches", steps("erasing", "rotation", "cut_mix"), marks=whole),
        pytest.param("moons", steps("mix_up"), marks=whole),
    ],
)
def test_the_code_that_is_shown_trains_as_the_loop_does(source, augmentations):
    data = DataSpec(source=source, augmentations=augmentations)
    dataset = load(data)
    train = TrainSpec(epochs=2, batch_size=max(16, len(dataset.train) // 4), shuffle=False, seed=3)
    experiment = Experiment(data=data, model=nnviz.suggest(dataset.schema, 900), train=train)
    names: dict = {}
    exec(script(experiment, dataset.schema), names)
    model = build(experiment.model, dataset.schema, seed=3)
    loop, *_ = array_loop(model, dataset, train, augmentations)
    loop.xla = False
    logs = [loop.advance(loop.steps_per_epoch)[0] for _ in range(2)]
    theirs = names["history"].history
    for name in ("loss", "val_loss"):
        np.testing.assert_allclose([row[name] for row in logs], theirs[name], rtol=2e-3)
    for ours, others in zip(model.get_weights(), names["model"].get_weights(), strict=True):
        np.testing.assert_allclose(ours, others, atol=2e-3)
