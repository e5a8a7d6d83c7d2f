"""Keras's metrics for mixed labels: they count the class with the larger share.

For one output of two classes Keras's own metrics ask whether the target *is* 0 or 1. With these, the target of an
example that is 70 % class 1 counts as class 1; of whole labels they say what Keras's own say. With one-hot targets
Keras's accuracy does so by itself.
"""

import keras


class _Mixed:
    def update_state(self, y_true, y_pred, sample_weight=None):
        larger = keras.ops.cast(keras.ops.convert_to_tensor(y_true) > 0.5, "float32")
        return super().update_state(larger, y_pred, sample_weight)


class MixedBinaryAccuracy(_Mixed, keras.metrics.BinaryAccuracy):
    """Share of examples whose output lies on the side of the class with the larger share."""


class MixedAUC(_Mixed, keras.metrics.AUC):
    """Chance that an example of mostly class 1 has a larger output than one of mostly class 0."""


class MixedPrecision(_Mixed, keras.metrics.Precision):
    """Share of the examples called class 1 that mostly are."""


class MixedRecall(_Mixed, keras.metrics.Recall):
    """Share of the examples of mostly class 1 that are found."""
