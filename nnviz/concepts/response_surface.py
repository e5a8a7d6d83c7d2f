"""A real response surface: a small network trained at every crossing of two settings, hundreds of them in lockstep.

All networks of a surface are one batch of matrices, so that one update of all costs little more than one update of one.
The numbers are those of Keras (a test holds it): Dense(tanh), Dense(sigmoid), binary cross-entropy with L2 on the
kernels, Adam as `keras.optimizers.Adam` takes its steps, all examples in one batch.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.hyperparameters import HELD, LEVELS, MOST_UNITS, SEEDS, TRIED, UNITS, base, levels
from nnviz.data.load import load

_BETA = (0.9, 0.999)


@dataclass(frozen=True)
class Networks:
    """The settings of m networks.

    Attributes:
        rate, l2, epsilon: (m,) float32.     units: (m,) at most `MOST_UNITS`.     seed: (m,) of their first weights.
    """

    rate: np.ndarray
    units: np.ndarray
    l2: np.ndarray
    epsilon: np.ndarray
    seed: np.ndarray

    def __len__(self) -> int:
        return len(self.rate)


def networks_of(pair: str) -> Networks:
    """All networks of a pair of settings: rates × levels of the other × seeds, in this order, the last one fastest."""
    rates, others = levels("learning_rate"), levels(pair)
    rate, other, seed = (grid.ravel() for grid in np.meshgrid(rates, others, np.arange(SEEDS), indexing="ij"))
    settings = {"units": np.full(len(rate), UNITS), "l2": np.zeros(len(rate)), "epsilon": np.full(len(rate), 1e-7)}
    settings[pair] = other
    return Networks(
        rate.astype("float32"),
        settings["units"].astype("int32"),
        settings["l2"].astype("float32"),
        settings["epsilon"].astype("float32"),
        seed.astype("int32"),
    )


def first_weights(networks: Networks) -> list[np.ndarray]:
    """Kernels and biases of both layers, (m, 2, widest), (m, widest), (m, widest), (m,): Glorot uniform, zeros where a
    network has no unit."""
    units, m = networks.units[:, None], len(networks)
    widest = int(units.max())
    mask = np.arange(widest) < units
    drawn = [np.random.default_rng((9, seed)).uniform(-1, 1, (3, MOST_UNITS)) for seed in range(SEEDS)]
    unit = np.array(drawn)[networks.seed, :, :widest]
    first = unit[:, :2] * np.sqrt(6 / (2 + units))[:, None] * mask[:, None]
    last = unit[:, 2] * np.sqrt(6 / (units + 1)) * mask
    zeros = np.zeros((m, widest)), np.zeros(m)
    return [one.astype("float32") for one in (first, zeros[0], last, zeros[1])]


def trained(networks: Networks, x: np.ndarray, y: np.ndarray, steps: int) -> list[np.ndarray]:
    """Their weights after so many updates on all examples.

    Args:
        x: (n, 2).     y: (n,) 0 or 1.
    """
    import tensorflow as tf

    widest = int(networks.units.max())
    mask = (np.arange(widest) < networks.units[:, None]).astype("float32")
    penalty, rate, epsilon = (tf.constant(one) for one in (networks.l2, networks.rate, networks.epsilon))
    inputs, targets = tf.constant(x, tf.float32), tf.constant(y, tf.float32)

    def slopes(weights):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            logits = _logits(weights, inputs, mask)
            losses = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(targets[None] + 0 * logits, logits), 1)
            squares = tf.reduce_sum(weights[0] ** 2, (1, 2)) + tf.reduce_sum(weights[2] ** 2, 1)
            total = tf.reduce_sum(losses + penalty * squares)
        return tape.gradient(total, weights)

    def update(step, weights, first, second):
        t = tf.cast(step + 1, tf.float32)
        gradients = slopes(weights)
        first = [m + (g - m) * (1 - _BETA[0]) for m, g in zip(first, gradients, strict=True)]
        second = [v + (g * g - v) * (1 - _BETA[1]) for v, g in zip(second, gradients, strict=True)]
        alpha = rate * tf.sqrt(1 - _BETA[1] ** t) / (1 - _BETA[0] ** t)
        moved = [
            w - _wide(alpha, w) * m / (tf.sqrt(v) + _wide(epsilon, w))
            for w, m, v in zip(weights, first, second, strict=True)
        ]
        return step + 1, moved, first, second

    @tf.function(jit_compile=True, autograph=False)
    def train(weights):
        zeros = [tf.zeros_like(w) for w in weights]
        told = tf.while_loop(lambda step, *_: step < steps, update, (tf.constant(0), weights, zeros, zeros))
        return told[1]

    return [w.numpy() for w in train([tf.constant(w) for w in first_weights(networks)])]


def _wide(values, like):
    """(m,) as (m, 1, …) with as many axes as `like`."""
    return values[(slice(None), *[None] * (like.shape.rank - 1))]


def _logits(weights, inputs, mask):
    import tensorflow as tf

    kernel, bias, out, shift = weights
    # sums written out: XLA makes one loop of them, and of their slopes
    hidden = tf.tanh(kernel[:, 0, :, None] * inputs[:, 0] + kernel[:, 1, :, None] * inputs[:, 1] + bias[:, :, None])
    return tf.reduce_sum(hidden * (out * mask)[:, :, None], 1) + shift[:, None]


def losses(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(m, n) the binary cross-entropy of each network on each point."""
    kernel, bias, out, shift = weights
    told = np.empty((len(shift), len(x)), "float32")
    for i in range(len(shift)):
        logits = np.tanh(x @ kernel[i] + bias[i]) @ out[i] + shift[i]
        told[i] = np.logaddexp(0, np.where(y == 1, -logits, logits))
    return told


def surface(pair: str) -> dict[str, np.ndarray]:
    """What all networks of a pair of settings come to.

    Returns {"validation", "test": (LEVELS, LEVELS, SEEDS) mean losses over rate, the other setting and seed, "curse":
    as `winners` returns it, of all points that nobody trained on}.
    """
    data = load(base().data)
    networks = networks_of(pair)
    weights = trained(networks, data.train.x, np.ravel(data.train.y), base().train.epochs)
    parts = [losses(weights, part.x, np.ravel(part.y)) for part in (data.validation, data.test)]
    shape = (LEVELS, LEVELS, SEEDS)
    validation, test = (part.mean(1).reshape(shape) for part in parts)
    return {"validation": validation, "test": test, "curse": winners(np.concatenate(parts, 1))}


def winners(each: np.ndarray, draws: int = 100) -> np.ndarray:
    """What the best of n random networks is worth: the mean over `draws` validation sets, each drawn anew.

    Args:
        each: (m, points) the loss of each network on each point.

    Returns (sizes, counts, 2), for every size of `HELD` and n of `TRIED`: the winner's loss on the points that chose
    it, and its loss on all others.
    """
    rng, told = np.random.default_rng(0), np.zeros((len(HELD), len(TRIED), 2))
    total, m = each.sum(1), len(each)
    left = 1 - np.arange(m + 1) / m
    chance = np.array([(left**n)[:-1] - (left**n)[1:] for n in TRIED])
    for i, size in enumerate(HELD):
        for _ in range(draws):
            chosen = each[:, rng.choice(each.shape[1], size, replace=False)].sum(1)
            order = np.argsort(chosen)
            told[i, :, 0] += chance @ (chosen[order] / size) / draws
            told[i, :, 1] += chance @ ((total - chosen)[order] / (each.shape[1] - size)) / draws
    return told
