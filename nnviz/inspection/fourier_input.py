"""Images and sequences as sums of waves: parameters of which gradient ascent makes no high-frequency noise.

Olah, Mordvintsev and Schubert, "Feature visualization" (Distill, 2017): every frequency is scaled by one over its size,
so that a step changes a picture's coarse and fine structure alike, and colours are mixed as they are in the data.
"""

import numpy as np
import tensorflow as tf

_START = 0.01


class FourierInput:
    """Inputs of one shape, parametrized by their spectrum and squeezed into a range.

    Args:
        shape: (height, width, channels) or (steps, channels).
        low, high: the range of each number, broadcast to the shape.
        colours: (channels, channels) that mixes independent channels into correlated ones; None leaves them.
    """

    def __init__(self, shape: tuple[int, ...], low, high, colours: np.ndarray | None = None):
        self.shape, self.sides = shape, shape[:-1]
        self.low = tf.constant(np.broadcast_to(low, shape), tf.float32)
        self.high = tf.constant(np.broadcast_to(high, shape), tf.float32)
        self.colours = None if colours is None else tf.constant(colours, tf.float32)
        self.scale = tf.constant(self._scale(), tf.float32)

    def _scale(self) -> np.ndarray:
        axes = [np.fft.fftfreq(side) for side in self.sides[:-1]] + [np.fft.rfftfreq(self.sides[-1])]
        size = np.sqrt(sum(axis**2 for axis in np.meshgrid(*axes, indexing="ij")))
        return np.sqrt(np.prod(self.sides)) / np.maximum(size, 1.0 / max(self.sides)) / 4

    def start(self, seeds) -> np.ndarray:
        """(seeds, 2, channels, …frequencies) random parameters, of each seed its own."""
        form = (2, self.shape[-1], *self.scale.shape)
        return np.stack([_START * np.random.default_rng(seed).standard_normal(form) for seed in seeds]).astype(
            "float32"
        )

    def inputs(self, parameters):
        """(seeds, …) inputs within the range."""
        spectrum = tf.complex(parameters[:, 0], parameters[:, 1]) * tf.cast(self.scale, tf.complex64)
        if len(self.sides) == 2:
            waves = tf.signal.irfft2d(spectrum, fft_length=self.sides)
        else:
            waves = tf.signal.irfft(spectrum, fft_length=self.sides)
        waves = tf.transpose(waves, [0, *range(2, len(self.shape) + 1), 1])
        if self.colours is not None:
            waves = tf.einsum("...i,ij->...j", waves, tf.transpose(self.colours))
        return self.low + (self.high - self.low) * tf.sigmoid(waves)


def colour_mixing(images: np.ndarray) -> np.ndarray:
    """(channels, channels) C with C·Cᵀ the covariance of the pixels' channels, scaled so that its longest row is 1."""
    pixels = np.asarray(images, "float64").reshape(-1, images.shape[-1])
    values, vectors = np.linalg.eigh(np.cov(pixels, rowvar=False).reshape(images.shape[-1], -1))
    mixing = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return mixing / max(float(np.linalg.norm(mixing, axis=1).max()), 1e-12)


def shaken(images, seed, jitter: float, zoom: float, turn: float):
    """Images (n, height, width, channels), each moved, scaled and turned at random around its middle.

    Args:
        seed: (2,) whole numbers.
        jitter: pixels moved at most.       zoom: share by which the scale changes at most.
        turn: degrees turned at most.
    """
    count, height, width = images.shape[0], float(images.shape[1]), float(images.shape[2])
    drawn = tf.random.stateless_uniform([4, count], seed, -1.0, 1.0)
    scale, angle = 1 + zoom * drawn[0], turn * np.pi / 180 * drawn[1]
    a, b = tf.cos(angle) * scale, tf.sin(angle) * scale
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    right = middle_x - a * middle_x + b * middle_y + jitter * drawn[2]
    down = middle_y - b * middle_x - a * middle_y + jitter * drawn[3]
    zeros = tf.zeros_like(a)
    transforms = tf.stack([a, -b, right, b, a, down, zeros, zeros], axis=1)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images, transforms=transforms, output_shape=tf.shape(images)[1:3], fill_value=0.0,
        interpolation="BILINEAR", fill_mode="REFLECT",
    )  # fmt: skip
