"""What augmentations do to a trained network's answers, against a network whose answers are known."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.schema import Dataset, Scaler, Schema, Split
from nnviz.errors import SpecError
from nnviz.evaluation.augmentation import effects
from nnviz.specs import AugmentationSpec, DataSpec, Experiment
from nnviz.studies.augmentation_gap import Gap, Side, gap_of_study, with_and_without
from nnviz.studies.store import Study
from nnviz.training.meaning import decide
from tests.sampling import whole


@pytest.fixture(scope="module")
def sides():
    """Images whose class is the brighter side, and a network that knows it."""
    rng = np.random.default_rng(0)
    y = np.arange(60) % 2
    x = rng.uniform(0.0, 0.2, (60, 4, 4, 1)).astype("float32")
    for image, right in zip(x, y, strict=True):
        image[:, 2:] += 0.6 * right
        image[:, :2] += 0.6 * (1 - right)
    schema = Schema("image", "binary", (4, 4, 1), class_names=("left", "right"))
    parts = [Split(x[part], y[part], np.arange(60)[part]) for part in (slice(0, 20), slice(20, 60), slice(0, 0))]
    data = Dataset(schema, *parts, Scaler(np.float32(0), np.float32(1)))
    inputs = keras.Input((4, 4, 1))
    dense = keras.layers.Dense(1, "sigmoid")
    model = keras.Model(inputs, dense(keras.layers.Flatten()(inputs)))
    weights = np.tile(np.float32([-9, -9, 9, 9]), 4)[:, None]
    dense.set_weights([weights, np.zeros(1, "float32")])
    return model, data, decide(schema, "binary_crossentropy", "sigmoid", 1)


def chosen(**settings) -> AugmentationSpec:
    return AugmentationSpec(name="flip", settings={"probability": 0.1, **settings})


def test_a_flip_that_swaps_the_classes_is_told_from_one_that_keeps_them(sides):
    told = effects(*sides, (chosen(), chosen(mode="vertical"), AugmentationSpec(name="mix_up")))
    across, down = told.effects
    assert (told.part, told.examples) == ("validation", 40)
    assert across.changed == across.share == 1.0 and across.warns and {across.taken, across.become} == {"left", "right"}
    assert across.images.shape == (6, 4, 4, 1) and across.answers[0] == (across.taken, across.become)
    bright = across.images.mean(axis=(1, 3))  # by column, of what was changed
    sides = np.where(bright[:, :2].mean(axis=1) > bright[:, 2:].mean(axis=1), "left", "right")
    assert list(sides) == [after for _, after in across.answers]
    assert down.images is None and down.changed == down.share == 0.0 and not down.warns
    assert told.sentences[0].startswith("Flip turns 100 % of “") and "0 %" in told.sentences[1]


def test_what_would_take_too_long_is_only_estimated(sides):
    told = effects(*sides, (chosen(),), seconds=0.0)
    assert not told.effects and told.seconds > 0
    with pytest.raises(SpecError, match="mixes labels"):
        effects(*sides, (AugmentationSpec(name="mix_up"),))


def test_both_gaps_are_said_and_who_fares_better():
    sides = (Side("without", 1.0, 0.9), Side("with", 0.97, 0.93))
    gap = Gap(sides, 100, "accuracy")
    assert gap.gains == pytest.approx(0.03) and sides[0].gap == pytest.approx(0.1)
    assert gap.said == (
        "Learning from 100 examples: without augmentation, 100 % of these right, 90.0 % of new ones, a gap of 10.0 "
        "points; with augmentation, 97.0 % of these right, 93.0 % of new ones, a gap of 4.0 points. The gap narrows, "
        "and new examples fare better by 3.0 points."
    )
    named = Gap(sides, 100, "accuracy", ("Flip", "Noise")).said
    assert "with augmentation (Flip, Noise), 97.0 %" in named and "without augmentation, 100 %" in named
    assert "fare worse by 0.200." in Gap((Side("without", 0.1, 0.5), Side("with", 0.4, 0.7)), 9, "rmse").said


def test_a_comparison_needs_a_network_something_to_change_and_something_held_out():
    ready = nnviz.ready("digits")
    data = ready.data.replace(augmentations=(chosen(),))
    spec = with_and_without(ready.replace(data=data), 100, 7)
    without, with_it = (own.experiment for own in spec.variants)
    assert with_it.data.training_examples == 100 and with_it.train.epochs == 7
    assert without == with_it.replace(data=with_it.data.replace(augmentations=()), title=without.title)
    for experiment in (
        ready,
        ready.replace(data=data.replace(validation_fraction=0.0)),
        Experiment(data=DataSpec(source="digits", augmentations=(chosen(),))),
    ):
        with pytest.raises(SpecError):
            with_and_without(experiment)


@whole  # two trainings of 200 epochs; the arithmetic of the sentence is above
def test_the_usual_changes_narrow_the_gap_on_a_hundred_digits():
    ready = nnviz.ready("digits")
    data = ready.data.replace(augmentations=nnviz.data.augmentations.USUAL["image"], seed=2)
    train = ready.train.replace(seed=2)
    nnviz.study(with_and_without(ready.replace(data=data, train=train)))
    gap = gap_of_study(Study.recent(limit=1)[0].id)
    assert gap.examples == 100 and gap.gains > 0 and gap.sides[1].gap < gap.sides[0].gap
