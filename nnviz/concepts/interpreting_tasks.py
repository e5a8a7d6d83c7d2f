"""What the lesson "Explaining an answer" has workers do: a network with a shortcut, one without, and maps of both."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.chains import chain, flat_chain, whole_chain
from nnviz.concepts.interpreting import CLASSES, CORNERS, MARK, METHODS, SETTINGS, SHADES
from nnviz.concepts.kept_arrays import kept_arrays

SHOWN, EXPLAINED = 160, 24
"""Held-out images that the picture computes with, and those that are explained."""
_POINTS, _SEED, _EPOCHS, _BATCH, _RATE = 1200, 5, 12, 32, 0.003
_FORM = 1
"""Counts up when what is kept changes its form."""


@lru_cache(maxsize=1)
def learn_shortcut_images() -> dict:
    """Held-out images without their mark, which the picture adds where it is to stand.

    Returns {"images": (160, 16, 16, 1) float32 from 0 to 1, "shapes": (160, 16, 16) 1 where the shape is, "labels":
    (160,) 0 for circles, "corners": (160,) whose corner the mark stands in}.
    """
    x, y, parts, shapes = _marked(True)
    rows = np.flatnonzero(parts == 1)[:SHOWN]
    corners = np.array([int(x[row, CORNERS[1][0], CORNERS[1][1], 0] > 0.99) for row in rows])
    return {
        "images": np.stack([_unmarked(x[row], corner) for row, corner in zip(rows, corners, strict=True)]),
        "shapes": shapes[rows].astype("float32"),
        "labels": y[rows].astype("int32"),
        "corners": corners.astype("int32"),
    }


def _unmarked(image: np.ndarray, corner: int) -> np.ndarray:
    image = image.copy()
    row, column = CORNERS[corner]
    image[row : row + MARK, column : column + MARK] = 0
    return image


@lru_cache(maxsize=2)
def _marked(telling: bool) -> tuple[np.ndarray, ...]:
    """(x, y, parts, shapes) of marked shapes; with marks that tell or not, the shapes are the same."""
    from nnviz.data.pitfalls import marked_shapes

    raw = marked_shapes(_POINTS, telling, _SEED)
    return (np.rint(255 * raw.x) / 255).astype("float32"), raw.y, raw.parts, raw.truth.parts


def learn_shortcut_network(name: str) -> dict:
    """The layers of one of the two networks, as `nnviz.concepts.chains.chain`: {"layers", "accuracy": on held-out
    images that are marked as in its own training}."""
    told = kept_arrays("interpreting", f"{_FORM} network {name}", lambda: _trained(name))
    return {"layers": whole_chain(told), "accuracy": told["accuracy"]}


def _trained(name: str) -> dict:
    import keras

    x, y, parts, _ = _marked(name == "shortcut")
    model = _network()
    model.compile(keras.optimizers.Adam(_RATE), "sparse_categorical_crossentropy", steps_per_execution=5)
    model.fit(x[parts == 0], y[parts == 0], _BATCH, _EPOCHS, verbose=0)
    right = np.asarray(model(x[parts == 1], training=False)).argmax(1) == y[parts == 1]
    return {**flat_chain(chain(model, x[:1])), "accuracy": float(right.mean())}


def _network():
    import keras

    keras.utils.set_random_seed(_SEED)
    conv = {"kernel_size": 3, "padding": "same", "activation": "relu"}
    return keras.Sequential(
        [
            keras.Input((16, 16, 1)),
            keras.layers.Conv2D(8, name="conv_1", **conv),
            keras.layers.MaxPooling2D(2, name="pool_1"),
            keras.layers.Conv2D(16, name="conv_2", **conv),
            keras.layers.MaxPooling2D(2, name="pool_2"),
            keras.layers.Flatten(name="flatten"),
            keras.layers.Dense(16, "relu", name="hidden"),
            keras.layers.Dense(len(CLASSES), "softmax", name="output"),
        ]
    )


@lru_cache(maxsize=2)
def _model(name: str):
    """The Keras network itself, with the weights that were kept."""
    model = _network()
    kept = {own["name"]: own["arrays"] for own in learn_shortcut_network(name)["layers"] if own["arrays"]}
    for layer in model.layers:
        if layer.name in kept:
            layer.set_weights([kept[layer.name]["kernel"], kept[layer.name]["bias"]])
    return model


@lru_cache(maxsize=1)
def _explained() -> tuple[np.ndarray, np.ndarray]:
    """(x, y) of the images that are explained, marked as in training."""
    told = learn_shortcut_images()
    x = told["images"][:EXPLAINED].copy()
    for image, corner in zip(x, told["corners"], strict=False):
        row, column = CORNERS[corner]
        image[row : row + MARK, column : column + MARK] = 1
    return x, told["labels"][:EXPLAINED]


def learn_shortcut_maps(name: str) -> dict:
    """What each method says of the first held-out images, for the class that they are of.

    Returns {"maps": (methods, 24, 16, 16) float32, "alike": (24, methods, methods) Spearman's rank correlations,
    "marks", "shapes": (methods, 24) 1 where the largest value lies on the mark, or the shape}.
    """
    return kept_arrays("interpreting", f"{_FORM} maps {name} {METHODS} {SETTINGS}", lambda: _maps(name))


def _maps(name: str) -> dict:
    from nnviz.explanation.likeness import spearman

    x, y = _explained()
    maps = np.stack([_map(_model(name), method, x, y) for method in METHODS])
    alike = np.array([[[spearman(a, b) for a in own] for b in own] for own in maps.swapaxes(0, 1)])
    told = learn_shortcut_images()
    marked = np.zeros(x.shape[:3], bool)
    for area, corner in zip(marked, told["corners"], strict=False):
        row, column = CORNERS[corner]
        area[row : row + MARK, column : column + MARK] = True
    peaks = maps.reshape(*maps.shape[:2], -1).argmax(2)
    on = [area.reshape(EXPLAINED, -1) for area in (marked, told["shapes"][:EXPLAINED] > 0)]
    hits = [np.array([[own[k, peak] for k, peak in enumerate(row)] for row in peaks]) for own in on]
    return {
        "maps": maps.astype("float32"),
        "alike": np.nan_to_num(alike).astype("float32"),
        "marks": hits[0].astype("float32"),
        "shapes": hits[1].astype("float32"),
    }


def _map(model, method: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target

    target = Target(tuple(int(k) for k in y), on="logits")
    values = attribute(model, x, target, method, **SETTINGS.get(method, {})).values
    return np.asarray(values, "float32").reshape(x.shape[:3])


def learn_shortcut_sanity(name: str) -> dict:
    """The parameter-randomization check of every method: layers lose what they learnt, from the output on.

    Returns {"layers": names, in the order in which they are drawn anew, "maps": (methods, layers + 1, 16, 16) of the
    first image, "alike": (methods, layers) mean rank correlation of sizes with the original map}.
    """
    return kept_arrays("interpreting", f"{_FORM} sanity {name} {METHODS} {SETTINGS}", lambda: _sanity(name))


def _sanity(name: str) -> dict:
    from nnviz.explanation.randomization import randomization_check
    from nnviz.explanation.target import Target

    x, y = (array[:8] for array in _explained())
    target = Target(tuple(int(k) for k in y), on="logits")
    checks = [randomization_check(_model(name), x, target, method, settings=SETTINGS.get(method)) for method in METHODS]
    return {
        "layers": list(checks[0].layers),
        "maps": np.stack([check.maps[..., 0] for check in checks]).astype("float32"),
        "alike": np.stack([np.nan_to_num(check.absolute).mean(0) for check in checks]).astype("float32"),
    }


def learn_shortcut_baselines(name: str) -> dict:
    """Integrated gradients of the first images against baselines from black to white, the mean image, and a blur.

    Returns {"maps": (baselines, 8, 16, 16), "baselines": (baselines, 8, 16, 16), "outputs": (8,) the class's logit,
    "from": (baselines, 8) that of the baseline, "totals": (baselines, 8) the sum of the map}.
    """
    return kept_arrays("interpreting", f"{_FORM} baselines {name} {SHADES}", lambda: _baselines(name))


def _baselines(name: str) -> dict:
    from scipy import ndimage

    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target

    x, y = (array[:8] for array in _explained())
    target = Target(tuple(int(k) for k in y), on="logits")
    mean = np.broadcast_to(_marked(True)[0].mean(0), x.shape)
    blurred = ndimage.gaussian_filter(x, (0, 3, 3, 0), mode="nearest")
    starts = [*(np.full_like(x, shade) for shade in SHADES), mean.astype("float32"), blurred]
    found = [attribute(_model(name), x, target, "integrated_gradients", baseline=start) for start in starts]
    return {
        "maps": np.stack([one.values[..., 0] for one in found]).astype("float32"),
        "baselines": np.stack(starts)[..., 0].astype("float32"),
        "outputs": np.asarray(found[0].output, "float32"),
        "from": np.stack([one.baseline_output for one in found]).astype("float32"),
        "totals": np.stack([one.total for one in found]).astype("float32"),
    }
