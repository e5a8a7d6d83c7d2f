"""A loss surface against `model.evaluate` in a loop.

Both sides see the same network, examples and loss; a plane has 41 × 41 networks, of which `evaluate` is
asked about a few, since all of them would take minutes.
"""

import time

import numpy as np

from benchmarks.report import figure, in_turn, ratios, repeats, told
from benchmarks.training import digits, toy
from nnviz.data.load import load
from nnviz.inspection.surface.directions import directions
from nnviz.inspection.surface.slices import loss_surface
from nnviz.models.build import build
from nnviz.specs import Experiment

_CELLS, _EVALUATED = 41, 20


def surface(name: str, experiment: Experiment) -> None:
    """Seconds of a whole plane, everything included, on 512 examples."""
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=0)
    x, y = dataset.train.x[:512], dataset.train.y[:512].astype("float32")
    loss = "binary_crossentropy" if dataset.schema.outputs == 1 else "sparse_categorical_crossentropy"
    y = y[:, None] if dataset.schema.outputs == 1 else y
    model.compile(loss=loss)
    weights = model.get_weights()
    ways = directions([np.asarray(own.value) for own in model.trainable_variables], 0)

    def ours() -> float:
        begun = time.perf_counter()
        loss_surface(model, x, y, loss, cells=_CELLS)
        return time.perf_counter() - begun

    def evaluate() -> float:
        begun = time.perf_counter()
        for place in np.linspace(-1, 1, _EVALUATED):
            model.set_weights([own + place * way for own, way in zip(weights, ways[0], strict=True)])
            model.evaluate(x, y, batch_size=512, verbose=0)
        model.set_weights(weights)
        return (time.perf_counter() - begun) * _CELLS**2 / _EVALUATED

    in_turn({"ours": ours, "evaluate": evaluate}, 1)
    times = in_turn({"ours": ours, "evaluate": evaluate}, repeats(3))
    figure(f"{name}, 41 × 41 loss surface", told(times["ours"], " s"))
    figure("model.evaluate in a loop ÷ ours", told(ratios(times["evaluate"], times["ours"]), "×"), "at least 5×")


def main() -> None:
    surface("toy MLP", toy(1))
    surface("digits CNN", digits(1))


if __name__ == "__main__":
    main()
