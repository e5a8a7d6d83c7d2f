"""`OneCycle`: a learning rate that rises once and falls once, for Keras optimizers."""

import math

import keras


@keras.saving.register_keras_serializable(package="nnviz")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """From `rate / begin_divisor` up to `rate` along half a cosine, then down to `rate / end_divisor`, where it stays.

    Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates" (2018), in
    the form with cosines that most libraries use. Momentum is left as it is.

    Args:
        rate: the largest rate, reached once.
        steps: of the whole cycle.
        warm_share: share of the steps that rise, 0 to 1.
        begin_divisor, end_divisor: at least 1.
    """

    def __init__(
        self, rate: float, steps: int, warm_share: float = 0.3, begin_divisor: float = 25.0, end_divisor: float = 1e4
    ):
        super().__init__()
        self.rate, self.steps, self.warm_share = rate, steps, warm_share
        self.begin_divisor, self.end_divisor = begin_divisor, end_divisor

    def __call__(self, step):
        step, rising = keras.ops.cast(step, "float32"), self.warm_share * self.steps
        up = self._between(self.rate / self.begin_divisor, self.rate, step / max(rising, 1e-9))
        down = self._between(self.rate, self.rate / self.end_divisor, (step - rising) / max(self.steps - rising, 1e-9))
        return keras.ops.where(step < rising, up, down)

    @staticmethod
    def _between(start: float, end: float, share):
        """From `start` to `end` along half a cosine."""
        return end + (start - end) * (1 + keras.ops.cos(math.pi * keras.ops.clip(share, 0.0, 1.0))) / 2

    def get_config(self) -> dict:
        names = ("rate", "steps", "warm_share", "begin_divisor", "end_divisor")
        return {name: getattr(self, name) for name in names}
