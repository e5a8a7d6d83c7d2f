"""A variational autoencoder of the 8 × 8 digits with two latent numbers. For workers: imports Keras.

Kingma and Welling, "Auto-Encoding Variational Bayes" (2013): the encoder gives each image a Gaussian over the plane, a
point is drawn from it by the reparameterization z = μ + σ ε, and the decoder says how much ink each pixel has. The loss
of an image is the cross-entropy of its pixels plus β times the KL divergence of its Gaussian from the standard one.
"""

import dataclasses
import threading
from functools import lru_cache

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts import player
from nnviz.concepts.generative_records import LATENT, MOST_EPOCHS, VaeState, VaeView
from nnviz.errors import TrainingError
from nnviz.specs import DataSpec

_BATCH, _RATE, _SHOWN = 64, 0.003, 16
_lock = threading.Lock()


class Sampling(keras.layers.Layer):
    """μ, log σ² and noise ε, each (n, 2) → z = μ + σ ε: the noise comes from outside, so that gradients pass through μ
    and σ."""

    def call(self, inputs):
        mean, log_variance, noise = inputs
        return mean + keras.ops.exp(0.5 * log_variance) * noise


def kl_divergence(mean, log_variance):
    """(n,) KL(N(μ, σ²) ‖ N(0, 1)) in nats, summed over the latent numbers: ½ Σ (μ² + σ² − log σ² − 1); of tensors or
    arrays (n, k)."""
    return 0.5 * keras.ops.sum(mean**2 + keras.ops.exp(log_variance) - log_variance - 1.0, axis=-1)


def reconstruction_loss(pixels, logits):
    """(n,) cross-entropy of pixels from 0 to 1 in nats, summed over the image; the decoder gives logits."""
    losses = keras.ops.binary_crossentropy(pixels, logits, from_logits=True)
    return keras.ops.sum(losses, axis=-1)


@lru_cache(maxsize=1)
def networks():
    """(encoder, decoder, whole, optimizer): the encoder gives μ and log σ², the decoder 64 logits; the whole takes
    pixels and noise and returns logits, μ and log σ²."""
    pixels, point = keras.Input((64,), name="pixels"), keras.Input((LATENT,), name="z")
    hidden = player.dense(128, "relu", 0)(pixels)
    encoder = keras.Model(pixels, [player.dense(LATENT, None, 0)(hidden), player.dense(LATENT, None, 0)(hidden)])
    hidden = player.dense(128, "relu", 0)(player.dense(64, "relu", 0)(point))
    decoder = keras.Model(point, player.dense(64, None, 0)(hidden))
    noise = keras.Input((LATENT,), name="noise")
    mean, log_variance = encoder(pixels)
    logits = decoder(Sampling()([mean, log_variance, noise]))
    whole = keras.Model([pixels, noise], [logits, mean, log_variance])
    optimizer = keras.optimizers.Adam(_RATE)
    optimizer.build(whole.trainable_variables)
    return encoder, decoder, whole, optimizer


def digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels from 0 to 1 of the training and of the held-out digits, (n, 64) each, and the classes of the latter."""
    from nnviz.data.load import load

    data = load(DataSpec(source="digits", scaling="none"))
    train, held_out = (part.x.reshape(len(part), 64) / 16 for part in (data.train, data.validation))
    return train.astype("float32"), held_out.astype("float32"), data.validation.y


def losses_and_gradients(pixels, noise, beta):
    """One batch's mean loss, and its gradients for the variables of the whole."""
    whole = networks()[2]
    with tf.GradientTape() as tape:
        logits, mean, log_variance = whole([pixels, noise], training=True)
        loss = tf.reduce_mean(reconstruction_loss(pixels, logits) + beta * kl_divergence(mean, log_variance))
    return loss, tape.gradient(loss, whole.trainable_variables)


