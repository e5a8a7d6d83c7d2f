"""A generator and a discriminator of points on a plane, each moved step by step. For workers: imports Keras.

Goodfellow et al., "Generative Adversarial Nets" (2014). The discriminator D learns to say 1 of real points and 0 of
generated ones: its loss is −½ (mean log D(x) + mean log(1 − D(G(z)))). The generator's loss is the non-saturating one,
−mean log D(G(z)), whose gradient does not vanish while the discriminator is sure.
"""

import dataclasses
import threading
from functools import lru_cache

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts import player
from nnviz.concepts.generative_code import with_plan
from nnviz.concepts.generative_records import DISTRIBUTIONS, MOST_ROUNDS, GanState, GanView, check_points
from nnviz.errors import TrainingError
from nnviz.params import lookup

NOISE, BATCH = 4, 128
_HIDDEN, _SHOWN, _ARROWS, _CELLS, _REACH, _NEIGHBOURS = 64, 256, 64, 48, 2.0, 5
_lock = threading.Lock()


def distribution(name: str, seed: int = 0) -> np.ndarray:
    """(512, 2) real points within -2 and 2: "moons", a "ring" of eight Gaussians, or a "grid" of nine."""
    lookup(DISTRIBUTIONS, name, "distribution")
    chance = np.random.default_rng((seed, 11))
    if name == "moons":
        from nnviz.data.load import load
        from nnviz.specs import DataSpec

        data = load(DataSpec(source="moons", settings={"points": 512, "noise": 0.06}, seed=seed, validation_fraction=0))
        return check_points(data.train.x)
    if name == "ring":
        angles = 2 * np.pi * chance.integers(8, size=512) / 8
        centres = 1.4 * np.stack([np.cos(angles), np.sin(angles)], 1)
    else:
        centres = 1.3 * chance.integers(-1, 2, size=(512, 2)).astype(float)
    return check_points(centres + 0.08 * chance.normal(size=(512, 2)))


@lru_cache(maxsize=1)
def networks():
    """(generator, discriminator, their optimizers): noise (n, 4) → points (n, 2); points → one logit."""
    generator, discriminator = _network(NOISE, "tanh", 2), _network(2, "leaky_relu", 1)
    optimizers = tuple(keras.optimizers.Adam(0.002, beta_1=0.5) for _ in range(2))
    for optimizer, model in zip(optimizers, (generator, discriminator), strict=True):
        optimizer.build(model.trainable_variables)
    return generator, discriminator, *optimizers


def _network(inputs: int, activation: str, outputs: int) -> keras.Model:
    given = keras.Input((inputs,))
    hidden = player.dense(_HIDDEN, activation, 0)(player.dense(_HIDDEN, activation, 0)(given))
    return keras.Model(given, player.dense(outputs, None, 0)(hidden))


def discriminator_loss(real, made):
    """−½ (mean log D(x) + mean log(1 − D(G(z)))) of logits."""
    return 0.5 * (tf.reduce_mean(tf.nn.softplus(-real)) + tf.reduce_mean(tf.nn.softplus(made)))


def generator_loss(made):
    """−mean log D(G(z)) of logits."""
    return tf.reduce_mean(tf.nn.softplus(-made))


def discriminator_gradients(real, noise):
    """The loss of a batch, and its gradients for the discriminator alone."""
    generator, discriminator, *_ = networks()
    with tf.GradientTape() as tape:
        loss = discriminator_loss(discriminator(real), discriminator(generator(noise)))
    return loss, tape.gradient(loss, discriminator.trainable_variables)


def generator_gradients(noise):
    """The loss of a batch, and its gradients for the generator alone."""
    generator, discriminator, *_ = networks()
    with tf.GradientTape() as tape:
        loss = generator_loss(discriminator(generator(noise)))
    return loss, tape.gradient(loss, generator.trainable_variables)


@lru_cache(maxsize=1)
def _steps():
    generator, discriminator, of_generator, of_discriminator = networks()

    @tf.function(autograph=False)
    def move_discriminator(real, noise):
        _, gradients = discriminator_gradients(real, noise)
        of_discriminator.apply_gradients(zip(gradients, discriminator.trainable_variables, strict=True))

    @tf.function(autograph=False)
    def move_generator(noise):
        _, gradients = generator_gradients(noise)
        of_generator.apply_gradients(zip(gradients, generator.trainable_variables, strict=True))

    @tf.function(autograph=False)
    def measure(real, noise):
        made = discriminator(generator(noise))
        return tf.stack([discriminator_loss(discriminator(real), made), generator_loss(made)])

    return move_discriminator, move_generator, measure


def draw(state: GanState) -> tuple[np.ndarray, np.ndarray]:
    """(rows (128,) of the real points, noise (128, 4)) of the next step, from the seed and the steps so far."""
    chance = np.random.default_rng((state.seed, state.discriminator_steps, state.generator_steps))
    return chance.integers(len(state.points), size=BATCH), chance.normal(size=(BATCH, NOISE)).astype("float32")


