"""Augmentations held against Keras's own layers of the same seed, and our own layers against what can be worked out."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import paths
from nnviz.data.augmentations import AUGMENTATIONS, layer_arguments
from nnviz.data.load import load
from nnviz.specs import AugmentationSpec, DataSpec
from nnviz.training.augment import augmenter
from nnviz.training.augment_layers.aug_mix import AugMix
from nnviz.training.augment_layers.crop import Crop
from nnviz.training.augment_layers.cut_mix import CutMix
from nnviz.training.augment_layers.elastic import Elastic
from nnviz.training.augment_layers.feature_dropout import FeatureDropout
from nnviz.training.augment_layers.flip import Flip
from nnviz.training.augment_layers.mix_up import MixUp
from nnviz.training.augment_layers.real_steps import RealSteps
from nnviz.training.augment_layers.sometimes import Sometimes
from nnviz.training.augment_layers.time_masking import TimeMasking
from nnviz.training.augment_layers.time_scaling import TimeScaling
from nnviz.training.augment_layers.time_shift import TimeShift
from nnviz.training.augment_layers.token_dropout import TokenDropout
from nnviz.training.augment_layers.token_swap import TokenSwap
from nnviz.training.augment_layers.window_warp import WindowWarp
from tests.sampling import whole

KERAS = [name for name, entry in AUGMENTATIONS.items() if entry.layer.startswith("keras.") and entry.in_units]
SEQUENCE = np.random.default_rng(0).normal(size=(6, 30, 2)).astype("float32")
TEXTS = np.array([[5, 6, 7, 8, 9, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]], "int32")


OURS = {  # Keras's layer → what stands for it, and why
    "RandomFlip": "flip",  # with a probability
    "RandomCrop": "crop",  # at a place of its own for every image, and enlarged
    "RandomElasticTransform": "elastic",  # its own bends the first image of a batch alone
    "MixUp": "mix_up",  # for rows and sequences too
    "CutMix": "cut_mix",  # with the labels' shares of what is seen
    "AugMix": "aug_mix",  # drawn anew for every batch
}
NO_CHANGE = {"CenterCrop", "Resizing", "MaxNumBoundingBoxes"}


def test_every_augmentation_layer_of_the_installed_keras_is_there():
    kind = keras.layers.RandomFlip.__mro__[1]
    layers = {own.__name__ for own in vars(keras.layers).values() if isinstance(own, type) and issubclass(own, kind)}
    there = {entry.layer.split(":")[1] for entry in AUGMENTATIONS.values() if entry.layer.startswith("keras.")}
    assert layers - NO_CHANGE - {kind.__name__} == there - {"GaussianNoise"} | set(OURS)
    assert set(OURS.values()) <= set(AUGMENTATIONS)


@pytest.fixture(scope="module")
def patches():
    return load(DataSpec(source="patches"))


@pytest.mark.parametrize("name", KERAS)
def test_what_keras_has_is_what_keras_does(name, patches):
    spec = AugmentationSpec(name=name)
    x = patches.train.x[:5]
    change = augmenter((spec,), patches, seed=11)
    ours, units = np.asarray(change(x)), change.moved(x, False, True)
    np.testing.assert_allclose(units, patches.unscaled(x) / patches.unscaled(patches.train.x).max(), atol=1e-5)
    seeded = {"seed": 11} if AUGMENTATIONS[name].seeded else {}
    theirs = paths.resolve(AUGMENTATIONS[name].layer)(**layer_arguments(spec), **seeded)(units, training=True)
    np.testing.assert_allclose(change.moved(ours, False, True), theirs, atol=1e-5)
    assert abs(ours - x).max() > 1e-3


def test_flip_mix_up_and_cut_mix_are_keras_s_own_where_keras_has_them(patches):
    x, y = patches.train.x[:16], np.eye(2, dtype="float32")[patches.train.y[:16]]
    pairs = [
        (Flip("vertical", 0.5, seed=4), keras.layers.RandomFlip("vertical", seed=4)),
        (MixUp(0.4, seed=4), keras.layers.MixUp(0.4, seed=4)),
        (CutMix(0.9, seed=4), keras.layers.CutMix(0.9, seed=4)),
    ]
    for ours, theirs in pairs:
        mine, others = (layer({"images": x, "labels": y}, training=True) for layer in (ours, theirs))
        np.testing.assert_allclose(mine["images"], others["images"], atol=1e-6)
        near = 0.15 if isinstance(ours, CutMix) else 1e-6  # Keras counts the area, not the pixels
        np.testing.assert_allclose(mine["labels"], others["labels"], atol=near)
        assert abs(np.asarray(mine["images"]) - x).max() > 0.1


def test_a_probability_is_the_share_that_is_changed():
    x = np.ones((4000, 3), "float32")
    layer = Sometimes(keras.layers.GaussianNoise(1.0, seed=1), 0.3, seed=2)
    changed = (np.asarray(layer(x, training=True)) != x).any(axis=1)
    assert changed.mean() == pytest.approx(0.3, abs=0.03)
    np.testing.assert_array_equal(layer(x, training=False), x)
    mixed = MixUp(1.0, probability=0.3, seed=3)({"images": np.arange(4000.0)[:, None], "labels": x}, training=True)
    moved = np.asarray(mixed["images"])[:, 0] != np.arange(4000.0)
    assert moved.mean() == pytest.approx(0.3, abs=0.03)


def test_labels_are_mixed_in_the_shares_of_what_is_seen():
    y = np.eye(10, dtype="float32")[np.arange(40) % 10]
    x = np.broadcast_to(y[:, None, None, :], (40, 20, 20, 10))  # every pixel says its class
    for layer in (MixUp(1.0, seed=5), CutMix(1.0, seed=5)):
        mixed = layer({"images": x, "labels": y}, training=True)
        seen = np.asarray(mixed["images"]).mean(axis=(1, 2))
        np.testing.assert_allclose(seen, mixed["labels"], atol=1e-5)
        drawn = layer.get_random_transformation(x)
        weights = layer.transform_labels(y[:, 3], drawn)  # (n,), as the weights of examples are
        np.testing.assert_allclose(weights, np.asarray(layer.transform_labels(y, drawn))[:, 3], atol=1e-6)


def test_aug_mix_draws_anew_for_every_batch_of_a_compiled_loop_and_again_from_its_seed():
    x = np.random.default_rng(0).uniform(size=(4, 12, 12, 3)).astype("float32")
    chosen, pixels = [], []
    for _ in range(2):
        layer = AugMix(0.5, num_chains=2, chain_depth=1, seed=8)
        draw = tf.function(lambda images, layer=layer: layer.draw(images)["changes"], autograph=False)
        chosen.append(np.stack([draw(x) for _ in range(5)]))
        pixels.append(np.asarray(layer(x, training=True)))
    np.testing.assert_array_equal(*chosen)
    np.testing.assert_array_equal(*pixels)
    assert len({batch.tobytes() for batch in chosen[0]}) > 1
    assert abs(pixels[0] - x).max() > 0.01 and pixels[0].min() >= 0 and pixels[0].max() <= 1


def test_a_crop_enlarges_the_part_that_it_cuts():
    ramp = np.broadcast_to(np.arange(32, dtype="float32")[None, None, :, None], (8, 32, 32, 1))
    layer = Crop(0.5, seed=6)
    drawn = layer.draw(ramp)
    changed = np.asarray(layer.change(ramp, drawn))
    for row, cut, left in zip(changed[:, 16, :, 0], drawn["cut"], drawn["left"], strict=True):
        centres = float(left) * 32 + (1 - float(cut)) * (np.arange(32) + 0.5) - 0.5
        np.testing.assert_allclose(row, np.clip(centres, 0, 31), atol=1e-3)
    assert np.all(np.asarray(drawn["cut"]) <= 0.5) and np.all(np.asarray(drawn["left"] <= drawn["cut"]))


def test_a_bent_ramp_is_the_ramp_where_its_pixels_come_from():
    ramp = np.stack(np.mgrid[:24, :24], axis=-1).astype("float32")[None].repeat(50, axis=0)
    layer = Elastic(1.0, seed=2)
    drawn = layer.draw(ramp)
    moved = np.stack([drawn["down"], drawn["across"]], axis=-1)
    np.testing.assert_allclose(layer.change(ramp, drawn), np.clip(ramp + moved, 0, 23), atol=1e-4)
    assert moved.std() == pytest.approx(2.4, rel=0.05)  # a tenth of the side
    assert abs(np.corrcoef(moved[..., 0].ravel(), moved[..., 1].ravel())[0, 1]) < 0.1
    assert np.diff(moved, axis=1).std() < 0.5 * moved.std()  # neighbours move together


@whole  # a trace of every layer; what differs then has been told apart from Keras above
@pytest.mark.parametrize("name", [name for name, entry in AUGMENTATIONS.items() if "image" in entry.kinds])
def test_a_batch_of_unknown_size_is_changed_like_one_of_a_known_size(name, patches):
    spec = AugmentationSpec(name=name, settings={"probability": 0.5})
    x = patches.train.x[:6] + 0.004  # whole tones are rounded to either side
    y = np.eye(2, dtype="float32")[patches.train.y[:6]]
    known, unknown = (augmenter((spec,), patches, seed=3) for _ in range(2))
    signature = [tf.TensorSpec((None, *part.shape[1:])) for part in (x, y)]
    graph = tf.function(unknown.pair, input_signature=signature, autograph=False)
    for ours, theirs in zip(known.pair(x, y), graph(x, y), strict=True):
        assert np.isclose(ours, theirs, atol=1e-4).mean() > 0.97


def test_sequences_are_shifted_scaled_hidden_and_warped_as_drawn():
    for layer, expected in (
        (TimeShift(0.3, seed=1), lambda x, d: x[np.clip(np.arange(30) - d["steps"], 0, 29)]),
        (TimeScaling(0.5, means=np.float32([1, 2]), seed=1), lambda x, d: [1, 2] + (x - [1, 2]) * d["factor"]),
        (TimeMasking(0.4, means=np.float32([1, 2]), seed=1), _hidden),
        (WindowWarp(2.0, 0.4, seed=1), _warped),
    ):
        drawn = layer.draw(SEQUENCE)
        changed = np.asarray(layer.change(SEQUENCE, drawn))
        for k, (before, after) in enumerate(zip(SEQUENCE, changed, strict=True)):
            own = {name: np.asarray(values)[k] for name, values in drawn.items()}
            np.testing.assert_allclose(after, expected(before, own), atol=2e-4)
        assert abs(changed - SEQUENCE).max() > 0.1


def test_sequences_of_their_own_lengths_change_within_them_as_they_would_alone():
    lengths, x = np.resize([30, 12, 5, 1], len(SEQUENCE)), SEQUENCE.copy()
    for row, length in zip(x, lengths, strict=True):
        row[length:] = 0
    for layer, expected in (
        (TimeShift(0.3, padded=True, seed=1), lambda x, d: x[np.clip(np.arange(len(x)) - d["steps"], 0, len(x) - 1)]),
        (TimeMasking(0.4, means=np.float32([1, 2]), padded=True, seed=1), _hidden),
        (WindowWarp(2.0, 0.4, padded=True, seed=1), _warped),
        (keras.layers.GaussianNoise(0.5, seed=1), None),
    ):
        layer = RealSteps(layer)
        drawn = layer.draw(x)
        changed = np.asarray(layer.change(x, drawn))
        for k, length in enumerate(lengths):
            assert not changed[k, length:].any() and (changed[k, :length] != 0).any(axis=-1).all()
            if expected and length > 1:
                own = {name: np.asarray(values)[k] for name, values in drawn.items()}
                np.testing.assert_allclose(changed[k, :length], expected(x[k, :length], own), atol=2e-4)
        assert abs(changed - x)[lengths > 1].max() > 0.1
    hidden = np.asarray(RealSteps(TimeMasking(0.9, padded=True, seed=2))(x, training=True))
    assert ((hidden != 0).any(axis=-1).sum(axis=1) == lengths).all()  # a mean of 0 does not end a sequence


def _hidden(x, drawn):
    x = x.copy()
    x[int(drawn["first"]) : int(drawn["first"] + drawn["length"])] = [1, 2]
    return x


def _warped(x, drawn):
    """The time at which the stretched sequence stands, read off a map of three straight pieces."""
    last = len(x) - 1
    first, window, factor = drawn["first"], 0.4 * last, drawn["factor"]
    stretched = np.array([0, first, first + window * factor, last + window * (factor - 1)])
    source = np.interp(np.linspace(0, stretched[-1], last + 1), stretched, [0, first, first + window, last])
    return np.stack([np.interp(source, np.arange(last + 1), channel) for channel in x.T], axis=1)


def test_hidden_columns_take_their_mean_all_inputs_of_one_together():
    x = np.random.default_rng(3).normal(size=(2000, 4)).astype("float32")
    layer = FeatureDropout(0.25, means=np.float32([7, 8, 9, 10]), groups=np.array([0, 3, 3, 5]), seed=2)
    changed = np.asarray(layer(x, training=True))
    hidden = changed == [7, 8, 9, 10]
    np.testing.assert_array_equal(np.where(hidden, x, changed), x)
    np.testing.assert_array_equal(hidden[:, 1], hidden[:, 2])
    np.testing.assert_allclose(hidden.mean(axis=0), 0.25, atol=0.04)


def test_words_left_out_let_the_others_move_up_and_one_stays():
    for share in (0.5, 0.99):
        changed = np.asarray(TokenDropout(share, seed=3)(np.repeat(TEXTS, 40, axis=0), training=True))
        for before, after in zip(np.repeat(TEXTS, 40, axis=0), changed, strict=True):
            left = after[after != 0]
            assert len(left) and after[: len(left)].all()
            words = iter(before[before != 0])
            assert all(word in words for word in left)  # in their order
    assert (changed == 0).sum() > (TEXTS == 0).sum() * 40


def test_swapped_words_are_neighbours_and_none_is_lost():
    texts = np.repeat(TEXTS, 60, axis=0)
    changed = np.asarray(TokenSwap(1.0, seed=4)(texts, training=True))
    np.testing.assert_array_equal(np.sort(changed, axis=1), np.sort(texts, axis=1))
    np.testing.assert_array_equal(changed == 0, texts == 0)
    for before, after in zip(texts, changed, strict=True):
        places = [list(before).index(word) for word in after[after != 0]]
        assert all(abs(place - k) <= 1 for k, place in enumerate(places))
    np.testing.assert_array_equal(TokenSwap(0.0, seed=4)(texts, training=True), texts)
