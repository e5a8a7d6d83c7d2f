"""Shapes of tensors on the way back, and what is safely divided by."""

import tensorflow as tf

_LEAST = 1e-9


def same_shape(one: tf.Tensor, two: tf.Tensor) -> bool:
    """Whether two tensors of examples certainly have the same shape."""
    sizes = [tensor.shape.as_list()[1:] if tensor.shape.rank else [None] for tensor in (one, two)]
    return sizes[0] == sizes[1] and None not in sizes[0] and one.shape[0] == two.shape[0]


def as_shape(tensor: tf.Tensor, like: tf.Tensor) -> tf.Tensor:
    """A tensor added up over the axes along which `like` was repeated."""
    if same_shape(tensor, like):
        return tensor
    shape = tf.shape(like)
    axes = tf.raw_ops.BroadcastGradientArgs(s0=shape, s1=tf.shape(tensor)).r0
    return tf.reshape(tf.reduce_sum(tensor, axes), shape)


def stable(divisor: tf.Tensor, epsilon: float = 0.0) -> tf.Tensor:
    """What is divided by, kept off zero: ε times its root mean square over an example is added with its own sign."""
    axes = list(range(1, len(divisor.shape)))
    size = tf.sqrt(tf.reduce_mean(tf.square(divisor), axes, keepdims=True)) if axes else tf.abs(divisor)
    sign = tf.where(divisor >= 0, tf.ones_like(divisor), -tf.ones_like(divisor))
    return divisor + sign * (epsilon * size + _LEAST)