@lru_cache(maxsize=1)
def _epoch_step():
    _, _, whole, optimizer = networks()

    @tf.function(autograph=False)
    def step(pixels, noise, beta):
        _, gradients = losses_and_gradients(pixels, noise, beta)
        optimizer.apply_gradients(zip(gradients, whole.trainable_variables, strict=True))

    return step


def vae(state: VaeState | None = None, epochs: int = 0, *, beta: float = 1.0, seed: int = 0) -> VaeState:
    """A variational autoencoder of the digits, begun or trained on.

    Args:
        state: what it stands at; None begins a new one with `beta` and `seed`.
        epochs: how many passes over the training digits to go on for.

    Raises:
        TrainingError: for more epochs than `MOST_EPOCHS` in all, or a state of another network.
    """
    state = state or VaeState(beta=float(beta), seed=int(seed))
    if not 0 <= state.epoch + epochs <= MOST_EPOCHS or epochs < 0:
        raise TrainingError(
            f"{state.epoch + epochs:,} epochs are asked for.", expected=f"at most {MOST_EPOCHS:,}", where="epochs"
        )
    with _lock:
        return _trained(state, epochs)


def _trained(state: VaeState, epochs: int) -> VaeState:
    encoder, decoder, whole, optimizer = networks()
    models, optimizers = (encoder, decoder), (optimizer,)
    curves = [list(state.reconstruction), list(state.kl)]
    train, held_out, _ = digits()
    if state.weights.networks:
        player.put(state.weights, models, optimizers)
    else:
        player.reset(models, optimizers, state.seed, _RATE)
    if not curves[0]:
        _measure(held_out, curves)
    beta = tf.constant(state.beta, "float32")
    for epoch in range(state.epoch, state.epoch + epochs):
        chance = np.random.default_rng((state.seed, epoch))
        order = chance.permutation(len(train))[: len(train) // _BATCH * _BATCH]
        noise = chance.normal(size=(len(order), LATENT)).astype("float32")
        for start in range(0, len(order), _BATCH):
            rows = slice(start, start + _BATCH)
            _epoch_step()(tf.constant(train[order[rows]]), tf.constant(noise[rows]), beta)
        _measure(held_out, curves)
    return dataclasses.replace(
        state,
        epoch=state.epoch + epochs,
        weights=player.taken(models, optimizers),
        reconstruction=np.array(curves[0]),
        kl=np.array(curves[1]),
    )


def _measure(held_out: np.ndarray, curves: list[list]) -> None:
    """Notes the held-out losses, with the same noise every time."""
    noise = np.random.default_rng(7).normal(size=(len(held_out), LATENT)).astype("float32")
    logits, mean, log_variance = networks()[2]([held_out, noise], training=False)
    curves[0].append(float(tf.reduce_mean(reconstruction_loss(held_out, logits))))
    curves[1].append(float(tf.reduce_mean(kl_divergence(mean, log_variance))))


def vae_view(state: VaeState) -> VaeView:
    """What to show of a state: where it puts the held-out digits, how it redraws them, and its decoder."""
    with _lock:
        encoder, decoder, _, optimizer = networks()
        player.put(state.weights, (encoder, decoder), (optimizer,))
        _, held_out, classes = digits()
        mean, log_variance = (np.asarray(own) for own in encoder(held_out, training=False))
        redrawn = 1 / (1 + np.exp(-np.asarray(decoder(mean[:_SHOWN], training=False))))
        layers = [layer.get_weights() for layer in decoder.layers if layer.get_weights()]
        return VaeView(
            mean,
            np.exp(0.5 * log_variance),
            classes,
            held_out[:_SHOWN].reshape(-1, 8, 8),
            redrawn.reshape(-1, 8, 8),
            tuple((kernel, bias) for kernel, bias in layers),
        )


def train_vae(state: VaeState | None, epochs: int, beta: float, seed: int) -> tuple[VaeState, VaeView]:
    """`vae` and its view in one task."""
    state = vae(state, epochs, beta=beta, seed=seed)
    return state, vae_view(state)
