"""Augmentation: the browser's dials are Keras's layers, its reader Keras's network; questions name slips."""

import keras
import numpy as np
import pytest

from nnviz.concepts import augmentation_asked, augmentation_check
from nnviz.concepts.augmentation import DIALS
from nnviz.concepts.augmentation_races import RACES, SIZES, STRENGTHS, TITLES, reader
from nnviz.concepts.augmentation_tasks import _refuse, changed
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError, SpecError
from nnviz.gallery import ready
from tests.browser_twins import in_browser

IMAGES = np.random.default_rng(3).integers(0, 17, (6, 8, 8)).astype("float32")
LAYERS = {
    "angle": lambda v: keras.layers.RandomRotation((v / 360, v / 360), fill_mode="nearest"),
    "across": lambda v: keras.layers.RandomTranslation((0.0, 0.0), (v, v), fill_mode="nearest"),
    "down": lambda v: keras.layers.RandomTranslation((v, v), (0.0, 0.0), fill_mode="nearest"),
    "zoom": lambda v: keras.layers.RandomZoom((v, v), fill_mode="nearest"),
}
CASES = [("angle", 37.0), ("angle", -120.0), ("across", 0.2), ("down", -0.33), ("zoom", 0.4), ("zoom", -0.3)]


def _in_browser(dial: str, value: float) -> np.ndarray:
    expression = """([image, dial, value]) =>
      [...affine(image, 8, 8, DIALS[dial].affine(value, 8, 8))]"""
    given = [[image.ravel().tolist(), dial, value] for image in IMAGES]
    modules = {"lessons/augmentation/transforms.js": "affine, DIALS"}
    return np.array(in_browser(modules, expression, given)).reshape(-1, 8, 8)


@pytest.mark.parametrize(("dial", "value"), CASES)
def test_a_dial_does_what_keras_layer_does_here_and_in_the_browser(dial, value):
    theirs = np.array(LAYERS[dial](value)(IMAGES[..., None], training=True))[..., 0]
    assert changed(IMAGES[..., None], dial, [value] * len(IMAGES))[..., 0] == pytest.approx(theirs, abs=2e-4)
    assert _in_browser(dial, value) == pytest.approx(theirs, abs=5e-4)


def test_shear_leans_as_keras_does_to_either_side():
    theirs = np.array(
        keras.layers.RandomShear((0.4, 0.4), fill_mode="nearest", seed=1)(IMAGES[..., None], training=True)
    )
    for image, own, other in zip(theirs[..., 0], _in_browser("shear", 0.4), _in_browser("shear", -0.4), strict=True):
        assert min(np.abs(image - own).max(), np.abs(image - other).max()) < 5e-4  # Keras draws the side


def test_flips_are_keras_flips_and_come_before_the_dials():
    modules = {"lessons/augmentation/transforms.js": "atRest, changed"}
    expression = (
        "([image, settings, flip]) => [...changed(image, 8, 8, { settings: { ...atRest(), ...settings }, flip })]"
    )
    image = IMAGES[0]
    given = [[image.ravel().tolist(), {}, "horizontal"], [image.ravel().tolist(), {}, "vertical"]]
    given.append([image.ravel().tolist(), {"angle": 90}, "horizontal"])
    mirrored, upside, both = np.array(in_browser(modules, expression, given)).reshape(3, 8, 8)
    assert np.array_equal(mirrored, keras.ops.flip(image, axis=1)) and np.array_equal(upside, image[::-1])
    assert both == pytest.approx(np.array(LAYERS["angle"](90.0)(image[:, ::-1, None], training=True))[..., 0], abs=1e-3)


def test_the_reader_in_the_browser_answers_as_keras_and_keeps_what_it_counts():
    keras.utils.set_random_seed(2)
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(16, "relu"),
            keras.layers.Dense(10, "softmax"),
        ]
    )
    weights = [np.asarray(value).ravel().tolist() for value in model.get_weights()]
    images = np.random.default_rng(5).integers(0, 17, (40, 8, 8)).astype("float32")
    ours = np.asarray(model((images[..., None] - 4.9) / 6.0))
    given = {"weights": weights, "offset": 4.9, "scale": 6.0, "images": images.reshape(40, 64).tolist()}
    given["labels"] = ours.argmax(1).tolist()
    expression = """({ images, labels, ...told }) => {
      const reader = createReader(told);
      return [images.map((image) => [...reader.read(image)]), keeping(reader, images, labels, 8, 10)];
    }"""
    modules = {"lessons/augmentation/reader.js": "createReader", "lessons/augmentation/keeping.js": "keeping"}
    [[shares, kept]] = in_browser(modules, expression, [given])
    assert np.array(shares) == pytest.approx(ours, abs=1e-5)
    after = np.asarray(model((images[:, :, ::-1, None] - 4.9) / 6.0)).argmax(1)
    before = ours.argmax(1)
    for label, row in enumerate(kept["mirror"]):
        same = after[before == label] == label
        assert row["count"] == len(same) and row["kept"] == pytest.approx(same.mean() if len(same) else 0)


def test_stretches_of_one_answer_and_the_plateau_around_rest():
    curve = [{"at": at, "said": said} for at, said in ((-2, 4), (-1, 6), (0, 6), (1, 6), (2, 9))]
    modules = {"lessons/augmentation/state.js": "plateau, stretches"}
    [[found, flat]] = in_browser(modules, "(curve) => [stretches(curve), plateau(curve)]", [curve])
    assert [(one["from"], one["to"], one["said"]) for one in found] == [(-2, -1.5, 4), (-1.5, 1.5, 6), (1.5, 2, 9)]
    assert flat == [-1.5, 1.5]


