"""A network that learns points while they are drawn: a few epochs at a time, from where it was, on what is there.

The network is the one in hand and learns as it would in a run, by Keras's own train step; only the points change under
it. It is kept by whoever draws, not in a run.
"""

from functools import lru_cache

import numpy as np
import tensorflow as tf

from nnviz.data import plane
from nnviz.data.drawn import parse
from nnviz.data.load import load
from nnviz.data.schema import Dataset, Schema
from nnviz.errors import NnvizError
from nnviz.models.build import build
from nnviz.models.templates import suggest
from nnviz.specs import Experiment, ModelSpec, TrainSpec
from nnviz.training.compiling import compile_model
from nnviz.training.drawing_records import DrawnLearning

_CELLS = 48
_SMALLEST_BATCH = 4


def learn_while_drawing(experiment: Experiment, before: DrawnLearning | None, epochs: int) -> DrawnLearning:
    """`epochs` more epochs of the experiment's network on its drawn points.

    Args:
        before: where it goes on from; new weights where that is None, or was of another network, as after a class more.

    Raises:
        DataError: for points that nothing can be learned from yet.
        NnvizError: for a network or training that cannot be.
    """
    data = load(experiment.data)
    learner = _learner(_network(experiment.model, data.schema), experiment.train, data.schema)
    known = before is not None and learner.put(before.weights)
    if not known:
        learner.put(learner.new)
    done = before.epochs if known else 0
    loss, accuracy = learner.learn(data, epochs, done)
    held_out = learner.right(data.validation.x, data.validation.y) if len(data.validation) else None
    decided, sureness = learner.over_plane(data, letters=np.unique(parse(experiment.data.settings["points"])[1]))
    return DrawnLearning(done + epochs, loss, accuracy, held_out, decided, sureness, learner.weights())


@lru_cache(maxsize=16)
def _network(model: ModelSpec, schema: Schema) -> ModelSpec:
    """The network in hand where its last layer answers as many classes as were drawn; else the suggested one."""
    try:
        fits = build(model, schema).output_shape == (None, schema.outputs)
    except NnvizError:
        fits = False
    return model if fits else suggest(schema)


@lru_cache(maxsize=4)
def _learner(model: ModelSpec, train: TrainSpec, schema: Schema) -> "_Learner":
    return _Learner(model, train, schema)


class _Learner:
    """One compiled network; what it has learned is put in and taken out, since many people may share it."""

    def __init__(self, model: ModelSpec, train: TrainSpec, schema: Schema):
        self.model = build(model, schema, seed=train.seed)
        self.train, self.meaning = compile_model(self.model, train, schema, steps_per_epoch=10)
        self.model.optimizer.build(self.model.trainable_variables)
        self.new = self.weights()
        self._steps = tf.function(self._take_steps, autograph=False, reduce_retracing=True)

    @property
    def _variables(self):
        return [*self.model.variables, *self.model.optimizer.variables]

    def weights(self) -> tuple[np.ndarray, ...]:
        return tuple(np.array(variable) for variable in self._variables)

    def put(self, weights: tuple[np.ndarray, ...]) -> bool:
        """Puts weights in; False, and nothing done, where they are of another network."""
        variables = self._variables
        if [one.shape for one in weights] != [tuple(variable.shape) for variable in variables]:
            return False
        for variable, value in zip(variables, weights, strict=True):
            variable.assign(value)
        return True

    def learn(self, data: Dataset, epochs: int, done: int) -> tuple[float, float]:
        """Loss and accuracy on the training points after `epochs` epochs, each in an order of its own."""
        x, y = data.train.x, self.meaning.encode(data.train.y)
        batch = max(min(_SMALLEST_BATCH, len(x)), min(self.train.batch_size, len(x) // 2))
        steps = max(1, len(x) // batch)
        orders = [np.random.default_rng((self.train.seed, done + k)).permutation(len(x)) for k in range(epochs)]
        rows = np.concatenate([order[: steps * batch].reshape(steps, batch) for order in orders])
        self._steps(tf.constant(x), tf.constant(y), tf.constant(rows.astype("int32")))
        loss = self.model.compute_loss(x=x, y=y, y_pred=self.model(x, training=False), training=False)
        return float(loss), self.right(x, data.train.y)

    def right(self, x: np.ndarray, y: np.ndarray) -> float:
        """The share of examples whose class the network says."""
        said = self.meaning.decided(self.meaning.readable(np.asarray(self.model(x, training=False))))
        return float((said == y).mean())

    def over_plane(self, data: Dataset, letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(cells, cells) which class is said, by its letter's place, and how surely, from 0 to 255."""
        axis = np.linspace(-1, 1, _CELLS)
        grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
        x = data.inputs(plane.inputs(grid, data.schema.plane_features))
        shown = self.meaning.readable(np.asarray(self.model(x, training=False)))
        said = np.asarray(self.meaning.decided(shown), int)
        best = np.abs(2 * shown[:, 0] - 1) if shown.shape[1] == 1 else _above_chance(shown)
        shape = (_CELLS, _CELLS)
        sure = np.rint(255 * np.clip(np.nan_to_num(best), 0, 1)).astype("uint8")
        return letters[said].astype("uint8").reshape(shape), sure.reshape(shape)

    def _take_steps(self, x, y, rows):
        def body(step):
            self.model.train_step((tf.gather(x, rows[step]), tf.gather(y, rows[step])))
            return step + 1

        tf.while_loop(lambda step: step < tf.shape(rows)[0], body, [tf.constant(0)])


def _above_chance(shown: np.ndarray) -> np.ndarray:
    """(n,) from 0, all classes alike, to 1, one for sure."""
    classes = shown.shape[1]
    return (shown.max(1) - 1 / classes) / (1 - 1 / classes)
