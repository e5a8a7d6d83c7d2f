"""`EachLabel`: a loss of labels in which every answer can have a weight of its own."""

import keras


class EachLabel(keras.losses.Loss):
    """A Keras loss that compares labels one by one: a value for each label of each example, so that weights (n, labels)
    weigh each answer. Without weights its mean is that of the loss itself.

    Args:
        loss: compares the last axis of its arguments, such as `keras.losses.BinaryCrossentropy()`.
    """

    def __init__(self, loss: keras.losses.Loss):
        super().__init__(name=loss.name, reduction=loss.reduction)
        self.loss = loss

    def call(self, y_true, y_pred):
        """(n, labels) and (n, labels) → (n, labels)."""
        return self.loss.call(keras.ops.expand_dims(y_true, -1), keras.ops.expand_dims(y_pred, -1))