def test_three_strengths_on_three_sizes_differ_in_nothing_but_their_changes():
    for size in SIZES:
        race = RACES[f"few{size}"](None)
        assert [label for label, _ in race.variants] == list(TITLES.values())
        plain = {own.replace(title="", data=own.data.replace(augmentations=())).key for _, own in race.variants}
        assert len(plain) == 1
        assert [own.data.augmentations for _, own in race.variants] == list(STRENGTHS.values())
    own = RACES["few50"](ready("digits"))
    assert [bool(one.data.augmentations) for _, one in own.variants] == [False, True]


def test_a_network_trained_once_is_trained_with_its_changes(tmp_path, monkeypatch):
    from nnviz.concepts import own_networks

    seen = []

    def loop(model, dataset, train, augmentations=()):
        seen.append(augmentations)
        raise SpecError("enough")

    monkeypatch.setattr(own_networks, "array_loop", loop)
    monkeypatch.setenv("NNVIZ_HOME", str(tmp_path))
    experiment = reader("right", 20)
    from nnviz.data.load import load

    with pytest.raises(SpecError):
        own_networks._trained(tmp_path / "x", experiment, load(experiment.data))
    assert seen == [STRENGTHS["right"]]


def test_a_run_without_images_or_with_large_ones_is_a_sentence():
    with pytest.raises(NnvizError, match="does not sort images"):
        _refuse(Schema("vector", "binary", (2,), ("a", "b"), ("x", "y")))
    with pytest.raises(NnvizError, match="128 × 128"):
        _refuse(Schema("image", "binary", (128, 128, 3), (), ("x", "y")))


def test_ones_own_network_is_asked_along_a_dial_and_at_rest_sees_the_image_as_it_is(monkeypatch):
    from nnviz.concepts.augmentation_tasks import learn_own_dial
    from nnviz.data.load import load
    from nnviz.training import run_meaning, warm
    from nnviz.training.meaning import OutputMeaning

    keras.utils.set_random_seed(4)
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
    dataset = load(ready("digits").data)
    meaning = OutputMeaning("multiclass", 10, 10, "probability", "index", shares=True)
    monkeypatch.setattr(warm, "warm", lambda run_id: (model, dataset))
    monkeypatch.setattr(run_meaning, "meaning_of_run", lambda *_: meaning)
    told = learn_own_dial("a run", 2, "zoom")
    rest = int(np.abs(told["values"]).argmin())
    image = dataset.validation.x[2:3]
    assert told["values"][rest] == pytest.approx(0) and len(told["images"]) == len(told["shares"]) == 61
    assert told["shares"][rest] == pytest.approx(np.asarray(model(image))[0], abs=1e-5)
    assert told["images"][rest] == pytest.approx(np.rint(dataset.unscaled(image[0]) * 255 / 16), abs=1)
    assert told["label"] == dataset.schema.truth(dataset.validation.y[2]) and told["example"] == 2


@pytest.mark.parametrize("wrong", [{"example": -1, "dial": "angle"}, {"example": 0, "dial": "none"}, {"dial": "angle"}])
def test_what_the_own_network_cannot_be_asked_is_a_sentence(wrong):
    with pytest.raises(SpecError):
        augmentation_asked.own(wrong)
    assert augmentation_asked.examples({"examples": "50"}) == 50 and set(DIALS) > {"angle"}


@pytest.mark.parametrize("number", [0, 5, 10, 15])
def test_pictures_and_updates_are_counted(number):
    g = augmentation_check._given(number)[1]
    updates = len(range(0, g["n"], g["batch"])) * g["epochs"]
    right, slip = (g["n"] * g["epochs"], updates) if g["asked"] == "pictures" else (updates, g["n"] * g["epochs"])
    assert augmentation_check.judge(number, right).right
    wrong = augmentation_check.judge(number, slip)
    assert not wrong.right and wrong.words.startswith("That is how")


def test_a_six_on_its_head_and_a_firm_digit_are_judged_by_the_picture():
    six = {"said": 9, "digit": 6, "drawn": 0, "flip": 0, "angle": 178.0}
    assert augmentation_check.judge(2, six).right
    assert "turning alone" in augmentation_check.judge(2, {**six, "shear": 0.3}).words
    assert "says 4" in augmentation_check.judge(2, {**six, "said": 4}).words
    firm = {"from": -44.0, "to": 52.0, "truth": 7, "said": 7, "answer": 7, "angle": 0.0}
    assert augmentation_check.judge(4, firm).right
    assert not augmentation_check.judge(4, {**firm, "to": 31.0}).right
    assert not augmentation_check.judge(4, {**firm, "answer": 1}).right
    assert not augmentation_check.judge(2, {}).right and not augmentation_check.judge(4, {}).right


@pytest.mark.parametrize("number", [3, 8])
def test_a_share_of_the_side_in_pixels(number):
    g = augmentation_check._given(number)[1]
    assert augmentation_check.judge(number, g["side"] * g["share"]).right
    assert "half of it" in augmentation_check.judge(number, 2 * g["side"] * g["share"]).words
