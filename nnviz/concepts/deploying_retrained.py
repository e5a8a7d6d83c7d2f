"""Learning again in the middle of a year: the same network, trained at the end of a month on the months before it.

Half of the bills that were kept back, every second one in the order of their size, judge every network and teach none.
The months that are learnt from are drawn from the other half and from the bills of the first training. Worker side.
"""

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts import deploying
from nnviz.concepts import deploying_year as year
from nnviz.concepts.deploying import BILL, PEOPLE, off
from nnviz.concepts.deploying_world import World, predicted, world
from nnviz.concepts.deploying_year import MONTHS, REQUESTS, WINDOWS, Month
from nnviz.concepts.measured_once import measured_once
from nnviz.models.build import build
from nnviz.serving.carried import prepare
from nnviz.serving.raw_rows import raw_rows

_STEPS, _SEED = 100, 3
_FORM = 1
"""Counts up when what is kept changes its form."""


def learn_retrained(change: str) -> dict[str, list]:
    """How many answers are off, in each month, by the first network and by those that learnt again.

    Returns {"before": (months,), "after": (windows, ends, months): of the network that was trained at the end of month
    1, 2, … on a window of `WINDOWS`, "old": (windows, ends): of its answers to the bills of before any change}, shares.
    Trained once on a machine; later it is read.
    """
    name = f"{_FORM} {change} {_STEPS} {deploying.network().key}"
    return measured_once("deploying", name, lambda: {key: own.tolist() for key, own in retrained(change).items()})


def retrained(change: str) -> dict[str, np.ndarray]:
    """The same, trained now."""
    now = world()
    judges = _by_size(now)[::2]
    rows, tips = [now.rows[k] for k in judges], now.truth[judges]
    judged = [year.drawn_from(change, month, rows, tips) for month in range(1, MONTHS + 1)]
    taught, rows, tips = _months(now, change)
    trainer = _Trainer(now)
    after = np.zeros((len(WINDOWS), MONTHS - 1, MONTHS))
    for place, months in enumerate(WINDOWS.values()):
        for end in range(1, MONTHS):
            own = taught[max(end - months, 0) : end]
            own_rows = [row for month in own for row in month.rows] + (rows if months >= MONTHS else [])
            own_tips = np.concatenate([*(month.tips for month in own), *([tips] if months >= MONTHS else [])])
            predict = trainer.trained(own_rows, own_tips)
            after[place, end - 1] = [_wrong(predict(month.rows), month) for month in judged]
    before = np.array([_wrong(predicted(now.source, month.rows), month) for month in judged])
    return {"before": before, "after": after, "old": after[:, :, 0]}


def _by_size(now: World) -> np.ndarray:
    return np.argsort([row[BILL] for row in now.rows], kind="stable")


def _wrong(said: np.ndarray, month: Month) -> float:
    """The expected share of a month's answers that are off."""
    return float(month.weights @ off(said, month.tips))


def _months(now: World, change: str) -> tuple[list[Month], list[dict], np.ndarray]:
    """The months that can be learnt from, as their rows were drawn; and the bills of the first training."""
    part = now.dataset.train
    first, tips = raw_rows(now.experiment.data, "train"), now.dataset.unscaled_targets(part.y).ravel().astype(float)
    teach = _by_size(now)[1::2]
    rows, truth = [*(now.rows[k] for k in teach), *first], np.concatenate([now.truth[teach], tips])
    rng, months = np.random.default_rng(_SEED), []
    for month in range(1, MONTHS + 1):
        own = year.drawn_from(change, month, rows, truth)
        places = rng.choice(len(rows), REQUESTS, p=own.weights)
        months.append(Month([own.rows[k] for k in places], own.tips[places], np.full(REQUESTS, 1 / REQUESTS)))
    return months, first, tips


class _Trainer:
    """Trains the lesson's network again and again from the same first weights, by one compiled graph: Adam on the mean
    squared error, 100 steps on all rows of the window, which is filled up to one size with rows of weight 0."""

    def __init__(self, now: World):
        self.recipe = now.source.recipe
        self.scaled = [now.dataset.schema.feature_names.index(name) for name in (BILL, PEOPLE)]
        self.model = build(now.experiment.model, now.dataset.schema, seed=now.experiment.train.seed)
        self.optimizer = keras.optimizers.Adam(now.experiment.train.learning_rate)
        self.optimizer.build(self.model.trainable_variables)
        self.first = [np.array(own) for own in (*self.model.variables, *self.optimizer.variables)]
        self.most = MONTHS * REQUESTS + len(now.dataset.train)
        self.steps = tf.function(self._steps, jit_compile=True)

    def _steps(self, x, y, weights):
        for _ in tf.range(_STEPS):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(weights * (self.model(x, training=True)[:, 0] - y) ** 2)
            variables = self.model.trainable_variables
            self.optimizer.apply(tape.gradient(loss, [own.value for own in variables]), variables)

    def trained(self, rows: list[dict], tips: np.ndarray):
        """Trains on rows with their tips; returns what predicts the tips of other rows, (n,) dollars."""
        for variable, value in zip((*self.model.variables, *self.optimizer.variables), self.first, strict=True):
            variable.assign(value)
        x = prepare.inputs(self.recipe, rows)
        mean, spread = np.zeros(x.shape[1], "float32"), np.ones(x.shape[1], "float32")
        mean[self.scaled], spread[self.scaled] = x[:, self.scaled].mean(0), x[:, self.scaled].std(0)
        middle, reach = tips.mean(), tips.std()
        self.steps(*self._filled((x - mean) / spread, (tips - middle) / reach))
        weights = self.model.get_weights()

        def predict(others: list[dict]) -> np.ndarray:
            self.model.set_weights(weights)
            given = (prepare.inputs(self.recipe, others) - mean) / spread
            return middle + reach * np.asarray(self.model(given, training=False))[:, 0].astype(float)

        return predict

    def _filled(self, x: np.ndarray, y: np.ndarray) -> tuple:
        empty = self.most - len(x)
        parts = (
            np.pad(x, ((0, empty), (0, 0))),
            np.pad(y, (0, empty)),
            np.pad(np.full(len(x), 1 / len(x)), (0, empty)),
        )
        return tuple(tf.constant(part.astype("float32")) for part in parts)