def gan(points, *, seed: int = 0, learning_rate: float = 0.002) -> GanState:
    """Two players before their first step, for real points (n, 2) within -2 and 2.

    Raises:
        TrainingError: for points that are too few, too many or not numbers.
    """
    state = GanState(check_points(points), int(seed), float(learning_rate))
    with _lock:
        models, optimizers = networks()[:2], networks()[2:]
        player.reset(models, optimizers, state.seed, state.learning_rate)
        return dataclasses.replace(state, weights=player.taken(models, optimizers), losses=_measured(state)[None])


def gan_steps(state: GanState, plan: str) -> GanState:
    """The players moved as a plan says: "D" is a step of the discriminator, "G" one of the generator; "DG" is a round.

    Raises:
        TrainingError: for another letter, or more steps than there may be.
    """
    if set(plan) - set("DG"):
        raise TrainingError(f"The plan is {plan[:20]!r}.", expected='letters "D" and "G"', where="plan")
    if len(state.losses) + len(plan) > MOST_ROUNDS:
        raise TrainingError(
            f"The players have taken {len(state.losses) - 1:,} steps.",
            expected=f"fewer than {MOST_ROUNDS:,}",
            fix="Start again.",
            where="plan",
        )
    with _lock:
        models, optimizers = networks()[:2], networks()[2:]
        player.put(state.weights, models, optimizers)
        losses = [state.losses]
        for letter in plan:
            state = _moved(state, letter)
            losses.append(_measured(state)[None])
        return dataclasses.replace(
            state,
            weights=player.taken(models, optimizers),
            losses=np.concatenate(losses),
            plan=with_plan(state.plan, plan),
        )


def _moved(state: GanState, letter: str) -> GanState:
    move_discriminator, move_generator, _ = _steps()
    rows, noise = draw(state)
    if letter == "D":
        move_discriminator(tf.constant(state.points[rows]), tf.constant(noise))
        return dataclasses.replace(state, discriminator_steps=state.discriminator_steps + 1)
    move_generator(tf.constant(noise))
    return dataclasses.replace(state, generator_steps=state.generator_steps + 1)


def _fixed_noise(count: int) -> np.ndarray:
    return np.random.default_rng(5).normal(size=(count, NOISE)).astype("float32")


def _measured(state: GanState) -> np.ndarray:
    """(2,) both losses on the same draw every time."""
    rows = np.random.default_rng(6).integers(len(state.points), size=_SHOWN)
    return _steps()[2](tf.constant(state.points[rows]), tf.constant(_fixed_noise(_SHOWN))).numpy()


def gan_view(state: GanState) -> GanView:
    """What to show of a state: generated points and where they are pulled, the discriminator's field, and how well the
    real points are covered."""
    with _lock:
        generator, discriminator, *optimizers = networks()
        player.put(state.weights, (generator, discriminator), optimizers)
        made = generator(tf.constant(_fixed_noise(_SHOWN)))
        with tf.GradientTape() as tape:
            tape.watch(made)
            loss = tf.reduce_sum(tf.nn.softplus(-discriminator(made)))  # of each point on its own
        pulls = -tape.gradient(loss, made).numpy()[:_ARROWS]
        axis = np.linspace(-_REACH, _REACH, _CELLS, dtype="float32")
        plane = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
        says = tf.sigmoid(discriminator(plane)).numpy().reshape(_CELLS, _CELLS)
    generated = made.numpy()
    some = state.points[np.random.default_rng(8).permutation(len(state.points))[:_SHOWN]]
    return GanView(generated, pulls, says, _REACH, *precision_and_coverage(generated, some))


def precision_and_coverage(generated: np.ndarray, real: np.ndarray) -> tuple[float, float]:
    """How well points (n, 2) stand for real ones (m, 2), each of which has a ball that reaches to its fifth nearest
    real neighbour.

    Returns:
        the share of generated points that lie in some ball, and the share of balls that hold a generated point. Naeem
        et al., "Reliable fidelity and diversity metrics for generative models" (2020).
    """
    own = np.linalg.norm(real[:, None] - real[None], axis=-1)
    radius = np.sort(own, axis=1)[:, min(_NEIGHBOURS, len(real) - 1)]
    inside = np.linalg.norm(generated[:, None] - real[None], axis=-1) <= radius
    return float(inside.any(1).mean()), float(inside.any(0).mean())


def begin_gan(name: str, drawn, seed: int, learning_rate: float) -> tuple[GanState, GanView]:
    """A new game on a distribution, or on drawn points, and its view."""
    points = check_points(drawn) if name == "drawn" else distribution(name, seed)
    state = gan(points, seed=seed, learning_rate=learning_rate)
    return state, gan_view(state)


def play_gan(state: GanState, plan: str) -> tuple[GanState, GanView]:
    """`gan_steps` and its view in one task."""
    state = gan_steps(state, plan)
    return state, gan_view(state)
