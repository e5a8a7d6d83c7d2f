"""Augmentation: what is drawn is what is done, in training alone, the same for the same seed."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.augmentations import AUGMENTATIONS
from nnviz.data.column import Column
from nnviz.data.load import load
from nnviz.data.preparing.fit import fit
from nnviz.errors import NnvizError
from nnviz.specs import AugmentationSpec, DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.augment import augmenter
from nnviz.training.augmented import augment, augmented_example
from nnviz.training.augmented import drawn as drawn_by
from nnviz.training.codegen import script
from nnviz.training.loop import ArrayLoop
from tests.sampling import ALL, whole

IMAGES = [name for name, entry in AUGMENTATIONS.items() if "image" in entry.kinds]


def one(name: str, **settings) -> tuple[AugmentationSpec, ...]:
    return (AugmentationSpec(name=name, settings=settings),)


def drawn(images: np.ndarray, name: str, **settings):
    """Images in their units, changed, and what was drawn in words."""
    spec = DataSpec(source="digits", scaling="none", augmentations=one(name, **settings))
    data = load(spec)
    change = augmenter(spec.augmentations, data, seed=3)
    return drawn_by(change, images)


def spot(row: int, column: int) -> np.ndarray:
    """(20, 20, 1) with one bright square of 3 by 3 pixels around a place."""
    image = np.zeros((20, 20, 1), "float32")
    image[row - 1 : row + 2, column - 1 : column + 2] = 16
    return image


def centre(image: np.ndarray) -> np.ndarray:
    rows, columns = np.indices(image.shape[:2])
    weights = image[..., 0] / image.sum()
    return np.array([(rows * weights).sum(), (columns * weights).sum()])


def test_a_flip_mirrors_exactly_those_it_says():
    images = np.random.default_rng(0).uniform(0, 16, (40, 8, 8, 1)).astype("float32")
    changed, words = drawn(images, "flip", mode="horizontal")
    assert {"mirrored", "unchanged"} == set(words)
    for before, after, word in zip(images, changed, words, strict=True):
        np.testing.assert_allclose(after, before[:, ::-1] if word == "mirrored" else before, atol=1e-5)


def test_a_translation_moves_by_what_it_says():
    images = np.stack([spot(10, 10)] * 12)
    changed, words = drawn(images, "translation", share=0.3)
    for after, word in zip(changed, words, strict=True):
        across, up = (float(part.split(" %")[0].split()[-1].replace("−", "-")) for part in word.split(","))
        np.testing.assert_allclose(centre(after) - 10, [-0.2 * up, 0.2 * across], atol=0.12)


def test_a_rotation_turns_by_what_it_says_counter_clockwise():
    images = np.stack([spot(10, 16)] * 12)
    changed, words = drawn(images, "rotation", degrees=60.0)
    for after, word in zip(changed, words, strict=True):
        row, column = centre(after) - 9.5  # from the image's middle
        angle = float(word.removeprefix("turned by ").removesuffix("°").replace("−", "-"))
        before = np.degrees(np.arctan2(-0.5, 6.5))
        assert np.degrees(np.arctan2(-row, column)) == pytest.approx(before + angle, abs=4)


def test_what_happens_now_and_then_is_drawn_apart_from_how():
    words = drawn(np.stack([spot(10, 16)] * 200), "rotation", degrees=60.0, probability=0.5)[1]
    angles = [
        float(word.removeprefix("turned by ").removesuffix("°").replace("−", "-")) for word in words if "°" in word
    ]
    assert 80 < len(angles) < 120 and abs(np.mean(angles)) < 12 and np.std(angles) == pytest.approx(34.6, rel=0.15)


def test_a_zoom_enlarges_by_what_it_says():
    images = np.stack([spot(6, 10) + spot(14, 10)] * 12)
    changed, words = drawn(images, "zoom", share=0.3)
    for after, word in zip(changed, words, strict=True):
        share = float(word.split(" %")[0]) / 100 * (1 if word.endswith("larger") else -1)
        top, bottom = centre(after[:10])[0], 10 + centre(after[10:])[0]
        assert (bottom - top) / 8 == pytest.approx(1 + share, abs=0.04)


def test_contrast_and_brightness_do_the_arithmetic_they_say():
    images = np.random.default_rng(1).uniform(6, 10, (8, 8, 8, 1)).astype("float32")
    changed, words = drawn(images, "contrast", share=0.5)
    for before, after, word in zip(images, changed, words, strict=True):
        mean = before.mean()
        np.testing.assert_allclose(after, mean + float(word.split("× ")[1]) * (before - mean), atol=0.03)
    changed, words = drawn(images, "brightness", share=0.2)
    for before, after, word in zip(images, changed, words, strict=True):
        percent = float(word.split()[1].replace("−", "-"))
        np.testing.assert_allclose(after - before, 16 * percent / 100, atol=0.09)


def test_noise_has_its_deviation_and_leaves_switches_alone(tmp_path, monkeypatch):
    spec = DataSpec(source="wine", augmentations=one("noise", deviation=0.5))
    data = load(spec)
    change = augmenter(spec.augmentations, data)
    added = np.stack([np.asarray(change(data.train.x)) - data.train.x for _ in range(60)])
    assert added.std() == pytest.approx(0.5, rel=0.02) and abs(added.mean()) < 0.01
    columns = (Column("member", "boolean", categories=("no", "yes")), Column("age"))
    prepared = fit((), {"member": np.array([0.0, 1.0]), "age": np.array([1.0, 5.0])}, columns, "vector")
    assert list(prepared.switches) == [True, False]


def test_training_sees_changed_examples_and_validation_does_not():
    data = load(DataSpec(source="digits"))
    inputs = keras.Input((8, 8, 1))
    output = keras.layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.GlorotUniform(0))
    model = keras.Model(inputs, output(keras.layers.Flatten()(inputs)))
    model.compile(keras.optimizers.SGD(0.0), "mse")
    y = np.zeros((len(data.train), 1), "float32")
    rows = (data.train.x[:1024], y[:1024])
    change = augmenter(one("noise", deviation=1.0), data)
    logs = ArrayLoop(model, *rows, validation=rows, batch_size=1024, shuffle=False, augment=change).advance(1)[0]
    plain = float(np.mean(model.predict(rows[0], verbose=0) ** 2))
    assert logs["val_loss"] == pytest.approx(plain, rel=1e-4)
    weights = model.get_weights()[0]
    assert logs["loss"] == pytest.approx(plain + float((weights**2).sum()), rel=0.15)
    assert logs["loss"] > 1.1 * plain


@whole  # test_train.py trains the same twice, and what is drawn from equal seeds is equal below
def test_equal_experiments_give_equal_numbers(tmp_path):
    layers = (LayerSpec(id="flat", kind="Flatten"), LayerSpec(id="out", kind="Dense", settings={"units": 10}))
    experiment = Experiment(
        data=DataSpec(source="digits", augmentations=(*(one("rotation") if ALL else ()), *one("noise"))),
        model=ModelSpec(layers=layers),
        train=TrainSpec(epochs=1, batch_size=256),
    )
    first, second = (nnviz.train(experiment, home=tmp_path / str(k)).history() for k in (1, 2))
    np.testing.assert_array_equal(first["loss"], second["loss"])


@pytest.mark.parametrize("name", IMAGES)
def test_every_augmentation_previews_what_suits_it(name):
    shown = augmented_example(DataSpec(source="patches", augmentations=one(name)), example=5, variants=3)
    assert shown.original.shape == (16, 16, 3) and shown.variants.shape == (3, 16, 16, 3)
    differs = [bool((variant != shown.original).any()) for variant in shown.variants]
    assert any(differs) and not any(d for d, text in zip(differs, shown.words, strict=True) if text == "unchanged")
    assert shown.label in ("flower", "palace")
    assert shown.strip.shape == (12, 16, 16, 3) and shown.strip_labels[5] == shown.label
    np.testing.assert_array_equal(shown.strip[5], shown.original)


def test_texts_are_shown_with_what_has_gone_and_what_came():
    spec = DataSpec(source="sentences", augmentations=(*one("token_dropout", share=0.4), *one("token_swap", share=0.5)))
    shown = augmented_example(spec, example=1, variants=6)
    original = [word for word, mark in shown.texts[0]]
    assert {mark for _, mark in shown.texts[0]} == {""} and len(shown.texts) == 7
    for text in shown.texts[1:]:
        before, after = ([word for word, mark in text if mark != left] for left in ("new", "gone"))
        assert before == original and set(after) <= set(original)
    assert any("left out" in words for words in shown.words)


@pytest.mark.parametrize(("source", "kind"), [("motifs", "sequence"), ("wine", "vector")])
def test_sequences_and_rows_are_shown_in_their_own_units(source, kind):
    names = [name for name, entry in AUGMENTATIONS.items() if kind in entry.kinds]
    data = load(DataSpec(source=source))
    for name in names:
        shown = augmented_example(DataSpec(source=source, augmentations=one(name)), example=2, variants=5)
        np.testing.assert_allclose(shown.original, data.unscaled(data.train.x[2]), rtol=1e-5)
        same = [np.allclose(variant, shown.original, rtol=2e-3, atol=2e-3) for variant in shown.variants]
        said = [words == "unchanged" for words in shown.words]
        assert not all(same) and all(one_same for one_same, nothing in zip(same, said, strict=True) if nothing), name


def test_what_does_not_fit_is_refused_with_a_sentence():
    for spec in (
        DataSpec(source="wine", augmentations=one("flip")),
        DataSpec(source="digits", augmentations=one("flop")),
        DataSpec(source="digits", augmentations=one("rotation", degrees=720)),
    ):
        with pytest.raises(NnvizError):
            augmented_example(spec)
    with pytest.raises(NnvizError, match="shape"):
        augment(np.zeros(4), one("noise"))


def test_a_script_changes_arrays_in_their_own_units():
    x = np.random.default_rng(2).uniform(0, 255, (10, 12, 12, 3)).astype("float32")
    changed = augment(x, one("brightness", share=0.2), seed=4)
    assert changed.shape == x.shape and changed.min() > -0.01 and changed.max() < 255.01
    np.testing.assert_array_equal(changed, augment(x, one("brightness", share=0.2), seed=4))
    np.testing.assert_array_equal(augment(x, ()), x)
    texts = np.array([[3, 4, 5, 6, 0], [7, 8, 0, 0, 0]] * 20)
    changed = augment(texts, one("token_swap", share=1.0))
    assert changed.dtype == "int32" and (np.sort(changed) == np.sort(texts)).all() and (changed != texts).any()


def test_a_jitter_told_part_by_part_is_keras_s_own():
    data = load(DataSpec(source="patches"))
    spec = one("color_jitter", share=0.3)
    told, words = drawn_by(augmenter(spec, data, seed=5), data.train.x[:6])
    np.testing.assert_allclose(told, augmenter(spec, data, seed=5)(data.train.x[:6]), atol=1e-5)
    assert all(part in words[0] for part in ("brightness", "contrast ×", "saturation ×", "hue"))


@pytest.mark.parametrize("name", IMAGES if ALL else ["noise"])
def test_the_generated_code_trains_with_it(name, tmp_path):
    spec = DataSpec(source="patches" if AUGMENTATIONS[name].colours == "needed" else "digits", augmentations=one(name))
    schema = load(spec).schema
    experiment = Experiment(data=spec, model=nnviz.suggest(schema, 900), train=TrainSpec(epochs=1, batch_size=512))
    names: dict = {}
    exec(script(experiment, schema), names)
    assert np.isfinite(names["history"].history["loss"][0])
    held_out = names["data"].validation
    first, second = (names["augmented_model"].predict(held_out.x[:8], verbose=0) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first, names["model"].predict(held_out.x[:8], verbose=0), atol=1e-5)
