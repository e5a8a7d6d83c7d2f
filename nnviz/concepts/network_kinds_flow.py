"""One trained network of each kind, and what its layers make of held-out examples. For workers."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.network_kinds import KINDS, NetworkKind

EXAMPLES, MOST_MARKS = 8, 16
_EPOCHS, _RATE = 12, 0.005
"""Enough for digits to be told apart; the door of each kind trains it longer."""
_VAE_EPOCHS = 40


@lru_cache(maxsize=len(KINDS))
def learn_kind(name: str) -> dict:
    """A network of that kind, trained once, with eight examples flowing through it.

    Returns:
        {"name", "stages": [(8, marks) or (8, height, width) float32], the input first, one for each layer of
        `learn_kinds`: as many values of a vector as are drawn, the root mean square of each step of a sequence, or the
        most active map of an image; "images" (8, height, width) from 0 to 1, or None for rows of a table; "drawn" the
        same for images that the network answers with, or None; "told": 8 texts of what it was given; "answers": 8 texts
        of what it answers, "" where it draws; "right": 8 booleans, or None where nothing can be wrong}.
    """
    kind = KINDS[name]
    return {"name": name, **(_of_template(name, kind) if kind.template else _of_generate())}


def _of_template(name: str, kind: NetworkKind) -> dict:
    from nnviz.concepts.own_networks import trained_once
    from nnviz.concepts.what_is_a_network_tasks import mixed
    from nnviz.data.load import load
    from nnviz.training.head import meaning_of_model

    experiment = kind.experiment()
    if kind.source != "breast_cancer":
        train = experiment.train.replace(epochs=_EPOCHS, learning_rate=_RATE)
        experiment = experiment.replace(train=train)
    dataset = load(experiment.data)
    model = trained_once(f"kind-{name}", experiment, dataset)
    rows = mixed(dataset.validation)[:EXAMPLES]
    x, y = dataset.validation.x[rows], dataset.validation.y[rows]
    schema = dataset.schema
    layers = [layer.keras_name for layer in experiment.model.layers if layer.enabled]
    stages = [x, *_activations(model, x, layers)]
    shown = {"stages": [_drawn(stage) for stage in stages], "images": _images(dataset.unscaled(x))}
    meaning = meaning_of_model(model, experiment.train, schema, dataset.target_scaler)
    answers = meaning.readable(np.asarray(model(x, training=False)))
    if schema.reconstructs:
        drawn = _images(answers.reshape(x.shape))
        return {**shown, "drawn": drawn, "told": [""] * EXAMPLES, "answers": [""] * EXAMPLES, "right": None}
    return {
        **shown,
        "drawn": None,
        "told": [schema.class_names[int(k)] for k in y],
        "answers": [meaning.words(answer, schema.class_names) for answer in answers],
        "right": (meaning.decided(answers).reshape(-1) == y.reshape(-1)).tolist(),
    }


def _of_generate() -> dict:
    """The decoder of a variational autoencoder, from points drawn by chance."""
    from nnviz.concepts import player
    from nnviz.concepts.variational import networks, vae

    state = vae(epochs=_VAE_EPOCHS)
    encoder, decoder, _, optimizer = networks()
    player.put(state.weights, (encoder, decoder), (optimizer,))
    z = np.random.default_rng(5).normal(size=(EXAMPLES, decoder.input_shape[1])).astype("float32")
    stages = [z, *_activations(decoder, z, [layer.name for layer in decoder.layers if layer.weights])]
    ink = 1 / (1 + np.exp(-stages[-1]))
    told = [f"({', '.join(f'{value:.1f}' for value in point)})".replace("-", "−") for point in z]
    return {
        "stages": [_drawn(stage) for stage in stages],
        "images": None,
        "drawn": ink.reshape(EXAMPLES, 8, 8).astype("float32"),
        "told": told,
        "answers": [""] * EXAMPLES,
        "right": None,
    }


def _activations(model, x: np.ndarray, layers: list[str]) -> list[np.ndarray]:
    from nnviz.inspection.activations import activations

    recorded = activations(model, x, layers)
    return [recorded[name].values for name in layers]


def _drawn(values: np.ndarray) -> np.ndarray:
    """A layer's values (examples, …) as they are drawn."""
    if values.ndim == 4:
        strongest = np.abs(values).mean(axis=(1, 2)).argmax(-1)
        return values[np.arange(len(values)), :, :, strongest].astype("float32")
    if values.ndim == 3:
        return np.sqrt((values.astype("float64") ** 2).mean(-1)).astype("float32")
    chosen = np.unique(np.linspace(0, values.shape[1] - 1, min(values.shape[1], MOST_MARKS)).round().astype(int))
    return values[:, chosen].astype("float32")


def _images(values: np.ndarray) -> np.ndarray | None:
    """(examples, height, width) from 0 to 1, where they are images."""
    if values.ndim != 4:
        return None
    ink = values[..., 0]
    return np.clip(ink / max(float(ink.max()), 1e-9), 0, 1).astype("float32")
