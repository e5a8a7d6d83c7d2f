"""Keras's metrics for targets and outputs from −1 to 1: both are moved to 0 to 1 before they are compared. A mixed
target counts as the class with the larger share."""

import keras


class _Signed:
    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true, y_pred = keras.ops.convert_to_tensor(y_true), keras.ops.convert_to_tensor(y_pred)
        larger = keras.ops.cast(y_true > 0, "float32")
        return super().update_state(larger, (y_pred + 1) / 2, sample_weight)


class SignedBinaryAccuracy(_Signed, keras.metrics.BinaryAccuracy):
    """Share of examples whose output lies on the target's side of 0."""


class SignedAUC(_Signed, keras.metrics.AUC):
    """Chance that an example of class 1 has a larger output than one of class −1."""


class SignedPrecision(_Signed, keras.metrics.Precision):
    """Share of the examples with an output above 0 that are of class 1."""


class SignedRecall(_Signed, keras.metrics.Recall):
    """Share of the examples of class 1 whose output is above 0."""
