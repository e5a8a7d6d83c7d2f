"""What the lesson "Explaining an answer" says of the reader's own network: maps of its answers, how far they agree, and
what is left of an answer once the places that a map marks are erased. For workers."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.interpreting import METHODS, SETTINGS
from nnviz.concepts.own_images import own_images
from nnviz.errors import NnvizError
from nnviz.runs.run import Run

COUNT, SHARE, CHANCES = 6, 0.1, 16
"""Images; the share of their pixels that is erased; how often as many are erased at random."""


def learn_explained_own(run_id: str) -> dict:
    """A run's answers to held-out images, explained by every method of the lesson that can.

    Returns {"methods": {name: title}, "refused": {title: why}, "images": (6, rows, columns) from 0 to 1, "names": what
    each is said to be, "maps": (methods, 6, rows, columns), "alike": (6, methods, methods), "left": (methods, 6) the
    probability that is left once the tenth of the pixels that a map marks most is erased, "chance": (6,) once as many
    random ones are, "before": (6,)}. Erased pixels become the mean of all images.

    Raises:
        RunError: as `nnviz.concepts.own_images.own_images`.
    """
    from nnviz.training.warm import weights_key

    return _explained(run_id, weights_key(Run.open(run_id)))


@lru_cache(maxsize=2)
def _explained(run_id: str, weights: tuple) -> dict:
    from nnviz.explanation.likeness import spearman

    model, images, _, classes = own_images(run_id)
    x, ground = images[:COUNT], images.mean((0, 1, 2))
    answers = probabilities(model, x)
    chosen = answers.argmax(1)
    maps, refused = _maps(model, x, chosen)
    stack = np.stack(list(maps.values()))
    alike = np.array([[[spearman(a, b) for a in own] for b in own] for own in stack.swapaxes(0, 1)])
    return {
        "methods": {name: METHODS[name] for name in maps},
        "refused": refused,
        "images": _grey(x, images),
        "names": [classes[k] for k in chosen],
        "maps": stack.astype("float32"),
        "alike": np.nan_to_num(alike).astype("float32"),
        "left": np.stack([left_of(model, x, chosen, own, ground) for own in stack]),
        "chance": by_chance(model, x, chosen, ground),
        "before": answers.max(1).astype("float32"),
    }


def probabilities(model, x: np.ndarray) -> np.ndarray:
    """(n, classes) what the network answers; of a single number for two classes, that and what is left."""
    outputs = np.asarray(model(x, training=False))
    return np.concatenate([1 - outputs, outputs], axis=1) if outputs.shape[1] == 1 else outputs


def _maps(model, x: np.ndarray, chosen: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """The maps of the methods that can explain this network, and why the others cannot."""
    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target

    target = Target(tuple(int(k) for k in chosen), on="best", task="binary" if model.output_shape[-1] == 1 else "auto")
    maps, refused = {}, {}
    for method, title in METHODS.items():
        try:
            values = attribute(model, x, target, method, **SETTINGS.get(method, {})).values
        except NnvizError as error:
            refused[title] = str(error)
        else:
            maps[method] = np.asarray(values, "float32").sum(-1)
    return maps, refused


def left_of(model, x: np.ndarray, chosen: np.ndarray, maps: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """(n,) the chosen class's probability once the tenth of the pixels with the largest values is `ground`."""
    count = max(1, round(SHARE * maps[0].size))
    order = np.argsort(-maps.reshape(len(maps), -1), axis=1, kind="stable")[:, :count]
    return _erased(model, x, chosen, order, ground)


def by_chance(model, x: np.ndarray, chosen: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """(n,) the same for random pixels, the mean over 16 draws."""
    random, pixels = np.random.default_rng(0), x.shape[1] * x.shape[2]
    count = max(1, round(SHARE * pixels))
    draws = [np.stack([random.permutation(pixels)[:count] for _ in x]) for _ in range(CHANCES)]
    return np.mean([_erased(model, x, chosen, order, ground) for order in draws], axis=0)


def _erased(model, x: np.ndarray, chosen: np.ndarray, order: np.ndarray, ground: np.ndarray) -> np.ndarray:
    changed = x.reshape(len(x), -1, x.shape[-1]).copy()
    for own, pixels in zip(changed, order, strict=True):
        own[pixels] = ground
    return probabilities(model, changed.reshape(x.shape))[np.arange(len(x)), chosen].astype("float32")


def _grey(x: np.ndarray, images: np.ndarray) -> np.ndarray:
    grey, every = x.mean(-1), images.mean(-1)
    low, high = float(every.min()), float(every.max())
    return np.clip((grey - low) / ((high - low) or 1), 0, 1).astype("float32")
